/** The drawing of one neuron: boxes and arrows, the numbers of a row on its way, the gradients on theirs back. */

import { setText } from "./dom.js";
import { ACTIVATIONS } from "./forms.js";
import { trimmed } from "./numbers.js";

const NARROW = 700;
const DIGITS = 4;
const BEND_REACH = 3;

/** Where everything is: the size of the drawing, and the middle of each node. */
const PLACES = {
  wide: {
    size: [760, 132],
    x: [38, 46], times: [128, 46], bend: [246, 46], plus: [362, 46], guess: [458, 46], error: [584, 46], sum: [706, 46],
    w: [128, 110], b: [362, 110], y: [584, 110],
    outputTurns: false,
  },
  narrow: {
    size: [350, 262],
    x: [36, 46], times: [116, 46], bend: [216, 46], plus: [318, 46], guess: [312, 176], error: [190, 176], sum: [60, 176],
    w: [116, 110], b: [262, 110], y: [190, 240],
    outputTurns: true,
  },
};

/** Half width and half height of each node. */
const SIZES = { x: [36, 20], w: [42, 20], b: [42, 20], y: [36, 20], times: [16, 16], plus: [16, 16], bend: [30, 24], guess: [36, 20], error: [46, 20], sum: [52, 20] };
const TITLES = { x: "x", w: "w", b: "b", y: "target y", guess: "ŷ", error: "(ŷ − y)²", sum: "loss" };
const MEANINGS = { x: "data", y: "data", w: "model", b: "model", times: "model", plus: "model", bend: "model", guess: "model", error: "loss", sum: "loss" };
/** From which phase on a node's number is known. */
const KNOWN = { error: "loss", sum: "loss" };

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export class Graph {
  constructor() {
    this.node = svg("svg", { class: "slopewise-neuron-graph", role: "img", "aria-label": "Input times weight, activation, plus bias, prediction, loss; and the gradients back" });
    this.observer = new ResizeObserver(() => this.layOut());
    this.observer.observe(this.node);
  }

  /** @param {string} activation @param {string} loss */
  show(activation, loss) {
    if (this.activation === activation && this.loss === loss) return;
    Object.assign(this, { activation, loss, layout: null });
    this.layOut();
  }

  layOut() {
    const room = this.node.parentElement?.clientWidth;
    if (!this.activation || !room) return;
    const layout = room < NARROW ? PLACES.narrow : PLACES.wide;
    if (layout === this.layout) return;
    this.layout = layout;
    this.values = {};
    this.node.setAttribute("viewBox", `0 0 ${layout.size.join(" ")}`);
    this.node.replaceChildren(this.arrowHead(), ...this.edges(), ...Object.keys(SIZES).map((name) => this.box(name)), ...this.labels());
    if (this.last) this.update(...this.last);
  }

  arrowHead() {
    const tip = (id) => svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, svg("path", { d: "M0 0 8 4 0 8Z" }));
    return svg("defs", {}, tip("slopewise-tip"));
  }

  /** An arrow from one node's rim to another's. */
  edges() {
    const across = (from, to) => this.straight(from, to);
    const { plus, guess } = this.layout;
    const turn = this.layout.outputTurns
      ? this.arrow(`M${plus[0]} ${plus[1] + 17}V${guess[1] - 22}`)
      : across("plus", "guess");
    const up = (from, to) => (this.layout[from][0] === this.layout[to][0] ? this.straight(from, to) : this.arrow(`M${this.layout[from][0] + 20} ${this.layout[from][1] - 21}L${this.layout[to][0] - 12} ${this.layout[to][1] + 14}`));
    const forward = [across("x", "times"), across("times", "bend"), across("bend", "plus"), turn, up("w", "times"), up("b", "plus")];
    const loss = [across("guess", "error"), up("y", "error"), across("error", "sum")];
    for (const wire of forward) wire.classList.add("wire-forward");
    for (const wire of loss) wire.classList.add("wire-loss");
    return [...forward, ...loss];
  }

  straight(from, to) {
    const [[ax, ay], [bx, by]] = [this.layout[from], this.layout[to]];
    const [[aw, ah], [bw, bh]] = [SIZES[from], SIZES[to]];
    const [dx, dy] = [Math.sign(bx - ax), Math.sign(by - ay)];
    return ax === bx ? this.arrow(`M${ax} ${ay + dy * ah}V${by - dy * bh}`) : this.arrow(`M${ax + dx * aw} ${ay}H${bx - dx * bw}`);
  }

  arrow(d) {
    return svg("path", { class: "slopewise-wire", d, "marker-end": "url(#slopewise-tip)" });
  }

  box(name) {
    const [[x, y], [w, h]] = [this.layout[name], SIZES[name]];
    const node = svg("g", { class: "slopewise-node", style: `--meaning: var(--slopewise-${MEANINGS[name]})`, transform: `translate(${x} ${y})` });
    const round = w === h;
    node.append(round ? svg("circle", { r: w }) : svg("rect", { x: -w, y: -h, width: 2 * w, height: 2 * h, rx: 7 }));
    if (round) node.append(this.text(0, 6, name === "times" ? "×" : "+", "slopewise-sign"));
    else if (name === "bend") node.append(...this.bend());
    else node.append((this.values[`${name}Title`] = this.text(0, -6, TITLES[name], "slopewise-name")), this.value(name, 0, 13, KNOWN[name] ?? "forward"));
    return node;
  }

  text(x, y, content, className) {
    return svg("text", { x, y, class: className }, content);
  }

  /** A number that shows from a phase on. */
  value(name, x, y, phase) {
    const node = this.text(x, y, "", `slopewise-value from-${phase}`);
    node.dataset.value = name;
    this.values[name] = node;
    return node;
  }

  /** The activation itself, with the row's place on it. */
  bend() {
    const points = Array.from({ length: 25 }, (_, i) => (i / 12 - 1) * BEND_REACH);
    this.onBend = (z) => [26 * clamp(z / BEND_REACH, 1), -20 * clamp(ACTIVATIONS[this.activation](z) / this.highest, 1)];
    this.highest = Math.max(1.2, ACTIVATIONS[this.activation](BEND_REACH) * 1.05);
    this.dot = svg("circle", { class: "slopewise-dot from-forward", r: 4.5 });
    const path = points.map((z) => this.onBend(z).map((p) => p.toFixed(1)).join(" ")).join("L");
    return [svg("path", { class: "slopewise-axis", d: "M-27 0H27M0 -21V21" }), svg("path", { class: "slopewise-bend", d: `M${path}` }), this.dot];
  }

  /** The numbers on the wires: those that go forward above, the gradients that come back below. */
  labels() {
    const { times, bend, plus, guess, error, w, b } = this.layout;
    const between = (one, other) => (one[0] + other[0]) / 2;
    const [inner, outer] = [between([times[0] + 16], [bend[0] - 30]), between([bend[0] + 30], [plus[0] - 16])];
    const output = between([guess[0] + (this.layout.outputTurns ? -36 : 36)], [error[0] + (this.layout.outputTurns ? 46 : -46)]);
    return [
      this.value("z", inner, 38, "forward"),
      this.value("a", outer, 38, "forward"),
      this.gradient("innerGradient", inner, 65),
      this.gradient("slope", bend[0], 88, "f′ ", "middle"),
      this.gradient("guessGradient", output, guess[1] + 38),
      this.gradient("rowDw", w[0] + 11, 83, "∂w "),
      this.gradient("rowDb", b[0] + (this.layout.outputTurns ? -66 : 11), 83, "∂b "),
      this.gradient("dw", w[0] + 50, 115, "Σ "),
      this.gradient("db", this.layout.outputTurns ? b[0] - 52 : b[0] + 50, 115, "Σ ", this.layout.outputTurns ? "end" : "start"),
    ];
  }

  gradient(name, x, y, before = "", anchor = before ? "start" : "middle") {
    const node = this.value(name, x, y, "backward");
    node.classList.add("slopewise-gradient");
    node.setAttribute("text-anchor", anchor);
    node.dataset.before = before;
    return node;
  }

  /** @param {Record<string, number>} numbers @param {boolean} updated whether weight and bias have made their step */
  update(numbers, updated) {
    this.last = [numbers, updated];
    if (!this.values) return;
    const shown = { ...numbers, sum: numbers.loss };
    if (updated) Object.assign(shown, { w: numbers.newW, b: numbers.newB });
    for (const [name, node] of Object.entries(this.values)) {
      if (name in shown) setText(node, `${node.dataset.before ?? ""}${trimmed(shown[name], DIGITS)}`);
    }
    setText(this.values.wTitle, updated ? "new w" : "w");
    setText(this.values.bTitle, updated ? "new b" : "b");
    setText(this.values.sumTitle, this.loss === "mse" ? "loss: mean" : "loss: Σ");
    const [x, y] = this.onBend(numbers.z);
    this.dot.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    this.node.classList.toggle("clamped", numbers.slope === 0);
  }
}

const clamp = (value, limit) => Math.min(limit, Math.max(-limit, value));
