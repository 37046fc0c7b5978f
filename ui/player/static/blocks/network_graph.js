/** The network as a graph: each neuron with a small picture of what it makes of the inputs, each weight as a line. */

import { element, setHidden, setPressed, setText } from "../dom/dom.js";
import { trimmed } from "../model/numbers.js";
import { probed } from "../model/propagation.js";
import { Grid } from "../networks/grid.js";
import { NODES, Tiles } from "../networks/tiles.js";
import { drawBias, drawWires, wiresBetween } from "../networks/wires.js";
import { LayerButtons } from "./network_layers.js";
import { Weights } from "./network_weights.js";
import { brief, DIGITS, wordsBelow } from "./network_words.js";

/** Pixels from one neuron to the next below it, and what its name takes; beside the pictures a slot is as large as fits, within bounds. */
const SLOT = 42;
const SLOTS = [20, 64];
const GAP = 8;
const NAME = 20;
/** What the circle of a bias takes below the lowest neuron, and the gap between the graph and the words below it. */
const [FOOT, BETWEEN] = [3, 6];
/** A neuron that is less high has its two numbers in a row, in letters of a size that lets the layers stand apart. */
const TWO_LINES = 26;
const LETTERS = [11, 13];
const PER_LETTER = 6.8;
/** The names of more outputs stand beside them. */
const MANY = 4;
const WIDEST = 900;
const SLOPE_DIGITS = 2;
/** While it moves it is drawn at every second frame: the picture of all places beside it has the others for itself. */
const FRAMES = 2;

/** @returns {import("./parts.js").Part} */
export function networkGraph(actions) {
  const block = new Block(actions);
  return { node: block.node, show: (spec, colour) => block.show(spec, colour), update: (scene) => block.update(scene) };
}

class Block {
  constructor(actions) {
    this.actions = actions;
    this.canvas = element("canvas", { aria: { hidden: true } });
    this.neurons = element("div");
    this.layers = new LayerButtons(actions);
    this.board = element("div", { className: "slopewise-network-board" }, this.canvas, this.neurons, this.layers.node);
    this.words = element("p", { className: "slopewise-network-words" });
    this.allOn = element("button", { type: "button", title: "Switch all neurons on", onclick: () => this.switchAllOn() }, "Switch all on");
    this.pin = element("button", { type: "button", onclick: () => this.togglePin() });
    this.weights = new Weights(this);
    const buttons = element("div", { className: "slopewise-network-buttons" }, this.weights.open, this.pin, this.allOn);
    const below = element("div", { className: "slopewise-network-below" }, this.words, this.weights.editor, buttons);
    this.node = element("section", { className: "slopewise-network", aria: { label: "The network" } }, this.board, below);
    const observer = new ResizeObserver(() => this.layOut());
    observer.observe(this.node);
    actions.signal().addEventListener("abort", () => observer.disconnect());
  }

  /** @param {any} spec as `ui.player.networks.NetworkGraph` @param {(name: string) => string} colour */
  show(spec, colour) {
    const built = JSON.stringify([spec.form.sizes, spec.form.activations, spec.inputs, spec.outputs]);
    this.spec = spec;
    this.colour = colour;
    Object.assign(this, { drawn: undefined, frame: 0 });
    this.grid = new Grid(spec.form, NODES);
    this.tiles = new Tiles(spec);
    this.ranges = spec.ranges.slice(0, 2).flatMap((range) => Array.from(range));
    if (built !== this.built) this.build();
    this.layers.show(spec);
    this.weights.show(spec);
    setHidden(this.pin, !spec.pointable || this.weights.chosen !== null);
    this.built = built;
    this.layOut();
  }

  build() {
    const { sizes } = this.spec.form;
    this.cells = Array.from(sizes, (size, l) => Array.from({ length: size }, (_, j) => this.cell(l, j)));
    this.neurons.replaceChildren(...this.cells.flat().map(({ node }) => node));
  }

