/** Training runs as the browser holds them, and where a run stands at a moment. */

import { evaluate } from "./forms.js";

/**
 * @typedef {object} Run
 * @property {number} rate learning rate
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
  if (family.rates) families.set(family.digest, family);
  while (families.size > KEPT_FAMILIES) families.delete(families.keys().next().value);
  return families.get(family.digest);
}

/**
 * Cut one stop's run out of the ruler's family.
 * @param {object} family arrays of all runs, laid end to end. @param {number} i the stop.
 * @returns {Run}
 */
export function familyRun(family, i) {
  const from = family.offsets[i];
  const to = family.offsets[i + 1];
  const cut = (array) => array.subarray(from, to);
  return {
    rate: family.rates[i],
    epochs: cut(family.epochs),
    losses: cut(family.losses),
    parameters: family.parameters.map(cut),
    gradients: family.gradients.map(cut),
    divergedAt: family.diverged_at[i] < 0 ? null : family.diverged_at[i],
  };
}

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

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const squared = (e) => e * e;

/** The losses of `core.losses`, for lines chosen by hand; δ = 1 for Huber, as there. */
const LOSSES = {
  mse: (errors) => mean(errors.map(squared)),
  sse: (errors) => mean(errors.map(squared)) * errors.length,
  mae: (errors) => mean(errors.map(Math.abs)),
  huber: (errors) => mean(errors.map((e) => (Math.abs(e) <= 1 ? 0.5 * e * e : Math.abs(e) - 0.5))),
};

/** @param {{loss: string, form: object, targets: Float64Array}} model @param {ArrayLike<number>} parameters */
export function lossOf(model, parameters) {
  const predictions = evaluate(model.form, parameters);
  return LOSSES[model.loss](Array.from(predictions, (p, i) => p - model.targets[i]));
}
