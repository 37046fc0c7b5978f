/** One of many starts: a small field of what its network says, the points on it, and a button to see its run. */

import { element, setText } from "../dom/dom.js";
import { networkLoss } from "../model/network_loss.js";
import { written } from "../model/numbers.js";
import { startAt } from "../model/starts.js";
import { Grid } from "../networks/grid.js";
import { paintShares } from "../networks/paint.js";
import { NODES, Tiles } from "../networks/tiles.js";
import { linesOf, strokeLines } from "../tracks/field.js";

/** @typedef {import("../model/starts.js").Starts} Starts */

const DIGITS = 3;
const DOT = 2;
const LINE = 1.5;
/** Of its height a curve takes so much, as `Tiles` draws it: from here on, and so much. */
const CURVE = [0.1, 0.8];

/** The points of the data set on a ground that lets all else through, the same for every field. @param {Starts} starts @param {number} size @param {number} ratio @param {(name: string) => string} colour */
export function dotsOf({ form, ranges, colours, levels, judged }, size, ratio, colour) {
  const canvas = element("canvas", { width: Math.round(size * ratio), height: Math.round(size * ratio) });
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const [inputs, outputs] = [form.sizes[0], Array.from(form.sizes).at(-1)];
  const place = (value, range) => ((value - range[0]) / (range[1] - range[0])) * size;
  for (let i = 0; i < judged.rows.length / inputs; i++) {
    const x = place(judged.rows[i * inputs], ranges[0]);
    const targets = Array.from({ length: outputs }, (_, j) => judged.targets[i * outputs + j]);
    const height = inputs > 1 ? place(judged.rows[i * inputs + 1], ranges[1]) : (CURVE[0] + (CURVE[1] * place(targets[0], levels)) / size) * size;
    const kind = outputs > 1 ? targets.indexOf(1) : targets[0];
    context.fillStyle = colour(inputs > 1 ? colours[kind] : "data");
    context.fillRect(x - DOT / 2, size - height - DOT / 2, DOT, DOT);
  }
  return canvas;
}

export class StartTile {
  canvas = element("canvas", { aria: { hidden: true } });
  mark = element("span", { className: "slopewise-start-mark" });
  loss = element("span", { className: "slopewise-start-loss" });
  learned = false;
  /** @type {string|undefined} */
  drawn;

  /** @param {(place: number) => void} choose see the run @param {number} place among the starts */
  constructor(choose, place) {
    this.place = place;
    const caption = element("span", { className: "slopewise-start-caption" }, this.mark, this.loss);
    this.node = element("button", { type: "button", className: "slopewise-start", onclick: () => choose(place) }, this.canvas, caption);
  }

  /** @param {Starts} starts @param {(name: string) => string} colour */
  show(starts, colour) {
    this.starts = starts;
    this.colour = colour;
    this.drawn = undefined;
    this.grid = new Grid(starts.form, NODES);
    this.tiles = new Tiles(starts);
    this.ranges = Array.from(starts.ranges).flatMap((range) => Array.from(range));
    this.image = new ImageData(NODES, NODES);
    this.small = element("canvas", { width: NODES, height: NODES });
  }

  /** @param {number} size in pixels of the page @param {number} ratio @param {HTMLCanvasElement} dots */
  fit(size, ratio, dots) {
    Object.assign(this.canvas, { width: Math.round(size * ratio), height: Math.round(size * ratio) });
    this.size = size;
    this.ratio = ratio;
    this.dots = dots;
    this.drawn = undefined;
  }

  /** Draw where it stands, and say whether it has learned. @param {number} time in epochs */
  update(time) {
    const { starts } = this;
    this.at = startAt(starts, this.place, time);
    const { loss, parameters, gone } = this.at;
    this.grid.follow(this.ranges, parameters, null);
    const drawn = String(this.grid.version);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const found = gone ? Number.NaN : networkLoss(starts.judged, parameters);
    this.learned = starts.judged.loss === "accuracy" ? found >= starts.bound : found <= starts.bound;
    this.node.dataset.learned = String(this.learned);
    setText(this.mark, this.learned ? "✓" : "");
    setText(this.loss, gone ? "diverged" : written(loss, DIGITS));
    this.draw();
  }

  draw() {
    const { grid, size, ratio, colour, starts } = this;
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size, size);
    const sums = grid.layers.at(-1);
    if (sums.length > 1) {
      paintShares(this.image, sums, starts.colours.map(colour), colour("background"));
      this.small.getContext("2d").putImageData(this.image, 0, 0);
      context.drawImage(this.small, 0, 0, size, size);
    } else this.tiles.draw(context, grid, grid.layers.length - 1, 0, { left: 0, top: 0, size }, colour);
    if (this.dots) context.drawImage(this.dots, 0, 0, size, size);
    if (grid.rows > 1) strokeLines(context, { box: { left: 0, right: size, top: 0, bottom: size } }, linesOf(starts, grid), NODES, colour("text"), LINE);
  }

  /** Say in words what it shows, for who points at it or hears it. @param {number} chosen the place of the start on show */
  entitle(chosen) {
    const { loss, gone } = this.at;
    const state = gone ? "it diverged" : `loss ${written(loss, DIGITS)}, it has ${this.learned ? "" : "not "}learned`;
    const words = `Start of seed ${this.starts.seeds[this.place]}: ${state}`;
    if (this.node.ariaLabel === words && this.node.ariaPressed === String(chosen === this.place)) return;
    Object.assign(this.node, { title: words, ariaLabel: words, ariaPressed: String(chosen === this.place) });
  }
}
