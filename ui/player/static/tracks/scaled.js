/** Strokes and dots that grow with the letters, where the pictures fill a screen. */

const LENGTHS = ["width", "size"];
/** @type {WeakMap<object, {scale: number, tracks: object[]}>} of each content its tracks, as they were last asked for */
const kept = new WeakMap();

/** @param {object} content as Python sent it @param {number} scale how large letters are @returns {any[]} its tracks; the same ones each time, for what is known of them is kept by them */
export function tracksAt(content, scale) {
  if (scale === 1) return content.tracks;
  if (kept.get(content)?.scale !== scale) kept.set(content, { scale, tracks: content.tracks.map((track) => scaled(track, scale)) });
  return kept.get(content).tracks;
}

/** @param {any[]} traces of Plotly's, with lines and markers @param {number} scale @returns {any[]} */
export function tracesAt(traces, scale) {
  if (scale === 1) return traces;
  return traces.map((trace) => ({ ...trace, ...part(trace, "line", scale), ...part(trace, "marker", scale) }));
}

const part = (trace, name, scale) => (trace[name] ? { [name]: scaled(trace[name], scale) } : {});

function scaled(spec, scale) {
  const lengths = LENGTHS.filter((name) => typeof spec[name] === "number");
  return { ...spec, ...Object.fromEntries(lengths.map((name) => [name, scale * spec[name]])) };
}
