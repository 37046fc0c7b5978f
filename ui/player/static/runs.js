/** Training runs as the browser holds them, and where a run stands at a moment. */

/**
 * @typedef {object} Run
 * @property {number} rate learning rate of the last leg
 * @property {[number, number][]} earlier of each earlier leg its last epoch and its learning rate
 * @property {Int32Array} epochs increasing, from 0; every epoch, or the kept ones of a long run
 * @property {Float64Array|Float32Array} losses one an epoch
 * @property {Array<Float64Array|Float32Array>} parameters one array a parameter
 * @property {Array<Float64Array|Float32Array>} gradients one array a parameter
 * @property {number|null} divergedAt first epoch whose loss is beyond the limit
 */

/** @param {object} packed as sent by Python. @returns {Run} */
export function wholeRun(packed) {
  return { ...packed, divergedAt: packed.diverged_at };
}

const KEPT_FAMILIES = 4;
/** Families of runs by digest: Python sends each one once a tab, whatever is drawn anew. */
const families = new Map();

/** The whole family, from what came or from what this tab has. */
export function wholeFamily(family) {
  const whole = family.rates ? family : families.get(family.digest);
  // The one used last goes last: what is on show is never the one let go.
  families.delete(family.digest);
  families.set(family.digest, whole);
  while (families.size > KEPT_FAMILIES) families.delete(families.keys().next().value);
  return whole;
}

/** The place of a rate among the stops, as a fraction where it falls between two. */
export function stopOf(rates, rate) {
  let above = rates.findIndex((stop) => stop >= rate);
  if (above === 0) return 0;
  if (above < 0) return rates.length - 1;
  const [low, high] = [Math.log(rates[above - 1]), Math.log(rates[above])];
  return above - 1 + (Math.log(rate) - low) / (high - low);
}

/** The run of a learning rate: every epoch of the one that Python chose; of the ruler's others, what it sent thinned. */
export function runOf({ run, family }, rate) {
  if (rate === run.rate || !family) return wholeRun(run);
  return familyRun(family, Math.round(stopOf(family.rates, rate)));
}

/**
 * Cut one stop's run out of the ruler's family.
 * @param {object} family arrays of all runs, laid end to end. @param {number} i the stop.
 * @returns {Run}
 */
function familyRun(family, i) {
  const from = family.offsets[i];
  const to = family.offsets[i + 1];
  const cut = (array) => array.subarray(from, to);
  return {
    rate: family.rates[i],
    earlier: family.earlier,
    epochs: cut(family.epochs),
    losses: cut(family.losses),
    parameters: family.parameters.map(cut),
    gradients: family.gradients.map(cut),
    divergedAt: family.diverged_at[i] < 0 ? null : family.diverged_at[i],
  };
}

/** @param {Run} run @param {number} epoch @returns {number} the learning rate of the step that follows an epoch. */
export const rateAfter = (run, epoch) => run.earlier.find(([end]) => epoch < end)?.[1] ?? run.rate;

/** @returns {number} the epoch at which the longest of all runs was planned to end. */
export const plannedEnd = ({ run, others }) => Math.max(...[run, ...others].map(({ planned }) => planned));

/** @param {Run} run @returns {number} the last epoch that can be shown. */
export const lastEpoch = (run) => run.epochs[run.epochs.length - 1];

/**
 * The run at a moment. Between two epochs the picture glides along the straight step that leads from
 * one to the next; numbers are always those of an epoch that was trained.
 * @param {Run} run @param {number} time in epochs @param {boolean} glide
 */
export function frameAt(run, time, glide) {
  const index = indexAt(run.epochs, time);
  const next = Math.min(index + 1, run.epochs.length - 1);
  const span = run.epochs[next] - run.epochs[index];
  const fraction = glide && span > 0 ? Math.min(1, Math.max(0, (time - run.epochs[index]) / span)) : 0;
  const between = (column) => column[index] + fraction * (column[next] - column[index]);
  return {
    run,
    index,
    fraction,
    epoch: run.epochs[index],
    loss: run.losses[index],
    parameters: run.parameters.map((column) => column[index]),
    gradients: run.gradients.map((column) => column[index]),
    drawn: { epoch: between(run.epochs), loss: between(run.losses), parameters: run.parameters.map(between) },
  };
}

function indexAt(epochs, time) {
  let low = 0;
  let high = epochs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (epochs[middle] <= time + 1e-9) low = middle;
    else high = middle - 1;
  }
  return low;
}
