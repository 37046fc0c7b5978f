/** Where things are that follow a run: numbers of its parameters, and whole columns of them. */

import { first } from "./forms.js";
import { lossOf } from "./losses.js";
import { networkLoss } from "./network_loss.js";

/**
 * A form's first row; a factor over it, which means nothing where the form is below 0; or the loss of a form's predictions, or of a network's.
 * @param {any} form @param {ArrayLike<number>} parameters @returns {number}
 */
export function numberOf(form, parameters) {
  if ("network" in form) return networkLoss(form, parameters);
  if ("loss" in form) return lossOf(form, parameters);
  return "factor" in form ? over(form.factor, first(form.form, parameters)) : first(form, parameters);
}

const over = (factor, value) => (value < 0 ? NaN : factor / value);

/**
 * What an axis counts the epochs in: so many of it an epoch, and the last epoch that it has room for, or null for all.
 * @param {unknown} coordinate @returns {{per_epoch: number, until: number|null}|null} null where it is something else
 */
export function countOf(coordinate) {
  if (coordinate === "epoch") return { per_epoch: 1, until: null };
  if (coordinate === null || typeof coordinate !== "object") return null;
  const { column, per_epoch, until } = /** @type {any} */ (coordinate);
  if (column === "epoch") return countOf(column);
  return per_epoch === undefined ? null : { per_epoch, until };
}

/**
 * Where something is now: a bare number stands still, `{column}` is a column of the run, all else follows from the parameters.
 * @param {number|{column: string|number}|object} place @param {ArrayLike<number>} parameters @param {ReturnType<import("./runs.js").frameAt>} frame
 */
export function placeNow(place, parameters, frame) {
  if (typeof place === "number") return place;
  if (place.column === "epoch" || place.column === "loss") return frame.drawn[place.column];
  if ("per_epoch" in place) return place.per_epoch * frame.drawn.epoch;
  if ("column" in place) return parameters[place.column];
  // A loss glides along its curve, as the run's own does: in a valley's middle it would be far below both of its ends.
  if ("loss" in place) return between(columnOf(frame.run, place), frame);
  return numberOf(place, parameters);
}

const between = (column, { index, fraction }) => column[index] + (fraction && fraction * (column[index + 1] - column[index]));

/**
 * Columns that follow from the parameters, computed once a run: they belong to its losses, which stay the same whenever a
 * run is cut out of the ruler's family again.
 * @type {WeakMap<ArrayLike<number>, Map<string, Float64Array>>}
 */
const derived = new WeakMap();
/** So many columns of a run are kept: what is no longer on show is let go. */
const MOST_COLUMNS = 12;

/** What a coordinate says: several tracks that follow the same have one column. @type {WeakMap<object, string>} */
const texts = new WeakMap();

function textOf(coordinate) {
  if (!texts.has(coordinate)) texts.set(coordinate, JSON.stringify(coordinate));
  return texts.get(coordinate);
}

/**
 * The values of a coordinate over a whole run.
 * @param {import("./runs.js").Run} run @param {string|number|object} coordinate "epoch", "loss", a parameter's number, what the epochs are counted in, or a form
 */
export function columnOf(run, coordinate) {
  if (coordinate === "epoch") return run.epochs;
  if (coordinate === "loss") return run.losses;
  if (typeof coordinate === "number") return run.parameters[coordinate];
  // Of the whole run: while its end is dragged to and fro, nothing is computed anew.
  if (run.full) return columnOf(run.full, coordinate).subarray(0, run.epochs.length);
  if (!derived.has(run.losses)) derived.set(run.losses, new Map());
  const columns = derived.get(run.losses);
  const text = textOf(coordinate);
  if (!columns.has(text)) columns.set(text, computed(run, coordinate));
  if (columns.size > MOST_COLUMNS) columns.delete(columns.keys().next().value);
  return columns.get(text);
}

function computed({ epochs, parameters }, coordinate) {
  const { per_epoch } = coordinate;
  if (per_epoch) return Float64Array.from(epochs, (epoch) => per_epoch * epoch);
  const at = (i) => parameters.map((column) => column[i]);
  return Float64Array.from(epochs, (_, i) => numberOf(coordinate, at(i)));
}

/** A path's coordinate as the place of its head: there, a bare number is a parameter. */
export const headOf = (coordinate) => (typeof coordinate === "object" ? coordinate : { column: coordinate });
