/** Curves of a loss: what one point's error costs, and the two slices through the landscape at the present line. */

import { settled } from "../model/forms.js";
import { lossGrid, lossOfErrors, pointLoss } from "../model/losses.js";
import { trimmed } from "../model/numbers.js";
import { disc, lines, marker, stroke, trace } from "./pen.js";

const NODES = 161;
/** Measures that are no mean of the points' own losses have no mean to draw among them. */
const MEANS = ["mse", "rmse", "mae", "huber"];

/** Places across a panel's present view. */
function across(axes) {
  const [from, to] = [axes.fromX(axes.box.left), axes.fromX(axes.box.right)];
  return Array.from({ length: NODES }, (_, i) => from + (i * (to - from)) / (NODES - 1));
}

/** What a line predicts at x. */
export const predictionAt = (x, [slope, intercept]) => settled(slope * x + intercept, Math.abs(slope * x) + Math.abs(intercept));

/** Each point's error: prediction less target. */
export const errorsOf = ({ points, line: [slope, intercept] }) =>
  Array.from(points.x, (x, i) => settled(slope * x + intercept - points.y[i], Math.abs(points.y[i]) + Math.abs(slope * x) + Math.abs(intercept)));

/** A round number at or above a value, so that an axis that makes room does so in a few large steps. */
export function roundAbove(value) {
  if (!(value > 0)) return 1;
  const ten = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 5, 7, 10].map((step) => step * ten).find((round) => round >= value * (1 - 1e-12));
}

/** The loss of one point over its error, with the points on it, and their mean. */
export const shape = {
  staysOnCanvas: true,
  curve: (axes, track, scene) => across(axes).map((e) => [e, pointLoss(track.loss, e, scene.delta)]),
  draw(context, axes, track, scene) {
    const curve = shape.curve(axes, track, scene);
    stroke(context, scene, track);
    trace(
      context,
      (i) => axes.x(curve[i][0]),
      (i) => axes.y(curve[i][1]),
      NODES - 1,
    );
    context.stroke();
    const errors = errorsOf(scene);
    if (MEANS.includes(track.loss)) meanLine(context, axes, track, scene, errors);
    for (const e of errors) disc(context, scene, "data", axes.x(e), axes.y(pointLoss(track.loss, e, scene.delta)), track.size);
  },
  handOver(track, scene, axes) {
    const curve = axes ? shape.curve(axes, track, scene) : [];
    return { x: curve.map(([x]) => x), y: curve.map(([, y]) => y) };
  },
  alsoSaved(track, scene, axes) {
    const errors = errorsOf(scene);
    const points = { x: errors, y: errors.map((e) => pointLoss(track.loss, e, scene.delta)), ...marker({ ...track, colour: "data" }, scene.colour) };
    if (!MEANS.includes(track.loss)) return [points];
    const mean = meanOf(track, scene, errors);
    const colour = scene.colour(track.colour);
    const x = [axes.box.left, axes.box.right].map(axes.fromX);
    const words = { text: [`mean ${trimmed(mean, 4)}`, ""], textposition: "top right", textfont: { color: colour } };
    return [{ x, y: [mean, mean], mode: "lines+text", line: { color: colour, width: 1.5, dash: "dash" }, ...words }, points];
  },
  style: lines,
  /** @returns {{x: number[], y: number[]}} the axes that hold all points with room to spare */
  axisRanges(track, scene) {
    const widest = roundAbove(1.15 * Math.max(...errorsOf(scene).map(Math.abs)));
    return { x: [-widest, widest], y: heightened(pointLoss(track.loss, widest, scene.delta)) };
  },
};

const meanOf = (track, scene, errors) => lossOfErrors(track.loss === "rmse" ? "mse" : track.loss, errors, scene.delta);

function meanLine(context, axes, track, scene, errors) {
  const mean = meanOf(track, scene, errors);
  const height = axes.y(mean);
  stroke(context, scene, { ...track, width: 1.5, dash: true });
  context.beginPath();
  context.moveTo(axes.box.left, height);
  context.lineTo(axes.box.right, height);
  context.stroke();
  const { fontSize, fontFamily } = getComputedStyle(context.canvas);
  context.font = `600 ${0.85 * parseFloat(fontSize)}px ${fontFamily}`;
  context.fillStyle = scene.colour(track.colour);
  context.strokeStyle = scene.colour("background");
  context.lineWidth = 4;
  context.setLineDash([]);
  context.textBaseline = "bottom";
  // A rim around the letters, so that they stand out from the curve where it passes.
  for (const write of ["strokeText", "fillText"]) context[write](`mean ${trimmed(mean, 4)}`, axes.box.left + 6, height - 3);
}

const LOWEST = 0.04;
const heightened = (highest) => [-LOWEST * highest, highest];

/** The loss over one parameter of the line, with the other fixed. */
export const slice = {
  staysOnCanvas: true,
  curve(axes, track, scene) {
    const places = across(axes);
    return [places, slice.losses(track, scene, places)];
  },
  losses(track, { points, delta, line }, places) {
    const [slopes, intercepts] = track.parameter === 0 ? [places, [line[1]]] : [[line[0]], places];
    return lossGrid(track.loss, points.x, points.y, delta, slopes, intercepts);
  },
  draw(context, axes, track, scene) {
    const [places, losses] = slice.curve(axes, track, scene);
    stroke(context, scene, track);
    trace(
      context,
      (i) => axes.x(places[i]),
      (i) => axes.y(losses[i]),
      NODES - 1,
    );
    context.stroke();
    const here = scene.line[track.parameter];
    disc(context, scene, "user", axes.x(here), axes.y(slice.losses(track, scene, [here])[0]), track.size);
  },
  handOver(track, scene, axes) {
    const [x, y] = axes ? slice.curve(axes, track, scene) : [[], []];
    return { x, y: Array.from(y) };
  },
  alsoSaved(track, scene) {
    const here = scene.line[track.parameter];
    return [{ x: [here], y: Array.from(slice.losses(track, scene, [here])), ...marker({ ...track, colour: "user" }, scene.colour) }];
  },
  style: lines,
  /** As high as makes the line's place stand well above the floor and below the middle, whatever its loss. */
  axisRanges(track, scene) {
    return { y: heightened(roundAbove(3 * slice.losses(track, scene, [scene.line[track.parameter]])[0])) };
  },
};
