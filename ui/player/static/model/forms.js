/** What follows from the parameters of a model: affine forms, and bent ones. */

/** The activations of `core.model.activations`, by the same names, and what rows of two classes cost by their log-odds. */
export const ACTIVATIONS = {
  identity: (z) => z,
  relu: (z) => Math.max(0, z),
  leaky_relu: (z) => (z > 0 ? z : 0.01 * z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  // −log p of the right class, z being the log-odds of the wrong one; without a large power of e.
  softplus: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))),
  squared_sigmoid: (z) => 1 / (1 + Math.exp(-z)) ** 2,
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

/** What is left where terms cancel to the last digit is their rounding, and is 0; as in `core.data.precision`. */
export const settled = (value, terms) => (Math.abs(value) < 4 * Number.EPSILON * terms ? 0 : value);

/** A form's first row; what is rounding alone is 0. */
export function first(form, parameters) {
  const [value] = evaluate(form, parameters);
  if (form.inner) return value;
  let terms = Math.abs(form.offset[0]);
  for (let j = 0; j < parameters.length; j++) terms += Math.abs(form.weights[j] * parameters[j]);
  return settled(value, terms);
}
