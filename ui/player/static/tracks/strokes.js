/** The moving things that are lines: paths, curves, residual sticks, bundles of lines. */

import { columnOf, headOf, placeNow } from "../model/coordinates.js";
import { evaluate } from "../model/forms.js";
import { keptAt } from "../model/kept.js";
import { dots, fades, recentFrom, thin } from "./fading.js";
import { curve, frameOf, hasLeft, lines, note, parametersOf, stroke, trace } from "./pen.js";
import { lineRanges, pathRanges } from "./reach.js";

/**
 * Where a path goes in pixels, until the run, the axes or the camera change: only the places that move the pen.
 * @typedef {{run: object, signature: string, xs: number[], ys: number[], rows: number[], full: Path2D}} Trail
 * @type {WeakMap<object, Trail>}
 */
const trails = new WeakMap();
const PEN_MOVES = 0.5;

function trailOf(axes, track, shown) {
  const run = shown.full ?? shown;
  const known = trails.get(track);
  if (known?.run === run && known.signature === axes.signature) return known;
  const columns = (axes.project ? [track.x, track.y, track.z] : [track.x, track.y]).map((coordinate) => columnOf(run, coordinate));
  const place = axes.project ? (i) => axes.project(...columns.map((column) => column[i])) : (i) => [axes.x(columns[0][i]), axes.y(columns[1][i])];
  const trail = { run, signature: axes.signature, xs: [], ys: [], rows: [], full: new Path2D() };
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < run.epochs.length; i++) {
    const [x, y] = place(i);
    if (Math.abs(x - lastX) < PEN_MOVES && Math.abs(y - lastY) < PEN_MOVES) continue;
    trail.xs.push((lastX = x));
    trail.ys.push((lastY = y));
    trail.rows.push(i);
  }
  follow(trail.full, trail, run.epochs.length);
  trails.set(track, trail);
  return trail;
}

/** Draw a trail from a row to another; where a place is not on the axes the pen is lifted. */
function follow(pen, { xs, ys, rows }, end, from = 0) {
  let down = false;
  for (let i = 0; i < rows.length && rows[i] <= end; i++) {
    if (rows[i] < from) continue;
    const seen = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (seen && down) pen.lineTo(xs[i], ys[i]);
    else if (seen) pen.moveTo(xs[i], ys[i]);
    down = seen;
  }
}

export const path = {
  /** The whole run, faint: what the revealed part runs along. */
  ghost(context, axes, track, scene) {
    const { run } = frameOf(track, scene);
    const trail = trailOf(axes, track, run);
    if (fades(track, run, run.epochs.length - 1)) thin(context, scene, track);
    else stroke(context, scene, track, 0.3);
    if (run.epochs.length === trail.run.epochs.length) return context.stroke(trail.full);
    context.beginPath();
    follow(context, trail, run.epochs.length - 1);
    context.stroke();
  },
  /** What is the canvas's also at rest: what of a path lies far behind, the last steps before it left, and that it did. */
  below(context, axes, track, scene, words) {
    const { run, index } = frameOf(track, scene);
    if (fades(track, run, index)) {
      const trail = trailOf(axes, track, run);
      thin(context, scene, track);
      context.beginPath();
      follow(context, trail, index);
      context.stroke();
      if (run.divergedAt !== null) dots(context, scene, track, trail, index);
    }
    if (track.y === "loss" && hasLeft(frameOf(track, scene))) note(context, axes, scene, words(track, run.divergedAt));
  },
  axisRanges: pathRanges,
  draw(context, axes, track, scene) {
    const frame = frameOf(track, scene);
    const { run, index } = frame;
    stroke(context, scene, track);
    context.beginPath();
    follow(context, trailOf(axes, track, run), index, recentFrom(track, run, index));
    const [x, y, z] = [track.x, track.y, track.z ?? "epoch"].map((c) => placeNow(headOf(c), frame.drawn.parameters, frame));
    const head = axes.project ? axes.project(x, y, z) : [axes.x(x), axes.y(y)];
    if (head.every(Number.isFinite)) context.lineTo(...head);
    context.stroke();
  },
  /** Plotly shows the last steps of a path that fades, and has all of it for saving, when it is given the axes. */
  handOver(track, scene, axes) {
    const { run, index } = frameOf(track, scene);
    return path.upTo(track, run, index, axes ? 0 : recentFrom(track, run, index));
  },
  ghostOver(track, scene) {
    const { run } = frameOf(track, scene);
    return path.upTo(track, run, run.epochs.length - 1);
  },
  upTo(track, run, index, from = 0) {
    const some = (coordinate) => Array.from(columnOf(run, coordinate).subarray(from, index + 1));
    return { x: some(track.x), y: some(track.y), z: some(track.z ?? "epoch") };
  },
  style: lines,
};

export const line = {
  axisRanges: lineRanges,
  draw(context, axes, track, scene) {
    curve(context, scene, track, axes, evaluate(track.form, parametersOf(track, scene)));
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
      trace(
        context,
        (i) => axes.x(track.x[i]),
        (i) => axes.y(heights[i]),
        heights.length - 1,
      );
      context.stroke();
    }
  },
  handOver(track, scene) {
    const rows = bundled(track, scene).filter((heights) => heights.every(Number.isFinite));
    return { x: rows.flatMap(() => [...track.x, null]), y: rows.flatMap((heights) => [...heights, null]) };
  },
  style: (track, colour) => ({ ...lines(track, colour), opacity: track.alpha, hoverinfo: "skip" }),
};
