/** The picture to take away: drawn once more, by Plotly alone, so that what is on show need not be touched. */

import { evaluate } from "./forms.js";
import { visible } from "./pen.js";
import { KINDS } from "./tracks.js";

const FAINT = 0.3;
const GRIP = 16;
/** Dots of a PNG to one on the screen; a drawing is as sharp as one likes. */
const SCALES = { png: 2, svg: 1 };

/**
 * What lies faintly below the tracks, as traces.
 * @param {object[]} tracks @param {object[]} moving their traces @param {import("./pen.js").Scene} scene
 */
export function ghosts(tracks, moving, scene) {
  return tracks.flatMap((track, i) => {
    if (!track.ghost || !visible(track, scene)) return [];
    return [{ ...moving[i], ...KINDS[track.kind].ghostOver(track, scene), uid: `ghost${i}`, opacity: FAINT }];
  });
}

/** What else a kind draws beside its line, as traces: the points on a curve, the predictions on a line. */
export function discs(tracks, moving, scene, axesOf) {
  return tracks.flatMap((track, i) => {
    if (!visible(track, scene)) return [];
    const { xaxis, yaxis } = moving[i];
    const found = KINDS[track.kind].alsoSaved?.(track, scene, axesOf(track.panel)) ?? [];
    return found.map((trace, j) => ({ xaxis, yaxis, showlegend: false, ...trace, uid: `disc${i}-${j}` }));
  });
}

/** What is held by hand, as rings: the ends of the line, and its place in the landscape. A scene shows none. */
export function grips({ hand, panels }, { hand: held, colour }) {
  if (!hand || !held) return [];
  const ring = { mode: "markers", marker: { size: GRIP, color: colour("background"), line: { color: colour("hand"), width: 4 } }, showlegend: false };
  const at = (panel, x, y) => {
    const { x: xaxis, y: yaxis } = panels[panel];
    return xaxis.startsWith("scene") ? [] : [{ type: "scatter", xaxis, yaxis, x: Array.from(x), y: Array.from(y), ...ring, uid: `grip${panel}` }];
  };
  const ends = hand.x ? at(hand.panel, hand.x, evaluate(hand.form, held)) : [];
  return [...ends, ...(hand.landscape === null ? [] : at(hand.landscape, [held[0]], [held[1]]))];
}

/** @param {object} Plotly @param {{data: object[], layout: object}} figure @param {string} name @param {"png"|"svg"} format */
export async function savePicture(Plotly, figure, name, format) {
  const { width, height } = figure.layout;
  await Plotly.downloadImage(figure, { format, width, height, scale: SCALES[format], filename: name });
}
