/** Residuals as squares: as wide on the screen as they are high. */

import { evaluate } from "../model/forms.js";
import { parametersOf, translucent } from "./pen.js";

export const squares = {
  /** In units of the axes they change with every zoom, and nobody hovers them: Plotly gets them for saving only. */
  staysOnCanvas: true,
  corners(axes, track, scene) {
    const { left: first, right: last, top: upper, bottom: lower } = axes.box;
    const predictions = Array.from(evaluate(track.form, parametersOf(track, scene)));
    if (typeof track.near === "number" && predictions.some((prediction, i) => !(Math.abs(prediction - track.y[i]) <= track.near))) return [];
    return predictions.flatMap((prediction, i) => {
      const [x, target, top] = [axes.x(track.x[i]), axes.y(track.y[i]), axes.y(prediction)];
      const side = Math.abs(top - target);
      // One that the panel's edge would cut off looks like another error: it moves aside, or there is the stick alone.
      if (!(side <= last - first) || x < first || x > last || [target, top].some((y) => y < upper - 1 || y > lower + 1)) return [];
      const left = Math.max(first, x + side <= last ? x : x - side);
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
