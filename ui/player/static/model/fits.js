/** The best line of a few points, for each loss; quick enough for every frame of a drag with up to 60 points. */

import { settled } from "./forms.js";
import { pointLoss } from "./losses.js";

const MAX_ROUNDS = 200;
const SMALLEST_GRADIENT = 1e-13;

/** The training losses and measures that share a best line. */
const FITS = { mse: leastSquares, sse: leastSquares, rmse: leastSquares, mae: leastAbsolute, huber: leastHuber };

/**
 * @param {string} name of a measure @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {number} delta Huber's δ
 * @returns {[number, number]|null} slope and intercept; null where all x are equal, for then every slope is as good
 */
export function bestLine(name, xs, ys, delta) {
  const line = FITS[name](xs, ys, delta);
  return line && [line[0], settled(line[1], Math.max(...Array.from(ys, Math.abs)))];
}

const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The closed form, about the points' centre. */
export function leastSquares(xs, ys) {
  const [x, y] = [mean(xs), mean(ys)];
  let [xx, xy] = [0, 0];
  for (let i = 0; i < xs.length; i++) {
    xx += (xs[i] - x) ** 2;
    xy += (xs[i] - x) * (ys[i] - y);
  }
  return xx > 0 ? [xy / xx, y - (xy / xx) * x] : null;
}

/** Some line through two points is best for the absolute errors: the first of the best ones. */
export function leastAbsolute(xs, ys) {
  let best = null;
  let least = Infinity;
  for (let i = 0; i < xs.length; i++) {
    for (let j = i + 1; j < xs.length; j++) {
      if (xs[i] === xs[j]) continue;
      const slope = (ys[j] - ys[i]) / (xs[j] - xs[i]);
      let sum = 0;
      for (let k = 0; k < xs.length && sum < least; k++) sum += Math.abs(ys[k] - ys[i] - slope * (xs[k] - xs[i]));
      // A line that is better by rounding alone is another corner of the same floor.
      if (sum < least * (1 - 1e-12)) [best, least] = [[slope, ys[i] - slope * xs[i]], sum];
    }
  }
  return best;
}

/**
 * Newton's method on the Huber loss, each step as far as it pays: quadratic pieces make both finite.
 * In units of δ, and about the points' centre, where slope and intercept are of one size.
 */
export function leastHuber(xs, ys, delta) {
  const starts = [leastSquares(xs, ys), leastAbsolute(xs, ys)];
  if (!starts[0]) return null;
  const n = xs.length;
  const centre = mean(xs);
  const spread = Math.sqrt(mean(Array.from(xs, (x) => (x - centre) ** 2)));
  const us = Float64Array.from(xs, (x) => (x - centre) / spread);
  const vs = Float64Array.from(ys, (y) => y / delta);
  /** @param {number[]} line */
  const inside = ([slope, intercept]) => [(slope * spread) / delta, (intercept + slope * centre) / delta];
  /** @param {number[]} line */
  const lossAt = ([a, b]) => us.reduce((sum, u, i) => sum + pointLoss("huber", a * u + b - vs[i], 1), 0);
  let [a, b] = starts.map(inside).reduce((one, other) => (lossAt(other) < lossAt(one) ? other : one));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const errors = us.map((u, i) => a * u + b - vs[i]);
    const step = newtonStep(us, errors);
    if (!step) break;
    const length = bestLength(
      errors,
      us.map((u) => step[0] * u + step[1]),
    );
    [a, b] = [a + length * step[0], b + length * step[1]];
    if (!(length * Math.hypot(...step) > 1e-15 * (1 + Math.hypot(a, b)) * Math.sqrt(n))) break;
  }
  const slope = (a * delta) / spread;
  return [slope, b * delta - slope * centre];
}

/** The way to where the loss would be least if each point stayed on its piece; null where there is no better place. */
function newtonStep(us, errors) {
  // A trace of curvature everywhere keeps the step finite where few points are inside.
  let [aa, ab, bb, ga, gb] = [1e-9, 0, 1e-9, 0, 0];
  for (let i = 0; i < us.length; i++) {
    const pull = Math.max(-1, Math.min(1, errors[i]));
    ga += pull * us[i];
    gb += pull;
    if (Math.abs(errors[i]) > 1) continue;
    aa += us[i] * us[i];
    ab += us[i];
    bb += 1;
  }
  if (Math.hypot(ga, gb) <= SMALLEST_GRADIENT * us.length) return null;
  const determinant = aa * bb - ab * ab;
  return [(-bb * ga + ab * gb) / determinant, (ab * ga - aa * gb) / determinant];
}

/**
 * How far along a way the Huber loss falls: its slope there is a broken line that only rises, and this is its zero.
 * @param {Float64Array} errors now @param {Float64Array} rates by which they change a unit of the way
 */
function bestLength(errors, rates) {
  const slopeAt = (t) => errors.reduce((sum, e, i) => sum + rates[i] * Math.max(-1, Math.min(1, e + t * rates[i])), 0);
  const corners = [];
  errors.forEach((e, i) => {
    for (const kink of [-1, 1]) {
      const t = (kink - e) / rates[i];
      if (t > 0 && Number.isFinite(t)) corners.push(t);
    }
  });
  corners.sort((one, other) => one - other);
  let [low, high] = [-1, corners.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (slopeAt(corners[middle]) < 0) low = middle;
    else high = middle;
  }
  const [from, to] = [low < 0 ? 0 : corners[low], high < corners.length ? corners[high] : (corners.at(-1) ?? 0) + 1];
  const [before, after] = [slopeAt(from), slopeAt(to)];
  return after > before ? from - (before * (to - from)) / (after - before) : from;
}
