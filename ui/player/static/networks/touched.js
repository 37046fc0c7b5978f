/** What a person does with a network on show, in the browser alone: neurons switched off, a place pointed at, a weight that is being set. */

import { ByHand } from "./by_hand.js";

export class Touched {
  byHand = new ByHand();
  /** @type {import("../model/propagation.js").Off|null} another object whenever one is switched */
  off = null;
  /** @type {number[]|null} inputs at which all is looked at, in the units of the axes */
  pinned = null;
  /** @type {number[]|null} the same, as long as the pointer is there */
  passing = null;
  /** Whether the grip at the place that is pinned is to have the focus. */
  focuses = false;
  /** The output whose dependence on all neurons is shown. */
  output = 0;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /** Another network begins with all its neurons on. @param {{kind: string, form?: import("../model/propagation.js").Form}[]} parts @param {boolean} [known] whether the page knows what was set by hand */
  adopt(parts, known = true) {
    const graph = parts.find(({ kind }) => kind === "network_graph");
    this.byHand.adopt(graph, known);
    const sizes = JSON.stringify(graph?.form.sizes);
    if (sizes !== this.sizes) Object.assign(this, { off: null, pinned: null, passing: null, output: 0 });
    this.sizes = sizes;
  }

  /** Switch a neuron off, or on again. @param {number} layer of the hidden ones, from 0 @param {number} neuron @param {ArrayLike<number>} widths of the hidden layers */
  toggle(layer, neuron, widths) {
    const off = Array.from(widths, (width, l) => Array.from({ length: width }, (_, j) => Boolean(this.off?.[l][j]) !== (l === layer && j === neuron)));
    this.off = off.some((silent) => silent.includes(true)) ? off : null;
    this.changed();
  }

  allOn() {
    this.off = null;
    this.changed();
  }

  /** @param {Partial<Pick<Touched, "pinned"|"passing"|"output">>} what */
  look(what) {
    Object.assign(this, what);
    this.changed();
  }

  /** Pin a place, and give its grip the focus: for those who have no mouse in the picture. @param {number[]|null} place */
  pin(place) {
    this.focuses = place !== null;
    this.look({ pinned: place, passing: null });
  }

  now() {
    return { off: this.off, point: this.passing ?? this.pinned, output: this.output, change: this.byHand.change };
  }
}
