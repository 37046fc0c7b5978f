/** Buttons below a network's graph that change the network: fewer and more neurons of each hidden layer, and another layer. */

import { element } from "../dom/dom.js";

export class LayerButtons {
  /** How far it may go, as `ui.player.networks.Editable`. */
  most = { layers: 0, neurons: 0, usual: 1 };
  /** What the person wants, which Python may not know yet. @type {number[]} */
  widths = [];

  /** @param {import("./parts.js").Actions} actions */
  constructor(actions) {
    this.actions = actions;
    this.node = element("div", { className: "slopewise-network-layers" });
    this.more = element(
      "button",
      { type: "button", className: "slopewise-network-more", onclick: () => this.want([...this.widths, this.widths.at(-1) ?? this.most.usual]) },
      "+ layer",
    );
    this.more.title = "Add a hidden layer";
  }

  /** @param {{form: {sizes: ArrayLike<number>}, editable: {layers: number, neurons: number, usual: number}|null}} spec */
  show({ form, editable }) {
    this.node.hidden = !editable;
    if (!editable) return;
    this.most = editable;
    if (this.actions.settled("layers")) this.widths = Array.from(form.sizes).slice(1, -1);
    const layers = form.sizes.length - 2;
    if (this.groups?.length !== layers) {
      this.groups = Array.from({ length: layers }, (_, l) => this.group(l));
      this.node.replaceChildren(...this.groups.map(({ node }) => node), this.more);
    }
    this.update();
  }

  /** The two buttons of a layer. @param {number} l from 0 */
  group(l) {
    const change = (by) => this.want(this.widths.map((width, i) => (i === l ? width + by : width)).filter((width) => width > 0));
    const fewer = element("button", { type: "button", onclick: () => change(-1) }, "−");
    const more = element("button", { type: "button", onclick: () => change(1), aria: { label: `Add a neuron to hidden layer ${l + 1}` } }, "+");
    return { node: element("div", { className: "slopewise-network-change" }, fewer, more), fewer, more };
  }

  /** What a press would do, and whether it can. */
  update() {
    this.more.disabled = this.widths.length >= this.most.layers;
    this.groups.forEach(({ fewer, more }, l) => {
      const name = this.widths[l] === 1 ? `Remove hidden layer ${l + 1}` : `Remove a neuron from hidden layer ${l + 1}`;
      fewer.setAttribute("aria-label", name);
      more.disabled = !(this.widths[l] < this.most.neurons);
      fewer.disabled = this.widths[l] === undefined;
    });
  }

  /** @param {number[]} widths of the hidden layers, from now on */
  want(widths) {
    this.widths = widths;
    this.update();
    this.actions.send({ layers: widths });
  }

  /** Stand below the layers. @param {{x: number}[][]} places of the neurons, layer by layer */
  place(places) {
    this.groups?.forEach(({ node }, l) => (node.style.left = `${places[l + 1][0].x}px`));
  }
}
