/** From a 3-D scene's units to the pixels of the figure, by the camera that Plotly uses now. */

import { cameraOf, layoutOf, linear, panelArea, pixelsOf, sceneIn, spaceOf, standStill, valueAt } from "./plotly_inside.js";

/**
 * @param {object} layout Plotly's full layout @param {string} id of the scene
 * @returns {import("../tracks/pen.js").Axes}
 */
export function sceneAxes(layout, id) {
  const { domain } = layout[id];
  const { l, t, w, h } = panelArea(layout);
  const box = { left: l + w * domain.x[0], right: l + w * domain.x[1], top: t + h * (1 - domain.y[1]), bottom: t + h * (1 - domain.y[0]) };
  // A browser without WebGL has no camera; then nothing of the scene is drawn.
  const scene = sceneIn(layout, id);
  const camera = cameraOf(scene);
  if (!camera) return { project: () => [NaN, NaN], box, signature: "" };
  const matrix = product(camera.projection, product(camera.view, camera.model));
  const { axes, scale } = spaceOf(scene);
  const project = (...place) => {
    const values = place.map((value, i) => linear(axes[i], value));
    const inside = values.every((value, i) => within(value, axes[i].range));
    if (!inside) return [NaN, NaN];
    const [x, y, , depth] = transformed(
      matrix,
      values.map((value, i) => value * scale[i]),
    );
    return [box.left + 0.5 * (1 + x / depth) * (box.right - box.left), box.top + 0.5 * (1 - y / depth) * (box.bottom - box.top)];
  };
  const signature = [...matrix, ...Object.values(box), ...scale, ...axes.flatMap((axis) => axis.range)].join();
  return { project, box, signature };
}

/**
 * Leave each camera where it was let go of: Plotly lets it coast on, past the place it keeps, and jumps back later.
 * In a layout that is not the graph's first it keeps no place at all, and would jump back to where it began.
 */
export function restCameras(graph, changed) {
  const full = layoutOf(graph);
  for (const id of Object.keys(changed).flatMap((key) => (key.endsWith(".camera") ? [key.split(".")[0]] : []))) {
    standStill(sceneIn(full, id), full[id]);
    graph.layout[id].camera = structuredClone(changed[`${id}.camera`]);
  }
}

/** Whether a value lies on an axis, rounding forgiven. */
function within(value, [from, to]) {
  const tolerance = 1e-6 * Math.abs(to - from);
  return value >= Math.min(from, to) - tolerance && value <= Math.max(from, to) + tolerance;
}

/** The product of two 4 × 4 matrices, column by column as WebGL has them. */
function product(a, b) {
  const out = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      for (let i = 0; i < 4; i++) out[4 * column + row] += a[4 * i + row] * b[4 * column + i];
    }
  }
  return out;
}

/** @param {ArrayLike<number>} matrix @param {number[]} place */
function transformed(matrix, [x, y, z]) {
  return [0, 1, 2, 3].map((row) => matrix[row] * x + matrix[4 + row] * y + matrix[8 + row] * z + matrix[12 + row]);
}

/** @param {object} xaxis @param {object} yaxis of Plotly's, in its full layout @returns {import("../tracks/pen.js").Axes} of a flat panel */
export function flatAxes(xaxis, yaxis) {
  const [x, y] = [xaxis, yaxis].map(pixelsOf);
  const box = { left: x.first, right: x.first + x.length, top: y.first, bottom: y.first + y.length };
  const signature = [x.first, x.slope, x.intercept, xaxis.type, y.first, y.slope, y.intercept, yaxis.type].join();
  const [fromX, fromY] = [xaxis, yaxis].map((axis) => (pixel) => valueAt(axis, pixel));
  return { x: toPixel(xaxis), y: toPixel(yaxis), fromX, fromY, box, signature };
}

/** From the units of a flat axis to pixels of the figure. @param {object} axis of Plotly's @returns {(value: number) => number} */
function toPixel(axis) {
  // Not by l2p: it rounds to hundredths of a pixel, and a unit read off it is wrong by pixels at large values.
  const { first, slope, intercept } = pixelsOf(axis);
  const zero = first + intercept;
  if (axis.type === "log") return (value) => zero + slope * Math.log10(value);
  return (value) => zero + slope * value;
}
