/** A network's outputs over its two inputs, as colours of a whole panel, with sharp lines between the classes. */

import { joined, levelLine } from "../model/contours.js";
import { Grid, lead } from "../networks/grid.js";
import { ahead, paint, paintShares, scaleOf, shadesBetween, tint } from "../networks/paint.js";
import { lines as asLines, disc, parametersOf, stroke } from "./pen.js";

/** Nodes along each side: while it moves, and at rest. */
const MOVING = 48;
const RESTING = 160;
/** The ring at the place that is pointed at, in pixels. */
const POINTED = 14;

/**
 * @typedef {object} Painted a field as it was painted last
 * @property {Grid} grid
 * @property {ImageData} image @property {HTMLCanvasElement} canvas
 * @property {number[][]} lines ends of the pieces of each line between classes, in nodes
 * @property {string} [key] what it was painted of
 */

/** Of each track, by the fineness. @type {WeakMap<object, Map<number, Painted>>} */
const known = new WeakMap();

/** @returns {Painted} room for the field of a track */
function roomOf(track, nodes) {
  if (!known.has(track)) known.set(track, new Map());
  const rooms = known.get(track);
  if (!rooms.has(nodes)) {
    const canvas = Object.assign(document.createElement("canvas"), { width: nodes, height: nodes });
    rooms.set(nodes, { grid: new Grid(track.form, nodes), image: new ImageData(nodes, nodes), canvas, lines: [] });
  }
  return rooms.get(nodes);
}

/** @returns {Grid} what the network says in a panel's present view */
function gridOf({ grid }, axes, track, scene) {
  const { left, right, top, bottom } = axes.box;
  return grid.follow([axes.fromX(left), axes.fromX(right), axes.fromY(bottom), axes.fromY(top)], parametersOf(track, scene), scene.off);
}

/** @param {{form: any, levels: ArrayLike<number>}} track @param {Grid} grid what it is of @returns {number[][]} the lines between the classes, in nodes of the grid */
export function linesOf(track, { layers, nodes }) {
  const sums = layers.at(-1);
  if (sums.length === 1) {
    const { low, high } = scaleOf(track.form, track.levels);
    return [levelLine(sums[0], nodes, (low + high) / 2)];
  }
  const into = new Float32Array(nodes * nodes);
  return sums.map((_, chosen) => levelLine(lead(sums, chosen, into), nodes, 0));
}

/** Draw lines between classes over a panel. @param {number[][]} lines as `linesOf` gives them */
export function strokeLines(context, { box }, lines, nodes, colour, width) {
  const [wide, high] = [(box.right - box.left) / (nodes - 1), (box.bottom - box.top) / (nodes - 1)];
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash([]);
  context.beginPath();
  for (const pieces of lines) {
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo(box.left + pieces[i] * wide, box.bottom - pieces[i + 1] * high);
      context.lineTo(box.left + pieces[i + 2] * wide, box.bottom - pieces[i + 3] * high);
    }
  }
  context.stroke();
}

/** Paint it, unless it is as it was. */
function repaint(painted, axes, track, scene) {
  const grid = gridOf(painted, axes, track, scene);
  const [ground, ...colours] = ["background", ...track.colours].map(scene.colour);
  const key = [grid.version, ground, ...colours].join(" ");
  if (painted.key === key) return;
  const sums = grid.layers.at(-1);
  if (sums.length > 1) paintShares(painted.image, sums, colours, ground);
  else {
    const scale = scaleOf(track.form, track.levels);
    painted.shades = painted.theme === ground ? painted.shades : shadesBetween(ground, colours[0], colours[1], scale.bend);
    paint(painted.image, sums[0], scale, painted.shades);
  }
  painted.canvas.getContext("2d").putImageData(painted.image, 0, 0);
  Object.assign(painted, { key, theme: ground, lines: linesOf(track, grid) });
}

