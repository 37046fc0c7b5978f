/** What a network's graph says below it: what can be done, or what the numbers in its neurons are. */

import { trimmed, written } from "../model/numbers.js";

export const DIGITS = 3;
const SMALLEST = 5e-4;

/**
 * @param {any} spec as `ui.player.networks.NetworkGraph`
 * @param {{layers: ArrayLike<number>[][]}|null|undefined} found the numbers at the place that is pointed at
 * @param {number[]} point that place @param {number} output the output that is asked about @param {boolean} tight whether both numbers of a neuron stand in a row
 */
export function wordsBelow(spec, found, point, output, tight) {
  if (!found) return `${spec.pointable ? "Point at a place in the picture to see its numbers here. " : ""}Press a neuron to switch it off.`;
  const name = spec.outputs[output];
  const at = spec.inputs.map((input, i) => `${input} ${trimmed(point[i], DIGITS)}`).join(", ");
  const says = written(found.layers[found.layers.length - 1][output][0], DIGITS);
  return `At ${at} the output ${name} is ${says}. In each neuron: its value, and ${tight ? "beside" : "below"} it how fast ${name} changes with it.`;
}

/** A number as short as a neuron is narrow. @param {number} value @param {number} digits @returns {string} */
export const brief = (value, digits) => (value !== 0 && Math.abs(value) < SMALLEST ? "≈ 0" : written(value, digits));
