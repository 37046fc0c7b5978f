/** Residuals as squares: as wide on the screen as they are high. */

import { evaluate } from "../model/forms.js";
import { parametersOf, translucent } from "./pen.js";

export const squares = {
  /** In units of the axes they change with every zoom, and nobody hovers them: Plotly gets them for saving only. */
  staysOnCanvas: true,
  corners(axes, track, scene) {
    const predictions = evaluate(track.form, parametersOf(track, scene));
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
