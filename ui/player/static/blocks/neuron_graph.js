/** The drawing of one neuron: boxes and arrows, the numbers of a row on its way, the gradients on theirs back. */

import { setText } from "../dom/dom.js";
import { ACTIVATIONS } from "../model/forms.js";
import { trimmed, written } from "../model/numbers.js";

const NARROW = 640;
const DIGITS = 4;
const GRADIENT_DIGITS = 3;
const BEND_REACH = 3;

/** Where everything is: the size of the drawing, the middle of each node, and each number on a wire with its anchor. */
const PLACES = {
  wide: {
    size: [760, 132],
    nodes: {
      x: [38, 46],
      times: [128, 46],
      bend: [246, 46],
      plus: [362, 46],
      guess: [458, 46],
      error: [584, 46],
      sum: [706, 46],
      w: [128, 110],
      b: [362, 110],
      y: [584, 110],
    },
    labels: {
      z: [180, 38],
      a: [311, 38],
      innerGradient: [180, 66],
      slope: [246, 88],
      guessGradient: [516, 86],
      rowDw: [139, 84, "start"],
      rowDb: [373, 84, "start"],
      dw: [178, 115, "start"],
      db: [412, 115, "start"],
    },
  },
  narrow: {
    size: [350, 420],
    nodes: {
      x: [170, 22],
      times: [170, 84],
      bend: [170, 152],
      plus: [170, 220],
      guess: [170, 282],
      error: [170, 342],
      sum: [170, 399],
      w: [48, 84],
      b: [48, 220],
      y: [48, 342],
    },
    labels: {
      z: [182, 119, "start"],
      a: [182, 195, "start"],
      innerGradient: [262, 119, "start"],
      slope: [262, 157, "start"],
      guessGradient: [262, 317, "start"],
      rowDw: [262, 89, "start"],
      rowDb: [262, 225, "start"],
      dw: [48, 121],
      db: [48, 257],
    },
  },
};
/** The gradients, and what stands before them. */
const GRADIENTS = { innerGradient: "∂z ", slope: "f′ ", guessGradient: "∂ŷ ", rowDw: "∂w ", rowDb: "∂b ", dw: "Σ ∂w ", db: "Σ ∂b " };
const FORWARD = [
  ["x", "times"],
  ["w", "times"],
  ["times", "bend"],
  ["bend", "plus"],
  ["b", "plus"],
  ["plus", "guess"],
];
const LOSS = [
  ["guess", "error"],
  ["y", "error"],
  ["error", "sum"],
];
/** What is given gets no gradient. */
const GIVEN = ["x", "y"];

