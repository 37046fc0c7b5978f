/** The moving things: each kind knows how to be drawn on the canvas and how to be handed to Plotly. */

import { affine, column } from "./runs.js";

/**
 * @typedef {object} Scene what a track may look at
 * @property {ReturnType<import("./runs.js").frameAt>} frame
 * @property {ArrayLike<number>|null} hand parameters of the line held by hand
 * @property {(name: string) => string} colour
 */

const parametersOf = (track, scene) => (track.of === "hand" ? scene.hand : scene.frame.drawn.parameters);

/** A coordinate is a number, a name in the run, or affine in the parameters. */
function place(coordinate, parameters, drawn) {
  if (typeof coordinate === "number") return coordinate;
  if (coordinate.column === "epoch" || coordinate.column === "loss") return drawn[coordinate.column];
  if ("column" in coordinate) return parameters[coordinate.column];
  return affine(coordinate, parameters)[0];
}

function stroke(context, scene, track, alpha = 1) {
  context.strokeStyle = scene.colour(track.colour);
  context.lineWidth = track.width;
  context.globalAlpha = alpha;
  context.lineJoin = "round";
  context.setLineDash(track.dash ? [6, 5] : []);
}

/** Follow points from 0 to `end`, leaving out those that would not move the pen by half a pixel. */
function trace(context, axes, xs, ys, end) {
  context.beginPath();
  let lastX = NaN;
  let lastY = NaN;
  for (let i = 0; i <= end; i++) {
    const x = axes.x(xs[i]);
    const y = axes.y(ys[i]);
    if (Math.abs(x - lastX) < 0.5 && Math.abs(y - lastY) < 0.5) continue;
    if (Number.isNaN(lastX)) context.moveTo(x, y);
    else context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
}

const path = {
  /** The whole run, faint: what the revealed part runs along. */
  ghost(context, axes, track, scene) {
    const { run } = scene.frame;
    stroke(context, scene, track, 0.3);
    trace(context, axes, column(run, track.x), column(run, track.y), run.epochs.length - 1);
    context.stroke();
  },
  draw(context, axes, track, scene) {
    const { run, index, drawn } = scene.frame;
    stroke(context, scene, track);
    trace(context, axes, column(run, track.x), column(run, track.y), index);
    context.lineTo(axes.x(place({ column: track.x }, drawn.parameters, drawn)), axes.y(place({ column: track.y }, drawn.parameters, drawn)));
    context.stroke();
  },
  handOver(track, scene) {
    const { run, index } = scene.frame;
    const upTo = (name) => Array.from(column(run, name).subarray(0, index + 1));
    return { x: upTo(track.x), y: upTo(track.y) };
  },
  style: (track, colour) => ({ mode: "lines", line: { color: colour(track.colour), width: track.width } }),
};

const line = {
  draw(context, axes, track, scene) {
    stroke(context, scene, track);
    const ys = affine(track.form, parametersOf(track, scene));
    trace(context, axes, track.x, ys, ys.length - 1);
    context.stroke();
  },
  handOver: (track, scene) => ({ x: Array.from(track.x), y: Array.from(affine(track.form, parametersOf(track, scene))) }),
  style: (track, colour) => ({
    mode: "lines",
    line: { color: colour(track.colour), width: track.width, dash: track.dash ? "dash" : "solid" },
  }),
};

const point = {
  draw(context, axes, track, scene) {
    const parameters = parametersOf(track, scene);
    const x = axes.x(place(track.x, parameters, scene.frame.drawn));
    const y = axes.y(place(track.y, parameters, scene.frame.drawn));
    context.globalAlpha = 1;
    context.setLineDash([]);
    if (track.drop) dropLines(context, axes, scene.colour(track.colour), x, y);
    context.beginPath();
    context.arc(x, y, track.size / 2, 0, 2 * Math.PI);
    context.fillStyle = scene.colour(track.colour);
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = scene.colour("background");
    context.stroke();
  },
  handOver(track, scene) {
    const parameters = parametersOf(track, scene);
    const x = place(track.x, parameters, scene.frame.drawn);
    const y = place(track.y, parameters, scene.frame.drawn);
    return { x: [x], y: [y] };
  },
  style: (track, colour) => ({
    mode: "markers",
    marker: { color: colour(track.colour), size: track.size, line: { color: colour("background"), width: 2 } },
  }),
};

function dropLines(context, axes, colour, x, y) {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash([3, 4]);
  context.beginPath();
  context.moveTo(x, axes.box.bottom);
  context.lineTo(x, y);
  context.lineTo(axes.box.left, y);
  context.stroke();
  context.setLineDash([]);
}

/** Residuals as squares: as wide on the screen as they are high. */
const squares = {
  /** In units of the axes they change with every zoom, and nobody hovers them: Plotly gets them for saving only. */
  staysOnCanvas: true,
  corners(axes, track, scene) {
    const predictions = affine(track.form, parametersOf(track, scene));
    return Array.from(predictions, (prediction, i) => {
      const x = axes.x(track.x[i]);
      const target = axes.y(track.y[i]);
      const top = axes.y(prediction);
      const side = Math.abs(top - target);
      const left = x + side <= axes.box.right ? x : x - side;
      return { left, right: left + side, target, top };
    });
  },
  draw(context, axes, track, scene) {
    context.setLineDash([]);
    context.fillStyle = context.strokeStyle = scene.colour(track.colour);
    context.lineWidth = 1.25;
    // One path, all squares turned the same way: where two overlap they are not darker, as in Plotly.
    context.beginPath();
    for (const { left, right, target, top } of squares.corners(axes, track, scene)) {
      context.rect(left, Math.min(target, top), right - left, Math.abs(top - target));
    }
    context.globalAlpha = 0.16;
    context.fill();
    context.globalAlpha = 0.75;
    context.stroke();
  },
  handOver(track, scene, axes) {
    const x = [];
    const y = [];
    for (const square of squares.corners(axes, track, scene)) {
      const [left, right] = [axes.fromX(square.left), axes.fromX(square.right)];
      const [low, high] = [square.target, square.top].sort((a, b) => b - a).map(axes.fromY);
      x.push(left, right, right, left, left, null);
      y.push(low, low, high, high, low, null);
    }
    return { x, y };
  },
  style: (track, colour) => ({
    mode: "lines",
    fill: "toself",
    fillcolor: translucent(colour(track.colour), 0.16),
    line: { color: translucent(colour(track.colour), 0.75), width: 1.25 },
    hoverinfo: "skip",
  }),
};

function translucent(hex, alpha) {
  const channel = (i) => parseInt(hex.slice(i, i + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${alpha})`;
}

export const KINDS = { path, line, point, squares };

/** @returns {boolean} whether the track has something to show now. */
export const visible = (track, scene) => track.of !== "hand" || scene.hand !== null;