  /** A neuron's node: a button where something can be done with it. */
  cell(l, j) {
    const { inputs, outputs, form } = this.spec;
    const last = form.sizes.length - 1;
    const value = element("span", { className: "slopewise-network-value" });
    const slope = element("span", { className: "slopewise-network-slope" });
    const name = element("span", { className: "slopewise-network-name" }, l === 0 ? inputs[j] : l === last ? outputs[j] : "");
    const className = "slopewise-network-neuron";
    if (l > 0 && l < last) {
      const aria = { label: `Switch off neuron ${j + 1} of hidden layer ${l}`, pressed: false };
      const onclick = () => this.actions.touched().toggle(l - 1, j, form.sizes.slice(1, -1));
      return { node: element("button", { type: "button", className, aria, onclick }, value, slope), value, slope };
    }
    const side = l ? "output" : "input";
    if (l === 0 || form.sizes[last] === 1)
      return { node: element("div", { className, title: l ? "" : inputs[j], data: { side } }, name, value, slope), value, slope };
    const aria = { label: `Show what the output ${outputs[j]} depends on`, pressed: j === 0 };
    const onclick = () => this.actions.touched().look({ output: j });
    return {
      node: element("button", { type: "button", className, data: { side, many: form.sizes[last] > MANY }, aria, onclick }, name, value, slope),
      value,
      slope,
    };
  }

  layOut() {
    const width = Math.min(WIDEST, this.node.clientWidth);
    if (!this.spec || !width) return;
    const { sizes } = this.spec.form;
    const nameOf = (l) => (l === 0 || (l === sizes.length - 1 && sizes[l] <= MANY) ? NAME : 0);
    const slot = this.slot(sizes, nameOf);
    const size = slot - GAP;
    const slotOf = (l) => slot + nameOf(l);
    const height = Math.max(...Array.from(sizes, (count, l) => count * slotOf(l)));
    this.size = size;
    this.board.style.setProperty("--neuron", `${size}px`);
    this.board.classList.toggle("tight", size < TWO_LINES);
    this.places = Array.from(sizes, (count, l) =>
      Array.from({ length: count }, (_, j) => ({
        x: size / 2 + 2 + (l * (width - size - 4)) / (sizes.length - 1),
        y: height / 2 + (j - (count - 1) / 2) * slotOf(l) + nameOf(l) / 2,
      })),
    );
    this.cells.forEach((layer, l) =>
      layer.forEach(({ node }, j) => {
        const { x, y } = this.places[l][j];
        node.style.transform = `translate(${x - size / 2}px, ${y - size / 2}px)`;
      }),
    );
    const apart = this.places[1][0].x - this.places[0][0].x;
    this.board.style.setProperty("--apart", `${apart}px`);
    this.board.style.setProperty("--letters", `${Math.max(LETTERS[0], Math.min(LETTERS[1], apart / PER_LETTER))}px`);
    this.wires = this.places.slice(1).map((above, l) => wiresBetween(this.places[l], above, size / 2));
    this.layers.place(this.places);
    Object.assign(this.board.style, { width: `${width}px`, height: `${height + this.layers.node.offsetHeight}px` });
    this.ratio = globalThis.devicePixelRatio;
    Object.assign(this.canvas, { width: Math.round(width * this.ratio), height: Math.round((height + FOOT) * this.ratio) });
    this.canvas.style.height = `${height + FOOT}px`;
    this.drawn = undefined;
    this.redraw();
  }

  /** How far apart neurons are: below the pictures always the same, beside them as far as there is room. */
  slot(sizes, nameOf) {
    if (!getComputedStyle(this.node).getPropertyValue("--beside")) return SLOT;
    const room = this.node.clientHeight - /** @type {HTMLElement} */ (this.words.parentElement).offsetHeight - this.layers.node.offsetHeight - BETWEEN;
    const [least, most] = SLOTS;
    return Math.max(least, Math.min(most, ...Array.from(sizes, (count, l) => Math.floor(room / count) - nameOf(l))));
  }

  /** @param {any} scene of the moment */
  update(scene) {
    this.scene = scene;
    this.frame = scene.resting ? 0 : (this.frame + 1) % FRAMES;
    if (!this.frame) this.redraw();
  }

