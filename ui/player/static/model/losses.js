/** The losses of `core.model.losses` and the measures of `core.exact.measures`, by the same names, as the browser computes them. */

import { evaluate } from "./forms.js";

const square = (e) => e * e;

function huber(e, delta) {
  const size = Math.abs(e);
  return size <= delta ? 0.5 * e * e : delta * (size - 0.5 * delta);
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;

/** Each point's own loss, and how the points' losses become one number. */
const MEASURES = {
  mse: { point: square, gather: mean },
  sse: { point: square, gather: sum },
  rmse: { point: square, gather: (values) => Math.sqrt(mean(values)) },
  mae: { point: Math.abs, gather: mean },
  huber: { point: huber, gather: mean },
};

/** @param {string} name @param {number} error @param {number} delta Huber's δ @returns {number} one point's own loss */
export const pointLoss = (name, error, delta) => MEASURES[name].point(error, delta);

/**
 * @param {string} name @param {ArrayLike<number>} errors @param {number} delta Huber's δ; 1 in training
 * @returns {number} the loss of all points together
 */
export function lossOfErrors(name, errors, delta = 1) {
  const { point, gather } = MEASURES[name];
  return gather(Array.from(errors, (e) => point(e, delta)));
}

/** @param {{loss: string, form: object, targets: Float64Array, penalty: ?object}} model @param {ArrayLike<number>} parameters */
export function lossOf(model, parameters) {
  const predictions = evaluate(model.form, parameters);
  const errors = predictions.map((p, i) => p - model.targets[i]);
  return lossOfErrors(model.loss, errors) + penaltyOf(model.penalty, parameters);
}

/** What large weights cost: half their decay times their squares, and their L1 penalty times their sizes. */
function penaltyOf(penalty, parameters) {
  if (!penalty) return 0;
  return sum(Array.from(parameters, (w, i) => (penalty[2 * i] / 2) * w * w + penalty[2 * i + 1] * Math.abs(w)));
}

/**
 * The losses of many lines at once, as a landscape needs them at every frame.
 * @param {string} name @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {number} delta
 * @param {Float64Array|number[]} slopes @param {Float64Array|number[]} intercepts
 * @returns {Float64Array} row by row: all slopes at the first intercept, at the second, …
 */
export function lossGrid(name, xs, ys, delta, slopes, intercepts) {
  const out = new Float64Array(slopes.length * intercepts.length);
  const { point } = MEASURES[name];
  const squares = point === square ? moments(xs, ys) : null;
  let at = 0;
  for (const intercept of intercepts) {
    for (const slope of slopes) {
      let total = 0;
      if (squares) total = squares(slope, intercept);
      else for (let i = 0; i < xs.length; i++) total += point(slope * xs[i] + intercept - ys[i], delta);
      out[at++] = name === "sse" ? total : total / xs.length;
    }
  }
  return name === "rmse" ? out.map(Math.sqrt) : out;
}

/** A sum of squared errors needs the points' moments only; taken about their means, so that nothing cancels. */
function moments(xs, ys) {
  const [x, y, n] = [mean(Array.from(xs)), mean(Array.from(ys)), xs.length];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xx += (xs[i] - x) ** 2;
    xy += (xs[i] - x) * (ys[i] - y);
    yy += (ys[i] - y) ** 2;
  }
  // xx = 0 leaves the slope without a say.
  const best = xx > 0 ? xy / xx : 0;
  const least = Math.max(0, yy - best * xy);
  return (slope, intercept) => least + xx * (slope - best) ** 2 + n * (slope * x + intercept - y) ** 2;
}
