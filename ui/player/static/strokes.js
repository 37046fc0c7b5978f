/** The moving things that are lines: paths, curves, residual sticks, bundles of lines. */

import { columnOf, evaluate, headOf, placeNow } from "./forms.js";
import { keptAt } from "./kept.js";
import { frameOf, lines, parametersOf, stroke, trace } from "./pen.js";

/** Where a path lies in a scene, until the camera or the run changes. @type {WeakMap<object, {run: object, look: string, places: number[][]}>} */
const projected = new WeakMap();

function placesOf(axes, track, run) {
  const known = projected.get(track);
  if (known?.run === run && known.look === axes.look) return known.places;
  const [xs, ys, zs] = [track.x, track.y, track.z].map((coordinate) => columnOf(run, coordinate));
  const places = Array.from(run.epochs, (_, i) => axes.project(xs[i], ys[i], zs[i]));
  projected.set(track, { run, look: axes.look, places });
  return places;
}

/** A path's pixels: two functions of the row. */
function pixels(axes, track, run) {
  if (axes.project) {
    const places = placesOf(axes, track, run);
    return [(i) => places[i][0], (i) => places[i][1]];
  }
  const [xs, ys] = [columnOf(run, track.x), columnOf(run, track.y)];
  return [(i) => axes.x(xs[i]), (i) => axes.y(ys[i])];
}

export const path = {
  /** The whole run, faint: what the revealed part runs along. */
  ghost(context, axes, track, scene) {
    const { run } = frameOf(track, scene);
    stroke(context, scene, track, 0.3);
    const end = run.epochs.length - 1;
    trace(context, ...pixels(axes, track, run), end);
    context.stroke();
  },
  draw(context, axes, track, scene) {
    const { run, index, drawn } = frameOf(track, scene);
    stroke(context, scene, track);
    trace(context, ...pixels(axes, track, run), index);
    const [x, y, z] = [track.x, track.y, track.z ?? "epoch"].map((c) => placeNow(headOf(c), drawn.parameters, drawn));
    const head = axes.project ? axes.project(x, y, z) : [axes.x(x), axes.y(y)];
    if (head.every(Number.isFinite)) context.lineTo(...head);
    context.stroke();
  },
  handOver(track, scene) {
    const { run, index } = frameOf(track, scene);
    const upTo = (coordinate) => Array.from(columnOf(run, coordinate).subarray(0, index + 1));
    return { x: upTo(track.x), y: upTo(track.y), z: upTo(track.z ?? "epoch") };
  },
  style: lines,
};

export const line = {
  draw(context, axes, track, scene) {
    stroke(context, scene, track);
    const ys = evaluate(track.form, parametersOf(track, scene));
    trace(context, (i) => axes.x(track.x[i]), (i) => axes.y(ys[i]), ys.length - 1);
    context.stroke();
  },
  handOver: (track, scene) => ({ x: Array.from(track.x), y: Array.from(evaluate(track.form, parametersOf(track, scene))) }),
  style: lines,
};

export const sticks = {
  draw(context, axes, track, scene) {
    stroke(context, scene, track);
    const ends = evaluate(track.form, parametersOf(track, scene));
    context.beginPath();
    for (let i = 0; i < ends.length; i++) {
      context.moveTo(axes.x(track.x[i]), axes.y(track.y[i]));
      context.lineTo(axes.x(track.x[i]), axes.y(ends[i]));
    }
    context.stroke();
  },
  handOver(track, scene) {
    const ends = evaluate(track.form, parametersOf(track, scene));
    return { x: Array.from(track.x).flatMap((x) => [x, x, null]), y: Array.from(ends).flatMap((end, i) => [track.y[i], end, null]) };
  },
  style: (track, colour) => ({ ...lines(track, colour), hoverinfo: "skip" }),
};

/** Where all lines of a bundle are now, as rows of heights. */
const bundled = (track, scene) => keptAt(track.epochs, track.heights, scene.time, track.x.length);

export const bundle = {
  /** Hundreds of lines are a background: nobody hovers them, and Plotly would take long. It gets them for saving only. */
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    stroke(context, scene, track, track.alpha);
    for (const heights of bundled(track, scene)) {
      if (!heights.every(Number.isFinite)) continue;
      trace(context, (i) => axes.x(track.x[i]), (i) => axes.y(heights[i]), heights.length - 1);
      context.stroke();
    }
  },
  handOver(track, scene) {
    const rows = bundled(track, scene).filter((heights) => heights.every(Number.isFinite));
    return { x: rows.flatMap(() => [...track.x, null]), y: rows.flatMap((heights) => [...heights, null]) };
  },
  style: (track, colour) => ({ ...lines(track, colour), opacity: track.alpha, hoverinfo: "skip" }),
};
