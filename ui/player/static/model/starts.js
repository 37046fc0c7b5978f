/** Runs of a network from many starts, and where each of them stands at a moment. */

import { indexAt } from "./runs.js";

/**
 * As `ui.player.networks.StartsWall`.
 * @typedef {object} Starts
 * @property {import("./propagation.js").Form} form
 * @property {ArrayLike<ArrayLike<number>>} ranges @property {string[]} colours @property {ArrayLike<number>} levels
 * @property {import("./network_loss.js").NetworkLoss} judged @property {number} bound @property {string} rule
 * @property {number[]} seeds @property {number} chosen @property {number[]} offsets
 * @property {Float64Array} epochs @property {Float64Array} losses @property {Float32Array|Float64Array} parameters
 * @property {boolean[]} diverged @property {boolean|null} editable
 */

/**
 * Where a run stands: it glides from one epoch that is here to the next, and its loss is that of the one before.
 * @param {Starts} starts @param {number} i which run @param {number} time in epochs
 * @returns {{loss: number, parameters: Float64Array, gone: boolean}} `gone` where it has diverged
 */
export function startAt({ offsets, epochs, losses, parameters, diverged }, i, time) {
  const [from, to] = [offsets[i], offsets[i + 1]];
  const own = epochs.subarray(from, to);
  const index = indexAt(own, time);
  const next = Math.min(index + 1, own.length - 1);
  const span = own[next] - own[index];
  const fraction = span > 0 ? Math.min(1, Math.max(0, (time - own[index]) / span)) : 0;
  const size = parameters.length / epochs.length;
  const row = (at) => parameters.subarray((from + at) * size, (from + at + 1) * size);
  const [here, there] = [row(index), row(next)];
  return {
    loss: losses[from + index],
    parameters: Float64Array.from(here, (value, p) => value + fraction * (there[p] - value)),
    gone: diverged[i] && index === own.length - 1,
  };
}
