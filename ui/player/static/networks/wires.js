/** The weights of a network as lines, and its biases as marks: size by width, sign by colour and by a second sign. */

/** @typedef {{x: number, y: number}} Place the middle of a neuron, in pixels */

/** Colours of what is below 0 and above. */
export const SIGNS = { negative: "first", positive: "second" };
/** The widest line, and the weight whose line has half of that. */
const WIDEST = 10;
const HALF_WAY = 3;
const DASH = [5, 4];
/** Pieces of a line among which dashes and gaps are dealt out: each is shorter than a pixel or two. */
const PIECES = 120;

const isNegative = (value) => value < 0;
const signOf = (value) => SIGNS[isNegative(value) ? "negative" : "positive"];

/** @param {number} weight @returns {number} pixels; it grows with the weight, ever more slowly */
export const widthOf = (weight) => (Number.isFinite(weight) ? (WIDEST * Math.abs(weight)) / (Math.abs(weight) + HALF_WAY) : 0);

/**
 * A line between two neurons, whole and in dashes: a browser that cuts it up at every stroke takes twice as long to draw.
 * @typedef {{whole: Path2D, dashed: Path2D}} Wire
 */

/**
 * The lines between two layers.
 * @param {Place[]} below @param {Place[]} above @param {number} reach from a neuron's middle to its edge @returns {Wire[][]} from each neuron below to each above
 */
export function wiresBetween(below, above, reach) {
  return below.map((from) => above.map((to) => wire(from.x + reach, from.y, to.x - reach, to.y)));
}

/** @returns {Wire} level at both ends */
function wire(left, top, right, bottom) {
  const [whole, dashed, middle] = [new Path2D(), new Path2D(), (left + right) / 2];
  whole.moveTo(left, top);
  whole.bezierCurveTo(middle, top, middle, bottom, right, bottom);
  const [on, off] = DASH;
  let [x, y, gone, drawing] = [left, top, 0, false];
  for (let i = 0; i <= PIECES; i++) {
    const [t, back] = [i / PIECES, 1 - i / PIECES];
    const nextX = left + (right - left) * (1.5 * t * back + t ** 3);
    const nextY = top + (bottom - top) * t * t * (1 + 2 * back);
    gone += Math.hypot(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
    const draws = gone % (on + off) < on && i < PIECES;
    // So short, a dash is straight.
    if (draws && !drawing) dashed.moveTo(x, y);
    else if (drawing && !draws) dashed.lineTo(x, y);
    drawing = draws;
  }
  return { whole, dashed };
}

/**
 * Draw the lines between two layers.
 * @param {CanvasRenderingContext2D} context @param {Wire[][]} wires as `wiresBetween` gives them
 * @param {(m: number, j: number) => number} weight @param {(m: number) => boolean} silent whether a neuron is switched off @param {(name: string) => string} colour
 */
export function drawWires(context, wires, weight, silent, colour) {
  wires.forEach((from, m) =>
    from.forEach(({ whole, dashed }, j) => {
      const value = weight(m, j);
      const off = silent(m);
      context.globalAlpha = off ? 0.5 : 0.85;
      context.strokeStyle = colour(off ? "quiet" : signOf(value));
      context.lineWidth = off ? 0.5 : Math.max(0.4, widthOf(value));
      context.stroke(isNegative(value) ? dashed : whole);
    }),
  );
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
