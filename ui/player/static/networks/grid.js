/** Points spread evenly over the inputs of a network, what becomes of them. */

import { enter, forward, roomFor } from "../model/propagation.js";

/** @typedef {import("../model/propagation.js").Form} Form */

/** A grid of points over one or two inputs; others are as the network's 0. */
export class Grid {
  /** @type {string|undefined} */
  view;
  /** @type {Float64Array|undefined} */
  parameters;
  /** @type {import("../model/propagation.js").Off|null|undefined} */
  off;
  /** How often it was computed: what is painted of it is known by that. */
  version = 0;

  /** @param {Form} form @param {number} nodes along each input */
  constructor(form, nodes) {
    // A picture wants the last sums as they are: they bend less than what becomes of them, and so does the line between two classes.
    this.form = { ...form, output: "identity", target_shift: null, target_scale: null };
    this.nodes = nodes;
    this.rows = form.sizes[0] > 1 ? nodes : 1;
    this.layers = roomFor(form, nodes * this.rows, Float32Array);
  }

  /**
   * Compute what has changed.
   * @param {ArrayLike<number>} ranges from where to where each input goes, end to end @param {ArrayLike<number>} parameters
   * @param {import("../model/propagation.js").Off|null} off @returns {Grid} itself
   */
  follow(ranges, parameters, off) {
    const view = Array.from(ranges).join(" ");
    const same = this.view === view && this.off === off && parameters.length === this.parameters?.length;
    if (same && this.parameters.every((value, i) => value === parameters[i])) return this;
    if (this.view !== view) this.spread(ranges);
    forward(this.form, parameters, this.layers, off);
    Object.assign(this, { view, off, parameters: Float64Array.from(parameters), version: this.version + 1 });
    return this;
  }

  spread(ranges) {
    const { form, layers, nodes } = this;
    const [left, right, bottom, top] = ranges;
    const last = nodes - 1;
    enter(form, layers, 0, (i) => left + ((i % nodes) * (right - left)) / last);
    if (this.rows > 1) enter(form, layers, 1, (i) => bottom + (Math.floor(i / nodes) * (top - bottom)) / last);
  }
}

/**
 * By how much an output is ahead of all others: it is 0 where two are largest together.
 * @param {import("../model/propagation.js").Layers[number]} sums @param {number} chosen @param {Float32Array} into
 */
export function lead(sums, chosen, into) {
  for (let i = 0; i < into.length; i++) {
    let other = -Infinity;
    for (let k = 0; k < sums.length; k++) if (k !== chosen && sums[k][i] > other) other = sums[k][i];
    into[i] = sums[chosen][i] - other;
  }
  return into;
}
