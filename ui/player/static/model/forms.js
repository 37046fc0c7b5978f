/** What follows from the parameters of a model: affine forms, bent ones, and numbers over them. */

/** The activations of `core.model.activations`, by the same names. */
export const ACTIVATIONS = {
  identity: (z) => z,
  relu: (z) => Math.max(0, z),
  leaky_relu: (z) => (z > 0 ? z : 0.01 * z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
};

/**
 * Evaluate a form, row by row: offset + weights · parameters + activation(inner · parameters).
 * @param {{offset: ArrayLike<number>, weights: ArrayLike<number>, inner: ArrayLike<number>|null, activation: string}} form
 * @param {ArrayLike<number>} parameters @returns {Float64Array}
 */
export function evaluate(form, parameters) {
  const out = new Float64Array(form.offset.length);
  const bend = ACTIVATIONS[form.activation];
  for (let i = 0; i < out.length; i++) {
    out[i] = form.offset[i] + row(form.weights, i, parameters);
    if (form.inner) out[i] += bend(row(form.inner, i, parameters));
  }
  return out;
}

function row(weights, i, parameters) {
  const width = parameters.length;
  let sum = 0;
  for (let j = 0; j < width; j++) sum += weights[i * width + j] * parameters[j];
  return sum;
}

/** A form's first row, or a factor over it, which means nothing where the form is below 0. */
export const numberOf = (form, parameters) => ("factor" in form ? over(form.factor, first(form.form, parameters)) : first(form, parameters));

const over = (factor, value) => (value < 0 ? NaN : factor / value);

/** What is left where terms cancel to the last digit is their rounding, and is 0; as in `core.data.precision`. */
export const settled = (value, terms) => (Math.abs(value) < 4 * Number.EPSILON * terms ? 0 : value);

function first(form, parameters) {
  const [value] = evaluate(form, parameters);
  if (form.inner) return value;
  let terms = Math.abs(form.offset[0]);
  for (let j = 0; j < parameters.length; j++) terms += Math.abs(form.weights[j] * parameters[j]);
  return settled(value, terms);
}

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
 * @param {number|{column: string|number}|object} place @param {ArrayLike<number>} parameters @param {{epoch: number, loss: number}} drawn
 */
export function placeNow(place, parameters, drawn) {
  if (typeof place === "number") return place;
  if (place.column === "epoch" || place.column === "loss") return drawn[place.column];
  if ("per_epoch" in place) return place.per_epoch * drawn.epoch;
  if ("column" in place) return parameters[place.column];
  return numberOf(place, parameters);
}

/** Columns that follow from the parameters, computed once a run. @type {WeakMap<object, Map<object, Float64Array>>} */
const derived = new WeakMap();

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
  if (!derived.has(run)) derived.set(run, new Map());
  const columns = derived.get(run);
  if (!columns.has(coordinate)) {
    const { per_epoch } = coordinate;
    const value = per_epoch
      ? (epoch) => per_epoch * epoch
      : (_, i) =>
          numberOf(
            coordinate,
            run.parameters.map((column) => column[i]),
          );
    columns.set(coordinate, Float64Array.from(run.epochs, value));
  }
  return columns.get(coordinate);
}

/** A path's coordinate as the place of its head: there, a bare number is a parameter. */
export const headOf = (coordinate) => (typeof coordinate === "object" ? coordinate : { column: coordinate });