export const field = {
  /** It would hide the data: it lies below what stands still. */
  liesBelow: true,
  /** It changes with every zoom, and Plotly would take long to draw it: it gets it for saving only. */
  staysOnCanvas: true,
  hasHeights: true,
  draw(context, axes, track, scene) {
    const nodes = scene.resting ? RESTING : MOVING;
    const painted = roomOf(track, nodes);
    repaint(painted, axes, track, scene);
    const { left, right, top, bottom } = axes.box;
    // The outer nodes lie on the edges of the panel: the picture is half a node wider.
    const [wide, high] = [(right - left) / (nodes - 1), (bottom - top) / (nodes - 1)];
    // The finest takes a quarter of a frame.
    context.imageSmoothingQuality = scene.resting ? "high" : "low";
    context.drawImage(painted.canvas, left - wide / 2, top - high / 2, right - left + wide, bottom - top + high);
    strokeLines(context, axes, painted.lines, nodes, scene.colour("text"), track.width);
    if (scene.point) disc(context, scene, "text", axes.x(scene.point[0]), axes.y(scene.point[1]), POINTED, "ring");
  },
  /** Of one output how far it is between its two levels; of several which is ahead, and behind the point by how much. */
  handOver(track, scene, axes) {
    const grid = gridOf(roomOf(track, RESTING), axes, track, scene);
    const sums = grid.layers.at(-1);
    const { low, high, bend = (place) => place } = scaleOf(track.form, track.levels);
    const one = (i) => bend(Math.min(1, Math.max(0, (sums[0][i] - low) / (high - low))));
    const several = (i) => ahead(sums, i).best + 0.999 * ahead(sums, i).strength;
    const across = Array.from({ length: RESTING }, (_, i) => i);
    const { left, right, top, bottom } = axes.box;
    return {
      x: across.map((i) => axes.fromX(left + (i * (right - left)) / (RESTING - 1))),
      y: across.map((i) => axes.fromY(bottom - (i * (bottom - top)) / (RESTING - 1))),
      z: across.map((row) => across.map((column) => (sums.length > 1 ? several : one)(row * RESTING + column))),
    };
  },
  alsoSaved(track, scene, axes) {
    const grid = gridOf(roomOf(track, RESTING), axes, track, scene);
    const { left, right, top, bottom } = axes.box;
    const [wide, high] = [(right - left) / (RESTING - 1), (bottom - top) / (RESTING - 1)];
    const pieces = linesOf(track, grid).flat();
    const ends = (first, place) => pieces.flatMap((_, i) => (i % 4 ? [] : [place(pieces[i + first]), place(pieces[i + first + 2]), null]));
    const [x, y] = [ends(0, (node) => axes.fromX(left + node * wide)), ends(1, (node) => axes.fromY(bottom - node * high))];
    return [{ x, y, mode: "lines", line: { color: scene.colour("text"), width: track.width }, hoverinfo: "skip" }];
  },
  style(track, colour) {
    const [ground, ...colours] = ["background", ...track.colours].map(colour);
    const [count, one] = [track.form.sizes.at(-1), [0, 1]];
    const places =
      count === 1
        ? [
            [0, colours[0], 1],
            [0.5, ground, 0],
            [1, colours[1], 1],
          ]
        : colours.flatMap((each, i) => one.map((end) => [(i + end) / count, each, end]));
    const colorscale = places.map(([place, each, strength]) => [place, tint(ground, each, strength)]);
    return { type: "heatmap", colorscale, zmin: 0, zmax: count, showscale: false, zsmooth: false, hoverinfo: "skip" };
  },
};

/** The lines of another run's field, in pixels; neurons that are switched off are B's. */
function placesOf(axes, track, scene) {
  const grid = gridOf(roomOf(track, MOVING), axes, track, { ...scene, off: null });
  const { left, right, top, bottom } = axes.box;
  const [wide, high] = [(right - left) / (MOVING - 1), (bottom - top) / (MOVING - 1)];
  // Of several classes each border is one of two of them.
  return joined(linesOf(track, grid).flat()).map((line) => line.map(([x, y]) => [left + x * wide, bottom - y * high]));
}

export const border = {
  /** As the field, it changes with every zoom. */
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    stroke(context, scene, track);
    context.beginPath();
    for (const line of placesOf(axes, track, scene)) line.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.stroke();
  },
  handOver(track, scene, axes) {
    const places = placesOf(axes, track, scene).flatMap((line) => [...line, [NaN, NaN]]);
    const shown = (value) => (Number.isNaN(value) ? null : value);
    return { x: places.map(([x]) => shown(axes.fromX(x))), y: places.map(([, y]) => shown(axes.fromY(y))) };
  },
  style: asLines,
};
