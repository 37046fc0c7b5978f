/** How a scene fills its panel: its place, its letters, and a size that leaves room for the titles of its axes. */

/** Height over width, at most: a scene's camera fits its height, and would lose both sides in a tall room. */
const TALLEST = 0.72;
/** Half of what stands in a scene, in heights of it, and the room that the titles of its axes take besides, in letters. */
const WIDE = { half: 0.52, title: 4.5 };
const HIGH = { half: 0.369, title: 2.7 };
const SMALLEST = 0.5;

/**
 * @param {object} space of Plotly's layout @param {number[]} x @param {number[]} y domain, as parts of the figure
 * @param {{width: number, height: number, font: {size: number}}} figure in pixels @param {number} scale of its letters
 */
export function sceneLayout(space, x, y, figure, scale) {
  const width = (x[1] - x[0]) * figure.width;
  const available = (y[1] - y[0]) * figure.height;
  const height = Math.min(available, TALLEST * width);
  const rest = (0.5 * (available - height)) / figure.height;
  const fits = (part, { half, title }) => (0.5 * part - title * figure.font.size) / (half * height);
  const size = Math.max(SMALLEST, Math.min(1, fits(width, WIDE), fits(height, HIGH)));
  return { ...space, ...ticks(space, scale), ...sized(space, size), domain: { x, y: [y[0] + rest, y[1] - rest] } };
}

/** The axes with ticks as large as all letters: Plotly draws them as large as the square of their size. */
function ticks(space, scale) {
  const tickfont = { size: 13 * Math.sqrt(scale) };
  return Object.fromEntries(["xaxis", "yaxis", "zaxis"].map((name) => [name, { ...space[name], tickfont }]));
}

/** The scene smaller, rather than its camera farther: the camera is the person's, who may have turned it. */
function sized({ aspectratio = { x: 1, y: 1, z: 1 } }, size) {
  return { aspectmode: "manual", aspectratio: Object.fromEntries(Object.entries(aspectratio).map(([axis, part]) => [axis, size * part])) };
}