/** Half width and half height of each node. */
const SIZES = {
  x: [36, 20],
  w: [42, 20],
  b: [42, 20],
  y: [36, 20],
  times: [16, 16],
  plus: [16, 16],
  bend: [30, 24],
  guess: [36, 20],
  error: [46, 20],
  sum: [52, 20],
};
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
  /** @param {AbortSignal} signal ends the watching of its width */
  constructor(signal) {
    /** @type {?Parameters<Graph["update"]>} the numbers on show */
    this.last = null;
    this.node = svg("svg", { class: "slopewise-neuron-graph", role: "img" });
    const observer = new ResizeObserver(() => this.layOut());
    observer.observe(this.node);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** @param {string} activation @param {{mean: boolean, penalised: boolean}} loss whether it is a mean, and with a penalty */
  show(activation, loss) {
    if (this.activation === activation && this.loss?.mean === loss.mean && this.loss.penalised === loss.penalised) return;
    this.activation = activation;
    this.loss = loss;
    this.layout = null;
    this.layOut();
  }

  layOut() {
    const width = this.node.parentElement?.clientWidth;
    if (!this.activation || !width) return;
    const layout = width < NARROW ? PLACES.narrow : PLACES.wide;
    if (layout === this.layout) return;
    this.layout = layout;
    /** @type {Record<string, SVGElement>} */
    this.values = {};
    this.node.setAttribute("viewBox", `0 0 ${layout.size.join(" ")}`);
    this.node.replaceChildren(arrowHead(), ...this.wires(), ...Object.keys(SIZES).map((name) => this.box(name)), ...this.labels());
    if (this.last) this.update(...this.last);
  }

  wires() {
    const drawn = (pairs, phase) => pairs.map(([from, to]) => this.wire(from, to, phase));
    return [...drawn(FORWARD, "forward"), ...drawn(LOSS, "loss")];
  }

  /** An arrow from one node's rim to another's, across or down. */
  wire(from, to, phase) {
    const { nodes } = this.layout;
    const [[ax, ay], [bx, by], [aw, ah], [bw, bh]] = [nodes[from], nodes[to], SIZES[from], SIZES[to]];
    const upright = ax === bx;
    const way = Math.sign(upright ? by - ay : bx - ax);
    const d = upright ? `M${ax} ${ay + way * ah}V${by - way * bh}` : `M${ax + way * aw} ${ay}H${bx - way * bw}`;
    return svg("path", { class: `slopewise-wire wire-${phase}${GIVEN.includes(from) ? "" : " wire-backward"}`, d, "marker-end": "url(#slopewise-tip)" });
  }

  box(name) {
    const [[x, y], [w, h]] = [this.layout.nodes[name], SIZES[name]];
    const node = svg("g", { class: "slopewise-node", style: `--meaning: var(--slopewise-${MEANINGS[name]})`, transform: `translate(${x} ${y})` });
    const round = w === h;
    node.append(round ? svg("circle", { r: w }) : svg("rect", { x: -w, y: -h, width: 2 * w, height: 2 * h, rx: 7 }));
    if (round) node.append(this.text(0, 6, name === "times" ? "×" : "+", "slopewise-sign"));
    else if (name === "bend") node.append(...this.bend());
    else node.append((this.values[`${name}Title`] = this.text(0, -6, TITLES[name], "slopewise-name")), this.value(name, 0, 13, KNOWN[name] ?? "forward"));
    return node;
  }

  text(x, y, content, className, anchor = "middle") {
    return svg("text", { x, y, class: className, "text-anchor": anchor }, content);
  }

  /** A number that shows from a phase on. */
  value(name, x, y, phase, anchor) {
    const node = this.text(x, y, "", `slopewise-value from-${phase}${name in GRADIENTS ? " slopewise-gradient" : ""}`, anchor);
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
    const path = points
      .map((z) =>
        this.onBend(z)
          .map((p) => p.toFixed(1))
          .join(" "),
      )
      .join("L");
    return [svg("path", { class: "slopewise-axis", d: "M-27 0H27M0 -21V21" }), svg("path", { class: "slopewise-bend", d: `M${path}` }), this.dot];
  }

  /** The numbers on the wires: those that go forward, and the gradients that come back. */
  labels() {
    return Object.entries(this.layout.labels).map(([name, [x, y, anchor]]) => this.value(name, x, y, name in GRADIENTS ? "backward" : "forward", anchor));
  }

  /**
   * @param {Record<string, number>} numbers
   * @param {{updated: boolean, ticking: boolean}} state whether weight and bias have made their step; whether numbers change fast
   */
  update(numbers, { updated, ticking }) {
    this.last = [numbers, { updated, ticking }];
    const write = ticking ? written : trimmed;
    if (!this.values) return;
    const shown = { ...numbers, sum: numbers.loss };
    if (updated) Object.assign(shown, { w: numbers.newW, b: numbers.newB });
    // With a penalty the gradients are no sums over the rows alone.
    const named = (name) => (this.loss.penalised ? GRADIENTS[name].replace("Σ ∂", "∂L/∂") : GRADIENTS[name]);
    for (const [name, node] of Object.entries(this.values)) {
      if (!(name in shown)) continue;
      const text = name in GRADIENTS ? named(name) + write(shown[name], GRADIENT_DIGITS) : write(shown[name], DIGITS);
      setText(node, text);
    }
    if (!ticking) this.describe(numbers);
    setText(this.values.wTitle, updated ? "new w" : "w");
    setText(this.values.bTitle, updated ? "new b" : "b");
    setText(this.values.sumTitle, (this.loss.penalised ? "… + penalty" : "loss: …").replace("…", this.loss.mean ? "mean" : "Σ"));
    const [x, y] = this.onBend(numbers.z);
    this.dot.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    this.node.classList.toggle("clamped", numbers.slope === 0);
  }

  /** The way of the row's numbers, for people who do not see it. What comes of them stands in the lines beside it. */
  describe(/** @type {Record<string, number>} */ { x, w, z, a, b, guess, y }) {
    const [input, weight, product, bent, bias, prediction, target] = [x, w, z, a, b, guess, y].map((value) => trimmed(value, DIGITS));
    const said = `Input ${input} times weight ${weight} is ${product}, after the activation ${bent}; plus bias ${bias} is the prediction ${prediction}, target ${target}. From there to the loss, and the gradients back.`;
    if (this.node.ariaLabel !== said) this.node.ariaLabel = said;
  }
}

function arrowHead() {
  const tip = {
    id: "slopewise-tip",
    viewBox: "0 0 8 8",
    refX: 7.5,
    refY: 4,
    markerWidth: 10,
    markerHeight: 10,
    markerUnits: "userSpaceOnUse",
    orient: "auto-start-reverse",
  };
  return svg("defs", {}, svg("marker", tip, svg("path", { d: "M0 0 8 4 0 8Z" })));
}

const clamp = (value, limit) => Math.min(limit, Math.max(-limit, value));
