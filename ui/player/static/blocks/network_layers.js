/** What stands below a network's graph and changes the network: fewer and more neurons of each hidden layer, its activation, and another layer. */

import { element, setDisabled } from "../dom/dom.js";

/** Of a menu, in pixels: the longest name fits in. */
const WIDEST = 104;

export class LayerButtons {
  /** How far it may go, as `ui.player.networks.Editable`. */
  most = { layers: 0, neurons: 0, usual: 1, activations: /** @type {[string, string][]} */ ([]) };
  /** What the person wants, which Python may not know yet. @type {number[]} */
  widths = [];
  /** The same of the activation of each. @type {string[]} */
  activations = [];

  /** @param {import("./parts.js").Actions} actions */
  constructor(actions) {
    this.actions = actions;
    this.more = element("button", { type: "button", className: "slopewise-network-more", onclick: () => this.addLayer() }, "+ layer");
    this.more.title = "Add a hidden layer";
    this.node = element("div", { className: "slopewise-network-layers" }, this.more);
    /** @type {ReturnType<LayerButtons["group"]>[]} */
    this.groups = [];
  }

  /** @param {{form: {sizes: ArrayLike<number>, activations: string[]}, editable: {layers: number, neurons: number, usual: number, activations: [string, string][]}|null}} spec */
  show({ form, editable }) {
    this.node.hidden = !editable;
    if (!editable) return;
    this.most = editable;
    if (this.actions.settled("layers")) this.widths = Array.from(form.sizes).slice(1, -1);
    if (this.actions.settled("activations")) this.activations = [...form.activations];
    const layers = form.sizes.length - 2;
    for (let l = this.groups.length; l < layers; l++) this.groups.push(this.group(l));
    this.update();
    for (const { node } of this.groups.splice(layers)) node.remove();
  }

  /** The two buttons of a layer, and the menu of its activation. @param {number} l from 0 */
  group(l) {
    const change = (by) => this.resize(l, by);
    const fewer = element("button", { type: "button", onclick: () => change(-1) }, "−");
    const more = element("button", { type: "button", onclick: () => change(1), aria: { label: `Add a neuron to hidden layer ${l + 1}` } }, "+");
    const options = this.most.activations.map(([value, name]) => element("option", { value }, name));
    const bend = element("select", { aria: { label: `Activation of hidden layer ${l + 1}` } }, ...options);
    bend.addEventListener("change", () => this.bend(l, bend.value));
    const node = element("div", { className: "slopewise-network-change" }, bend, fewer, more);
    this.more.before(node);
    return { node, bend, fewer, more };
  }

  /** What a press would do, and whether it can. */
  update() {
    setDisabled(this.more, this.widths.length >= this.most.layers, this.groups[0]?.bend);
    this.groups.forEach(({ bend, fewer, more }, l) => {
      bend.value = this.activations[l] ?? "";
      bend.title = bend.selectedOptions[0]?.textContent ?? "";
      bend.disabled = this.widths[l] === undefined;
      const name = this.widths[l] === 1 ? `Remove hidden layer ${l + 1}` : `Remove a neuron from hidden layer ${l + 1}`;
      fewer.setAttribute("aria-label", name);
      setDisabled(more, !(this.widths[l] < this.most.neurons), fewer);
      setDisabled(fewer, this.widths[l] === undefined, this.more);
    });
  }

  addLayer() {
    this.want([...this.widths, this.widths.at(-1) ?? this.most.usual], [...this.activations, ...this.activations.slice(-1)]);
  }

  /** A layer goes with its last neuron, and its activation with it. @param {number} l from 0 @param {number} by neurons */
  resize(l, by) {
    const widths = this.widths.map((width, i) => (i === l ? width + by : width));
    const stays = (_, i) => widths[i] > 0;
    this.want(widths.filter(stays), this.activations.filter(stays));
  }

  /** @param {number} l from 0 @param {string} name of its activation, from now on */
  bend(l, name) {
    this.activations = this.activations.map((each, i) => (i === l ? name : each));
    this.actions.send({ activations: this.activations });
  }

  /** @param {number[]} widths of the hidden layers, from now on @param {string[]} activations likewise; Python knows what to do with none */
  want(widths, activations) {
    Object.assign(this, { widths, activations });
    this.update();
    this.actions.send({ layers: widths, activations });
  }

  /** Stand below the layers. @param {{x: number}[][]} places of the neurons, layer by layer */
  place(places) {
    const apart = places[1][0].x - places[0][0].x;
    this.node.style.setProperty("--layer", `${Math.min(WIDEST, apart - 2)}px`);
    this.groups.forEach(({ node }, l) => (node.style.left = `${places[l + 1][0].x}px`));
  }
}