  redraw() {
    const { scene } = this;
    if (!this.places || !scene) return;
    const { parameters } = scene.frame.drawn;
    this.grid.follow(this.ranges, parameters, scene.off);
    const drawn = `${this.grid.version} ${this.colour("background")} ${this.weights.chosen}`;
    if (drawn !== this.drawn) this.draw(scene.off);
    this.drawn = drawn;
    this.write(parameters, scene);
    this.weights.update();
  }

  draw(off) {
    const { places, size, colour, canvas } = this;
    const context = canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.eachLayer((l, weight) => drawWires(context, this.wires[l - 1], weight, (m) => Boolean(off?.[l - 2]?.[m]), colour));
    places.forEach((layer, l) => layer.forEach((place, j) => this.drawNeuron(context, place, l, j, off)));
    this.eachLayer((l, weight) => places[l].forEach((place, j) => drawBias(context, place, size / 2, weight(places[l - 1].length, j), colour)));
    this.weights.draw(context);
  }

  /** @param {(l: number, weight: (m: number, j: number) => number) => void} act called with each layer but the inputs, and how to read its weights; the row after the last is that of the biases. */
  eachLayer(act) {
    const { parameters } = this.scene.frame.drawn;
    let begin = 0;
    for (let l = 1; l < this.places.length; l++) {
      const [from, count, rows] = [begin, this.places[l].length, this.places[l - 1].length + 1];
      act(l, (m, j) => parameters[from + m * count + j]);
      begin += rows * count;
    }
  }

  drawNeuron(context, { x, y }, l, j, off) {
    const { size, colour } = this;
    const box = { left: x - size / 2, top: y - size / 2, size };
    const silent = Boolean(off?.[l - 1]?.[j]);
    context.fillStyle = colour("background");
    context.fillRect(box.left, box.top, size, size);
    context.globalAlpha = silent ? 0.25 : 1;
    this.tiles.draw(context, this.grid, l, j, box, colour);
    context.globalAlpha = 1;
    context.strokeStyle = colour(silent ? "quiet" : "text");
    context.lineWidth = 1.5;
    context.strokeRect(box.left, box.top, size, size);
    if (!silent) return;
    context.beginPath();
    context.moveTo(box.left, box.top + size);
    context.lineTo(box.left + size, box.top);
    context.stroke();
  }

  /** The numbers at the place that is pointed at, and in words what they are. */
  write(parameters, { off, point, output, frame, resting }) {
    const { form } = this.spec;
    const found = point && probed(form, parameters, point, output, off);
    this.node.classList.toggle("pointed", Boolean(found));
    this.cells.forEach((layer, l) =>
      layer.forEach(({ node, value, slope }, j) => {
        if (found) setText(value, brief(l ? found.layers[l][j][0] : point[j], DIGITS));
        if (found) setText(slope, l < form.sizes.length - 1 ? brief(found.slopes.values[l][j], SLOPE_DIGITS) : "");
        if (node instanceof HTMLButtonElement) setPressed(node, l < form.sizes.length - 1 ? Boolean(off?.[l - 1]?.[j]) : j === output);
      }),
    );
    setHidden(this.allOn, !off);
    setText(this.pin, this.actions.touched().pinned ? "Point no more" : "Point at a place");
    setText(this.words, wordsBelow(this.spec, found, point, output, this.size < TWO_LINES));
    if (!resting || this.titled === frame) return;
    this.titled = frame;
    this.entitle();
  }

  /** The button goes: who has pressed it by a key goes on from the first neuron. */
  switchAllOn() {
    this.cells[1][0].node.focus();
    this.actions.touched().allOn();
  }

  togglePin() {
    const touched = this.actions.touched();
    touched.pin(touched.pinned ? null : this.spec.ranges.map(([low, high]) => (low + high) / 2));
  }

  /** Bias and weights of each neuron, for who points at it or hears it. */
  entitle() {
    this.eachLayer((l, weight) =>
      this.cells[l].forEach(({ node }, j) => {
        const count = this.places[l - 1].length;
        const weights = Array.from({ length: count }, (_, m) => trimmed(weight(m, j), DIGITS));
        node.title = `Bias ${trimmed(weight(count, j), DIGITS)}, weights ${weights.join(", ")}`;
      }),
    );
  }
}
