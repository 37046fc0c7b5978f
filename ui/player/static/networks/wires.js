/** The weights of a network as lines, and its biases as marks: size by width, sign by colour and by a second sign. */

/** @typedef {{x: number, y: number}} Place the middle of a neuron, in pixels */

/** Colours of what is below 0 and above. */
export const SIGNS = { negative: "first", positive: "second" };
/** The widest line, and the weight whose line has half of that. */
const WIDEST = 10;
const HALF_WAY = 3;
const DASH = [5, 4];

const isNegative = (value) => value < 0;
const signOf = (value) => SIGNS[isNegative(value) ? "negative" : "positive"];

/** @param {number} weight @returns {number} pixels; it grows with the weight, ever more slowly */
export const widthOf = (weight) => (Number.isFinite(weight) ? (WIDEST * Math.abs(weight)) / (Math.abs(weight) + HALF_WAY) : 0);

/**
 * Draw the lines between two layers.
 * @param {CanvasRenderingContext2D} context @param {Place[]} below @param {Place[]} above @param {number} reach from a neuron's middle to its edge
 * @param {(m: number, j: number) => number} weight @param {(m: number) => boolean} silent whether a neuron is switched off @param {(name: string) => string} colour
 */
export function drawWires(context, below, above, reach, weight, silent, colour) {
  below.forEach((from, m) =>
    above.forEach((to, j) => {
      const value = weight(m, j);
      const off = silent(m);
      const [start, end] = [from.x + reach, to.x - reach];
      const middle = (start + end) / 2;
      context.globalAlpha = off ? 0.5 : 0.85;
      context.strokeStyle = colour(off ? "quiet" : signOf(value));
      context.lineWidth = off ? 0.5 : Math.max(0.4, widthOf(value));
      context.setLineDash(isNegative(value) ? DASH : []);
      context.beginPath();
      context.moveTo(start, from.y);
      context.bezierCurveTo(middle, from.y, middle, to.y, end, to.y);
      context.stroke();
    }),
  );
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Draw a bias at the foot of its neuron: a disc above 0, a ring below. */
export function drawBias(context, { x, y }, reach, bias, colour) {
  const radius = Math.min(6, 1.5 + 0.6 * widthOf(bias));
  context.beginPath();
  context.arc(x, y + reach, radius, 0, 2 * Math.PI);
  context.fillStyle = colour(isNegative(bias) ? "background" : signOf(bias));
  context.strokeStyle = colour(isNegative(bias) ? signOf(bias) : "background");
  context.lineWidth = isNegative(bias) ? 2 : 1;
  context.fill();
  context.stroke();
}
