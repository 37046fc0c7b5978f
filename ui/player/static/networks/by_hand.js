/** A weight or bias that a person sets at an epoch: all pictures show the network with it, before anything is trained. */

import { networkLoss } from "../model/network_loss.js";

/**
 * @typedef {object} Settable as `ui.player.networks.Settable`
 * @property {[number, number, number][]} changed @property {import("../model/network_loss.js").NetworkLoss} loss
 * @property {number} decay @property {number} l1 @property {number} largest @property {number} most
 */

/** @typedef {{epoch: number, index: number, value: number}} Change */

/** @param {{sizes: ArrayLike<number>}} form @returns {{layer: number, row: number, column: number, bias: boolean}[]} of each parameter where it is: from which neuron of the layer before to which of this */
export function placesOf({ sizes }) {
  return Array.from(sizes).flatMap((width, layer) => {
    const below = sizes[layer - 1];
    const one = (i) => ({ layer, row: Math.floor(i / width), column: i % width, bias: i >= below * width });
    return layer ? Array.from({ length: (below + 1) * width }, (_, i) => one(i)) : [];
  });
}

/** All changes with one more: those of later epochs go, and one of the same parameter at the same epoch. @param {[number, number, number][]} changed @param {Change} change @returns {[number, number, number][]} */
export function withChange(changed, { epoch, index, value }) {
  const stays = (/** @type {[number, number, number]} */ [at, which]) => at < epoch || (at === epoch && which !== index);
  return [...changed.filter(stays), [epoch, index, value]];
}

/** The loss with its penalty, in training units. @param {Settable} settable @param {ArrayLike<number>} parameters @param {{bias: boolean}[]} places @returns {number} */
function lossWith({ loss, decay, l1 }, parameters, places) {
  const cost = (/** @type {number} */ weight) => (decay / 2) * weight ** 2 + l1 * Math.abs(weight);
  return networkLoss(loss, parameters) + places.reduce((total, { bias }, i) => total + (bias ? 0 : cost(parameters[i])), 0);
}

export class ByHand {
  /** @type {Change|null} another object whenever it changes */
  change = null;
  /** Whether it is still being set. */
  dragging = false;

  /** @param {any} spec as `ui.player.networks.NetworkGraph` @param {boolean} known whether the page knows of what was set */
  adopt(spec, known) {
    this.settable = spec?.editable?.weights;
    this.places = spec ? placesOf(spec.form) : [];
    if (known && !this.dragging) this.change = null;
  }

  /**
   * What is on show, with what is set at that epoch.
   * @template {{frame: any}} Now @param {Now} now @returns {Now}
   */
  seenIn(now) {
    const { change, settable, frame } = { ...this, ...now };
    if (!change || !settable || frame.epoch !== change.epoch || frame.fraction) return now;
    const parameters = Array.from(frame.parameters);
    parameters[change.index] = change.value;
    const loss = lossWith(settable, parameters, this.places);
    return { ...now, frame: { ...frame, parameters, loss, drawn: { ...frame.drawn, parameters, loss } } };
  }
}
