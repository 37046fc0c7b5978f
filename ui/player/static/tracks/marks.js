/** The moving things that are points: one, many, swarms of them, and the arrow of a step. */

import { columnOf, placeNow } from "../model/coordinates.js";
import { evaluate } from "../model/forms.js";
import { keptAt } from "../model/kept.js";
import { rateAfter } from "../model/runs.js";
import { disc, frameOf, hasLeft, lines, marker, parametersOf, stroke } from "./pen.js";

/** A point's coordinates in the units of its axes. */
function coordinates(track, scene) {
  const parameters = parametersOf(track, scene);
  return [track.x, track.y, track.z ?? 0].map((place) => placeNow(place, parameters, frameOf(track, scene)));
}

export const point = {
  draw(context, axes, track, scene) {
    const [x, y, z] = coordinates(track, scene);
    const [across, down] = axes.project ? axes.project(x, y, z) : [axes.x(x), axes.y(y)];
    context.globalAlpha = 1;
    if (track.drop) dropLines(context, axes, scene.colour(track.colour), across, down);
    disc(context, scene, track.colour, across, down, track.size);
  },
  handOver(track, scene) {
    const [x, y, z] = coordinates(track, scene);
    return { x: [x], y: [y], z: [z] };
  },
  style: marker,
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

/** Numbers that stand still, or follow from the parameters. @returns {ArrayLike<number>} */
const valuesOf = (values, parameters) => (ArrayBuffer.isView(values) ? /** @type {Float64Array} */ (values) : evaluate(values, parameters));

export const dots = {
  draw(context, axes, track, scene) {
    const parameters = parametersOf(track, scene);
    const [xs, ys] = [track.x, track.y].map((values) => valuesOf(values, parameters));
    context.globalAlpha = 1;
    for (let i = 0; i < xs.length; i++) disc(context, scene, track.colour, axes.x(xs[i]), axes.y(ys[i]), track.size, track.symbol);
  },
  handOver(track, scene) {
    const parameters = parametersOf(track, scene);
    const [x, y] = [track.x, track.y].map((values) => Array.from(valuesOf(values, parameters)));
    return { x, y };
  },
  style: marker,
};

/** The row at which a column is lowest. @type {WeakMap<ArrayLike<number>, number>} */
const lows = new WeakMap();

function lowestRow(column) {
  if (!lows.has(column))
    lows.set(
      column,
      column.reduce((best, value, i) => (value < column[best] ? i : best), 0),
    );
  return lows.get(column);
}

export const lowest = {
  place(track, scene) {
    const { run } = frameOf(track, scene);
    const column = columnOf(run, track.y);
    const row = lowestRow(column);
    return [columnOf(run, track.x)[row], column[row]];
  },
  draw(context, axes, track, scene) {
    const [epoch, least] = lowest.place(track, scene);
    disc(context, scene, track.colour, axes.x(epoch), axes.y(least), track.size, "ring");
  },
  handOver(track, scene) {
    const [epoch, least] = lowest.place(track, scene);
    return { x: [epoch], y: [least] };
  },
  style: (track, colour) => marker({ ...track, symbol: "ring" }, colour),
};

const ARROW_HEAD = 9;
const NOWHERE = 1e-3;

export const arrow = {
  /** Its least length is in pixels, which change with every zoom: Plotly gets it for saving only. */
  staysOnCanvas: true,
  ends(track, scene) {
    const { run, epoch, drawn, gradients } = frameOf(track, scene);
    const from = [drawn.parameters[0], drawn.parameters[1]];
    return [from, from.map((value, i) => value - rateAfter(run, epoch) * gradients[i] * track.factor)];
  },
  /** Both ends in pixels, how far apart they are, and whether they are drawn further apart than they are. */
  shown(axes, track, scene) {
    const [from, to] = arrow.ends(track, scene).map(([x, y]) => [axes.x(x), axes.y(y)]);
    const way = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(...way);
    // Drawn beyond the best fit, the last arrows would say that it lies further on.
    const left = track.goal ? Math.hypot(axes.x(track.goal[0]) - from[0], axes.y(track.goal[1]) - from[1]) : Infinity;
    const shown = Math.max(length, Math.min(track.least, left));
    return { from, to: from.map((place, i) => place + (way[i] / length) * shown), length, shown };
  },
  draw(context, axes, track, scene) {
    const { from, to, length, shown } = arrow.shown(axes, track, scene);
    // A run that has left makes no more steps.
    if (hasLeft(frameOf(track, scene)) || !(length > NOWHERE && shown > 1)) return;
    stroke(context, scene, { ...track, width: 3 }, shown > length ? 0.6 : 1);
    const size = Math.min(ARROW_HEAD, 0.6 * shown);
    const [ux, uy] = [((to[0] - from[0]) / shown) * size, ((to[1] - from[1]) / shown) * size];
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] - ux / 2, to[1] - uy / 2);
    context.stroke();
    context.beginPath();
    context.moveTo(...to);
    context.lineTo(to[0] - ux - 0.6 * uy, to[1] - uy + 0.6 * ux);
    context.lineTo(to[0] - ux + 0.6 * uy, to[1] - uy - 0.6 * ux);
    context.closePath();
    context.fillStyle = scene.colour(track.colour);
    context.fill();
  },
  handOver(track, scene, axes) {
    const { from, to } = arrow.shown(axes, track, scene);
    return { x: [from[0], to[0]].map(axes.fromX), y: [from[1], to[1]].map(axes.fromY) };
  },
  style: (track, colour) => ({
    ...lines({ ...track, width: 3 }, colour),
    mode: "lines+markers",
    marker: { symbol: "arrow", angleref: "previous", size: [0, 12], color: colour(track.colour) },
  }),
};

/** Where a swarm is now: pairs of numbers. */
function swarmed(track, scene) {
  const rows = keptAt(track.epochs, track.y, scene.time, 1);
  const across = track.x === "epoch" ? null : keptAt(track.epochs, track.x, scene.time, 1);
  return rows.map(([y], i) => [across ? across[i][0] : scene.time, y]).filter((pair) => pair.every(Number.isFinite));
}

export const swarm = {
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    context.globalAlpha = track.alpha;
    context.fillStyle = scene.colour(track.colour);
    for (const [x, y] of swarmed(track, scene)) {
      context.beginPath();
      context.arc(axes.x(x), axes.y(y), track.size / 2, 0, 2 * Math.PI);
      context.fill();
    }
  },
  handOver(track, scene) {
    const pairs = swarmed(track, scene);
    return { x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) };
  },
  style: (track, colour) => ({ ...marker(track, colour), opacity: track.alpha, hoverinfo: "skip" }),
};
