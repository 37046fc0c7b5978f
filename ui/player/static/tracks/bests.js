/** The best line of each loss, as a line among the points and as a cross in the landscape. */

import { bestLine } from "../model/fits.js";

/** @type {WeakMap<object, Map<string, [number, number]|null>>} by the points as they are */
const known = new WeakMap();

/** @returns {[number, number]|null} slope and intercept of the best line of the points now; null where there is none */
export function bestNow(measure, { points, delta }) {
  if (!known.has(points)) known.set(points, new Map());
  const bests = known.get(points);
  const key = measure === "huber" ? `huber ${delta}` : measure;
  if (!bests.has(key)) bests.set(key, bestLine(measure, points.x, points.y, delta));
  return bests.get(key);
}

const DASHES = { dash: [8, 5], dot: [2, 4], dashdot: [9, 4, 2, 4] };

export const best = {
  ends(track, scene) {
    const line = bestNow(track.measure, scene);
    return line ? Array.from(track.x, (x) => [x, line[0] * x + line[1]]) : [];
  },
  draw(context, axes, track, scene) {
    context.strokeStyle = scene.colour(track.colour);
    context.lineWidth = track.width;
    context.globalAlpha = 1;
    context.setLineDash(DASHES[track.dash]);
    context.beginPath();
    best.ends(track, scene).forEach(([x, y], i) => (i ? context.lineTo(axes.x(x), axes.y(y)) : context.moveTo(axes.x(x), axes.y(y))));
    context.stroke();
  },
  handOver(track, scene) {
    const ends = best.ends(track, scene);
    return { x: ends.map(([x]) => x), y: ends.map(([, y]) => y) };
  },
  style: (track, colour) => ({ mode: "lines", line: { color: colour(track.colour), width: track.width, dash: track.dash } }),
};

const ARM = 0.36;

export const cross = {
  /** The landscape is drawn on the canvas, and what lies on it must be, too. */
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    const line = bestNow(track.measure, scene);
    if (!line) return;
    const [x, y] = axes.project ? [NaN, NaN] : [axes.x(line[0]), axes.y(line[1])];
    const arm = ARM * track.size;
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.lineCap = "round";
    // A rim first, so that the cross stands out from the landscape and from another one.
    for (const [colour, width] of [
      ["background", 7],
      [track.colour, 4],
    ]) {
      context.strokeStyle = scene.colour(colour);
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x - arm, y - arm);
      context.lineTo(x + arm, y + arm);
      context.moveTo(x - arm, y + arm);
      context.lineTo(x + arm, y - arm);
      context.stroke();
    }
  },
  handOver(track, scene) {
    const line = bestNow(track.measure, scene);
    return line ? { x: [line[0]], y: [line[1]] } : { x: [], y: [] };
  },
  style: (track, colour) => ({ mode: "markers", marker: { symbol: "x", size: track.size, color: colour(track.colour) } }),
};
