/** Rows of a data set as a network's last layer sees them: two of the last hidden neurons as axes. */

import { enter, forward, roomFor } from "../model/propagation.js";
import { Grid } from "../networks/grid.js";
import { linesOf, strokeLines } from "./field.js";
import { disc, parametersOf } from "./pen.js";
import { widenedFor } from "./reach.js";

/** Each class has a shape of its own as well as a colour. */
export const SHAPES = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross"];
const NODES = 48;

/**
 * @typedef {object} Room
 * @property {import("../model/propagation.js").Layers} layers the rows on their way
 * @property {Grid} [grid] of the last layer alone, where it sees two neurons
 * @property {ArrayLike<number>} [parameters] @property {*} [off] with which they were sent
 */

/** @type {WeakMap<object, Room>} */
const rooms = new WeakMap();

/** @returns {Room} of a track, with its rows where they are now */
function sentRoom(track, scene) {
  const { form, rows } = track;
  const [inputs, width] = [form.sizes[0], form.sizes.at(-2)];
  if (!rooms.has(track)) {
    const layers = roomFor(form, rows.length / inputs);
    for (let input = 0; input < inputs; input++) enter(form, layers, input, (i) => rows[i * inputs + input]);
    const last = { ...form, sizes: [2, form.sizes.at(-1)], activations: [], shift: null, scale: null };
    rooms.set(track, { layers, grid: width === 2 ? new Grid(last, NODES) : undefined });
  }
  const room = rooms.get(track);
  const parameters = parametersOf(track, scene);
  if (room.parameters !== parameters || room.off !== scene.off) forward(form, parameters, room.layers, scene.off);
  return Object.assign(room, { parameters, off: scene.off });
}

/** @returns {ArrayLike<number>[]} where the rows are, across and up */
function placesOf(track, scene) {
  const { layers } = sentRoom(track, scene);
  return Array.from(track.neurons, (neuron) => layers.at(-2)[neuron]);
}

/** The boundary as the last layer draws it, in axes of its two neurons. */
function drawBoundary(context, axes, track, scene) {
  const { grid, parameters } = sentRoom(track, scene);
  if (!grid) return;
  const outputs = track.form.sizes.at(-1);
  const last = Float64Array.from(parameters).slice(-3 * outputs);
  scene.off?.at(-1).forEach((silent, m) => silent && last.fill(0, m * outputs, (m + 1) * outputs));
  // The axes may be the two neurons the other way round.
  const turned = track.neurons[0] === 1 ? [...last.subarray(outputs, 2 * outputs), ...last.subarray(0, outputs), ...last.subarray(2 * outputs)] : last;
  const { left, right, top, bottom } = axes.box;
  grid.follow([axes.fromX(left), axes.fromX(right), axes.fromY(bottom), axes.fromY(top)], turned, null);
  strokeLines(context, axes, linesOf(track, grid), NODES, scene.colour("text"), track.width);
}

export const hiddenSpace = {
  /** Its points have the colours of several classes, and the boundary is the canvas's. */
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    drawBoundary(context, axes, track, scene);
    const [xs, ys] = placesOf(track, scene);
    context.globalAlpha = 1;
    for (let i = 0; i < xs.length; i++) {
      const kind = track.classes[i];
      disc(context, scene, track.colours[kind], axes.x(xs[i]), axes.y(ys[i]), track.size, SHAPES[kind % SHAPES.length]);
    }
  },
  axisRanges(track, scene, home) {
    const [x, y] = placesOf(track, scene).map((values) => Array.from(values).filter(Number.isFinite));
    return { x: widenedFor(home.x, x), y: widenedFor(home.y, y) };
  },
  handOver(track, scene) {
    const [x, y] = placesOf(track, scene).map((values) => Array.from(values));
    return { x, y };
  },
  style(track, colour) {
    const kinds = Array.from(track.classes);
    const symbol = kinds.map((kind) => SHAPES[kind % SHAPES.length]);
    const line = { color: colour("background"), width: 1.5 };
    return { mode: "markers", marker: { size: track.size, color: kinds.map((kind) => colour(track.colours[kind])), symbol, line } };
  },
};
