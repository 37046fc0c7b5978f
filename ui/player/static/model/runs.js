/** Training runs as the browser holds them, and where a run stands at a moment. */

/**
 * @typedef {object} Run
 * @property {number} rate the last learning rate
 * @property {[number, number][]} earlier of each earlier learning rate its last epoch, and the rate
 * @property {Float64Array|null} factors what a schedule multiplies the rate of the steps after each epoch by; null for a rate that stays
 * @property {Int32Array} epochs increasing, from 0; every epoch, or the kept ones of a long run
 * @property {Float64Array|Float32Array} losses one an epoch
 * @property {Array<Float64Array|Float32Array>} parameters one array a parameter
 * @property {Array<Float64Array|Float32Array>} gradients one array a parameter
 * @property {number|null} divergedAt first epoch whose loss is beyond the limit
 * @property {number} planned the epoch at which it is to end
 * @property {Run} [full] of which it is the beginning
 */

/** @param {object} packed as sent by Python. @returns {Run} */
export function unpackRun(packed) {
  return { ...packed, divergedAt: packed.diverged_at };
}

const KEPT_FAMILIES = 4;
/** Families of runs by digest: Python sends each one once a tab, whatever is drawn anew. */
const families = new Map();

/** The whole family, from what came or from what this tab has; null where it has let it go. */
export function fullFamily(family) {
  const full = family.rates ? family : families.get(family.digest);
  if (!full) return null;
  // The one used last goes last: what is on show is never the one let go.
  families.delete(family.digest);
  families.set(family.digest, full);
  while (families.size > KEPT_FAMILIES) families.delete(families.keys().next().value);
  return full;
}

/** Digests of the families that this tab has. */
export const cachedFamilies = () => [...families.keys()];

/** The place of a rate among the stops, as a fraction where it falls between two. */
export function stopOf(rates, rate) {
  const above = rates.findIndex((stop) => stop >= rate);
  if (above === 0) return 0;
  if (above < 0) return rates.length - 1;
  const [low, high] = [Math.log(rates[above - 1]), Math.log(rates[above])];
  return above - 1 + (Math.log(rate) - low) / (high - low);
}

/** The run of a learning rate: every epoch of the one that Python chose; of the ruler's others, what it sent thinned. */
export function runOf({ run, family }, rate) {
  if (rate === run.rate || !family) return unpackRun(run);
  return { ...familyRun(family, Math.round(stopOf(family.rates, rate))), planned: run.planned };
}

/** Of the learning rates whose runs are here, the one that is nearest. */
export function nearestRate({ run, family }, rate) {
  return rate === run.rate || !family ? run.rate : family.rates[Math.round(stopOf(family.rates, rate))];
}

/** The runs of each family that were on show, by their stops: what was computed of them stays with them. @type {WeakMap<object, Map<number, Omit<Run, "planned">>>} */
const cuts = new WeakMap();

/** One stop's run out of the ruler's family. @param {object} family arrays of all runs, laid end to end. @param {number} i the stop. */
function familyRun(family, i) {
  if (!cuts.has(family)) cuts.set(family, new Map());
  const runs = cuts.get(family);
  if (!runs.has(i)) runs.set(i, cutOut(family, i));
  return runs.get(i);
}

/** @returns {Omit<Run, "planned">} */
function cutOut(family, i) {
  const from = family.offsets[i];
  const to = family.offsets[i + 1];
  const cut = (array) => array.subarray(from, to);
  return {
    rate: family.rates[i],
    earlier: family.earlier,
    factors: family.factors,
    epochs: cut(family.epochs),
    losses: cut(family.losses),
    parameters: family.parameters.map(cut),
    gradients: family.gradients.map(cut),
    divergedAt: family.diverged_at[i] < 0 ? null : family.diverged_at[i],
  };
}

/** @param {Run} run @param {number} epoch @returns {number} the learning rate of the step that follows an epoch. */
export function rateAfter({ rate, earlier, factors }, epoch) {
  const base = earlier.find(([end]) => epoch < end)?.[1] ?? rate;
  return factors ? base * factors[Math.min(epoch, factors.length - 1)] : base;
}

/** @param {Run} run @returns {number} the last epoch that can be shown; one that was thinned stands there as it was shortly before. */
export const lastEpoch = (run) => Math.min(run.planned, (run.full ?? run).epochs.at(-1));

/** @param {Run} run @param {number} end @returns {Run} it as it is when it is trained up to an epoch: its beginning, or all there is of it. */
export function endingAt(run, end) {
  if (!Number.isFinite(end)) return run;
  const count = indexAt(run.epochs, end) + 1;
  const cut = (array) => array.subarray(0, count);
  return {
    ...run,
    full: run,
    planned: end,
    epochs: cut(run.epochs),
    losses: cut(run.losses),
    parameters: run.parameters.map(cut),
    gradients: run.gradients.map(cut),
    divergedAt: run.divergedAt === null || run.divergedAt > end ? null : run.divergedAt,
  };
}

/**
 * The run at a moment. Between two epochs the picture glides along the straight step that leads from
 * one to the next; numbers are always those of an epoch that was trained.
 * @param {Run} run @param {number} time in epochs @param {boolean} smooth whether it may lie between two epochs
 */
export function frameAt(run, time, smooth) {
  const index = indexAt(run.epochs, time);
  const next = Math.min(index + 1, run.epochs.length - 1);
  const span = run.epochs[next] - run.epochs[index];
  const fraction = smooth && span > 0 ? Math.min(1, Math.max(0, (time - run.epochs[index]) / span)) : 0;
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

/** @returns {number} the row of the last epoch that is not beyond a moment */
export function indexAt(epochs, time) {
  let low = 0;
  let high = epochs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (epochs[middle] <= time + 1e-9) low = middle;
    else high = middle - 1;
  }
  return low;
}
