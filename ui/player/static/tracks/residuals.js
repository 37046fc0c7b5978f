/** The data points that can be moved, their residuals as squares or sticks, and the line's place on the surface. */

import { lossOfErrors } from "../model/losses.js";
import { errorsOf } from "./curves.js";
import { disc, marker, parametersOf } from "./pen.js";
import { squares } from "./squares.js";
import { sticks } from "./strokes.js";

const STYLES = { squares, sticks };

/** Squares and sticks know points and line as arrays and a form: here are those of now. */
function bound(track, { points }) {
  const weights = Float64Array.from({ length: 2 * points.x.length }, (_, i) => (i % 2 ? 1 : points.x[i >> 1]));
  const form = { offset: new Float64Array(points.x.length), weights, inner: null, activation: "identity" };
  return { ...track, x: points.x, y: points.y, form };
}

export const residuals = {
  /** What follows the points in every frame is not handed to Plotly in between. */
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    STYLES[track.style].draw(context, axes, bound(track, scene), scene);
    const [slope, intercept] = scene.line;
    context.globalAlpha = 1;
    for (const x of scene.points.x) disc(context, scene, "user", axes.x(x), axes.y(slope * x + intercept), track.size);
  },
  handOver: (track, scene, axes) => (axes ? STYLES[track.style].handOver(bound(track, scene), scene, axes) : { x: [], y: [] }),
  alsoSaved(track, { points, line: [slope, intercept], colour }) {
    return [{ x: Array.from(points.x), y: Array.from(points.x, (x) => slope * x + intercept), ...marker({ ...track, colour: "user" }, colour) }];
  },
  style: (track, colour) => STYLES[track.style].style(track, colour),
};

export const scores = {
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    context.globalAlpha = 1;
    scene.points.x.forEach((x, i) => disc(context, scene, track.colour, axes.x(x), axes.y(scene.points.y[i]), track.size));
  },
  handOver: (_, { points }) => ({ x: Array.from(points.x), y: Array.from(points.y) }),
  style: marker,
};

/** Where a line stands in the landscape of its loss: on the 3-D surface, or on the map. */
export const stand = {
  /** The map lies on the canvas, and what lies on it must, too. */
  staysOnCanvas: true,
  draw(context, axes, track, scene) {
    const [slope, intercept, loss] = stand.place(track, scene);
    const [x, y] = axes.project ? axes.project(slope, intercept, loss) : [axes.x(slope), axes.y(intercept)];
    context.globalAlpha = 1;
    if (Number.isFinite(x)) disc(context, scene, track.colour, x, y, track.size);
  },
  place(track, scene) {
    const line = parametersOf(track, scene);
    return [...Array.from(line), lossOfErrors(track.loss, errorsOf({ ...scene, line: line }), scene.delta)];
  },
  handOver(track, scene) {
    const [x, y, z] = stand.place(track, scene);
    return { x: [x], y: [y], z: [z] };
  },
  style: marker,
};
