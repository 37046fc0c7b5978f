/** How far a run that diverges has come: its pictures zoom out with it, so that no curve leaves them unseen. */

import { countOf } from "../model/coordinates.js";
import { evaluate } from "../model/forms.js";
import { indexAt, lastEpoch } from "../model/runs.js";
import { frameOf, parametersOf } from "./pen.js";

/** A picture that is left becomes so many times as wide and high, at one blow: each costs Plotly some frames. */
const ZOOM = 4;
/** Shortest epoch axis, as in `ui/figures/loss_curve.py`, and what is left free above the highest loss. */
const FEWEST = 4;
const ABOVE = 0.06;

/** @typedef {{x: [number, number], y: [number, number]}} Ranges of a panel's two axes, of logarithms where these are logarithmic */

/** Lowest and highest value of a column up to each row. @type {WeakMap<ArrayLike<number>, {low: Float64Array, high: Float64Array}>} */
const known = new WeakMap();

function extents(column) {
  if (known.has(column)) return known.get(column);
  const [low, high] = [new Float64Array(column.length), new Float64Array(column.length)];
  for (let i = 0; i < column.length; i++) {
    const [before, above] = i ? [low[i - 1], high[i - 1]] : [column[0], column[0]];
    const value = Number.isFinite(column[i]) ? column[i] : before;
    low[i] = Math.min(before, value);
    high[i] = Math.max(above, value);
  }
  const found = { low, high };
  known.set(column, found);
  return found;
}

/** So many times a range must be widened about its middle to hold two values. */
function timesWider([first, last], low, high) {
  const [middle, half] = [(first + last) / 2, Math.abs(last - first) / 2];
  const needed = Math.max(high - middle, middle - low) / half;
  return needed <= 1 ? 1 : ZOOM ** Math.ceil(Math.log(needed) / Math.log(ZOOM));
}

/** @returns {[number, number]} a range, so many times as wide about its middle */
function widened([first, last], times) {
  const [middle, half] = [(first + last) / 2, ((last - first) / 2) * times];
  return times === 1 ? [first, last] : [middle - half, middle + half];
}

/** @param {[number, number]} range @param {number[]} values @returns {[number, number]} a range, widened about its middle until it holds all values */
export const widenedFor = (range, values) => widened(range, timesWider(range, ...extremes(values)));

const extremes = (values) => /** @type {[number, number]} */ ([Math.min, Math.max].map((most) => values.reduce((a, b) => most(a, b), values[0] ?? 0)));

/**
 * What the axes of a path's panel must show.
 * @param {object} track @param {import("./pen.js").Scene} scene @param {Ranges} home what they show of runs that stay
 * @param {import("../model/runs.js").Run} planned the run for which the figure was made
 * @param {boolean} [logarithmic] whether the upright axis is
 * @returns {Partial<Ranges>}
 */
export function pathRanges(track, scene, home, planned, logarithmic) {
  const { run, index, drawn } = frameOf(track, scene);
  if (typeof track.x === "number" && typeof track.y === "number") {
    if (run.divergedAt === null) return home;
    const reached = (side) => {
      const { low, high } = extents((run.full ?? run).parameters[track[side]]);
      const now = drawn.parameters[track[side]];
      return widened(home[side], timesWider(home[side], Math.min(low[index], now), Math.max(high[index], now)));
    };
    return { x: reached("x"), y: reached("y") };
  }
  const count = countOf(track.x);
  if (!count) return {};
  const until = count.until ?? Infinity;
  const x = countedRange(run, home.x, planned, count.per_epoch, until);
  if (track.y === "loss") return { x, y: lossRange(run, home.y, logarithmic, until) };
  return { x };
}

/** @returns {[number, number]} the range of an axis of epochs, in what it counts them in, so many an epoch, up to one of them */
function countedRange(run, [first, last], planned, perEpoch, until) {
  const [, end] = epochRange(run, [first, last / perEpoch], planned);
  return [first, end === last / perEpoch ? last : Math.min(end * perEpoch, Math.max(last, until * perEpoch))];
}

/**
 * A run that diverged has the whole width, and another than that of the figure does not inherit its few epochs.
 * @returns {[number, number]}
 */
function epochRange(run, [first, last], planned) {
  if (run.divergedAt !== null) return run.divergedAt === planned.divergedAt ? [first, last] : [first, Math.max(FEWEST, lastEpoch(run))];
  return [first, planned.divergedAt === null ? last : Math.max(last, run.planned)];
}

/** All of the loss up to an epoch; on an axis of logarithms of a run that diverged alone. @returns {[number, number]} */
function lossRange(run, [low, high], logarithmic, until) {
  if (logarithmic && run.divergedAt === null) return [low, high];
  const { high: highest } = extents((run.full ?? run).losses);
  const most = highest[indexAt(run.epochs, until)];
  const top = logarithmic ? Math.log10(most) : most;
  return top <= high ? [low, high] : [low, top + ABOVE * (top - low)];
}

/** @returns {Partial<Ranges>} what the axes must show of a line that flies away */
export function lineRanges(track, scene, home) {
  if (track.of === "user" || String(track.of).startsWith("guess")) return {};
  const { run, index } = frameOf(track, scene);
  if (run.divergedAt === null) return { y: home.y };
  const before = run.parameters.map((column) => column[index]);
  // Between two epochs the line swings through the data: the picture does not close in on it.
  const heights = [before, parametersOf(track, scene)].flatMap((parameters) => Array.from(evaluate(track.form, parameters)));
  return { y: widened(home.y, timesWider(home.y, Math.min(...heights), Math.max(...heights))) };
}
