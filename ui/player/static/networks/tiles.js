/** What each neuron makes of all inputs, as small pictures: fields over two inputs, curves over one. */

import { paint, rangeOf, scaleOf, shadesBetween } from "./paint.js";
import { SIGNS } from "./wires.js";

const NODES = 24;

export { NODES };

export class Tiles {
  image = new ImageData(NODES, NODES);
  canvas = Object.assign(document.createElement("canvas"), { width: NODES, height: NODES });
  values = new Float32Array(NODES * NODES);
  /** @type {Map<string, Uint8ClampedArray>} shades by their colours */
  shades = new Map();

  /** @param {{form: import("../model/propagation.js").Form, colours: string[], levels: ArrayLike<number>}} spec as `ui.player.networks.NetworkGraph` */
  constructor(spec) {
    this.spec = spec;
  }

  /**
   * Draw one neuron.
   * @param {CanvasRenderingContext2D} context @param {import("./grid.js").Grid} grid what all of them say @param {number} l its layer @param {number} j its place there
   * @param {{left: number, top: number, size: number}} box @param {(name: string) => string} colour
   */
  draw(context, grid, l, j, { left, top, size }, colour) {
    const { values, range, colours } = this.shown(grid, l, j);
    if (grid.rows > 1) {
      paint(this.image, values, range, this.shadesOf(colours.map(colour), colour("background"), range.bend));
      this.canvas.getContext("2d").putImageData(this.image, 0, 0);
      context.drawImage(this.canvas, left, top, size, size);
    } else drawCurve(context, values, range, { left, top, size }, colour);
  }

  /** What is shown of a neuron: its values, from where to where, and the two colours there. */
  shown(grid, l, j) {
    const { form, colours, levels } = this.spec;
    const values = grid.layers[l][j];
    const signs = [SIGNS.negative, SIGNS.positive];
    if (l < grid.layers.length - 1) return { values, range: { bend: undefined, ...rangeOf(l ? form.activations[l - 1] : "identity", values) }, colours: signs };
    if (grid.layers[l].length === 1) return { values, range: scaleOf(form, levels), colours };
    if (form.output !== "softmax") return { values, range: { bend: undefined, ...rangeOf("identity", values) }, colours: signs };
    return { values: this.share(grid.layers[l], j), range: { low: -1, high: 1, bend: undefined }, colours: [colours[j], colours[j]] };
  }

  /** The probability of one of several classes. */
  share(sums, j) {
    for (let i = 0; i < sums[j].length; i++) {
      let whole = 0;
      for (let k = 0; k < sums.length; k++) whole += Math.exp(sums[k][i] - sums[j][i]);
      this.values[i] = 1 / whole;
    }
    return this.values.subarray(0, sums[j].length);
  }

  shadesOf(ends, ground, bend) {
    const [low, high] = ends;
    const key = [low, high, ground, Boolean(bend)].join(" ");
    if (!this.shades.has(key)) this.shades.set(key, shadesBetween(ground, low, high, bend));
    return this.shades.get(key);
  }
}

function drawCurve(context, values, { low, high, bend = (place) => place }, { left, top, size }, colour) {
  context.fillStyle = colour("background");
  context.fillRect(left, top, size, size);
  context.save();
  context.beginPath();
  context.rect(left, top, size, size);
  context.clip();
  context.beginPath();
  for (let i = 0; i < values.length; i++) {
    const height = 0.1 + 0.8 * bend((values[i] - low) / (high - low || 1));
    context.lineTo(left + (i * size) / (values.length - 1), top + size * (1 - height));
  }
  context.strokeStyle = colour("model");
  context.lineWidth = 2;
  context.stroke();
  context.restore();
}
