/** The loss of a network on rows of its own, by the names of `core.model`: that of rows held out, at every epoch. */

import { enter, forward, roomFor } from "./propagation.js";

/**
 * As `ui.player.networks.NetworkLoss`.
 * @typedef {{loss: string, network: import("./propagation.js").Form, rows: ArrayLike<number>, targets: ArrayLike<number>}} NetworkLoss
 */

const square = (error) => error * error;
const huber = (error) => (Math.abs(error) <= 1 ? (error * error) / 2 : Math.abs(error) - 0.5);

/** @param {number[]} sums before they become probabilities @returns {number[]} */
function probabilities(sums) {
  if (sums.length === 1) return [1 / (1 + Math.exp(-sums[0]))];
  const most = Math.max(...sums);
  const parts = sums.map((sum) => Math.exp(sum - most));
  const whole = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / whole);
}

/** −log of the probability of the right class; no sum is too large for it. */
function crossEntropy(sums, targets) {
  if (sums.length === 1) return Math.max(sums[0], 0) + Math.log1p(Math.exp(-Math.abs(sums[0]))) - sums[0] * targets[0];
  const most = Math.max(...sums);
  const whole = sums.reduce((total, sum) => total + Math.exp(sum - most), 0);
  return most + Math.log(whole) - sums.reduce((total, sum, j) => total + sum * targets[j], 0);
}

/** The class of a row: of several the largest, of two whether the one number is above a border. */
const chosenOf = (values, border) => (values.length === 1 ? Number(values[0] > border) : values.indexOf(Math.max(...values)));
const meanOf = (values) => values.reduce((total, value) => total + value, 0) / values.length;
const errors = (found, targets) => found.map((value, j) => value - targets[j]);

/** Each row's own loss; that of all is the mean over the rows. */
const OF_A_ROW = {
  cross_entropy: crossEntropy,
  brier: (sums, targets) => meanOf(errors(probabilities(sums), targets).map(square)),
  mse: (sums, targets) => meanOf(errors(sums, targets).map(square)),
  huber: (sums, targets) => meanOf(errors(sums, targets).map(huber)),
  accuracy: (sums, targets) => (chosenOf(sums, 0) === chosenOf(targets, 0.5) ? 100 : 0),
};

/**
 * Of each loss its rows on their way, their targets, and room for what the network says of one; to be used at every epoch.
 * @type {WeakMap<object, {layers: import("./propagation.js").Layers, targets: number[][], said: number[]}>}
 */
const rooms = new WeakMap();

function roomOf(spec) {
  if (!rooms.has(spec)) {
    const { sizes } = spec.network;
    const [inputs, outputs] = [sizes[0], sizes[sizes.length - 1]];
    const layers = roomFor(spec.network, spec.rows.length / inputs);
    for (let input = 0; input < inputs; input++) enter(spec.network, layers, input, (i) => spec.rows[i * inputs + input]);
    const targets = Array.from(layers[0][0], (_, i) => Array.from({ length: outputs }, (_, j) => spec.targets[i * outputs + j]));
    rooms.set(spec, { layers, targets, said: Array(outputs).fill(0) });
  }
  return rooms.get(spec);
}

/** @param {NetworkLoss} spec @param {ArrayLike<number>} parameters @returns {number} */
export function networkLoss(spec, parameters) {
  const { layers, targets, said } = roomOf(spec);
  const outputs = forward(spec.network, parameters, layers).at(-1);
  const ofARow = OF_A_ROW[spec.loss];
  let total = 0;
  for (let i = 0; i < targets.length; i++) {
    for (let j = 0; j < said.length; j++) said[j] = outputs[j][i];
    total += ofARow(said, targets[i]);
  }
  return total / targets.length;
}
