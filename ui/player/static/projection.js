/** From a 3-D scene's units to the pixels of the figure, by the camera that Plotly uses now. */

const AXES = ["xaxis", "yaxis", "zaxis"];

/**
 * @param {object} layout Plotly's full layout @param {string} id of the scene
 * @returns {{project: (x: number, y: number, z: number) => [number, number], box: object, look: string}}
 *   project gives NaN outside of the scene's axes; look is another text when it gives other pixels
 */
export function sceneAxes(layout, id) {
  const { _scene: scene, domain } = layout[id];
  const { l, t, w, h } = layout._size;
  const box = { left: l + w * domain.x[0], right: l + w * domain.x[1], top: t + h * (1 - domain.y[1]), bottom: t + h * (1 - domain.y[0]) };
  // A browser without WebGL has no camera; then nothing of the scene is drawn.
  if (!scene?.glplot) return { project: () => [NaN, NaN], box, look: "" };
  const { model, view, projection } = scene.glplot.cameraParams;
  const matrix = product(projection, product(view, model));
  const axes = AXES.map((name) => scene.fullSceneLayout[name]);
  const project = (...place) => {
    const linear = place.map((value, i) => axes[i].d2l(value));
    const inside = linear.every((value, i) => within(value, axes[i].range));
    if (!inside) return [NaN, NaN];
    const [x, y, , depth] = transformed(matrix, linear.map((value, i) => value * scene.dataScale[i]));
    return [box.left + 0.5 * (1 + x / depth) * (box.right - box.left), box.top + 0.5 * (1 - y / depth) * (box.bottom - box.top)];
  };
  const look = [...matrix, ...Object.values(box), ...scene.dataScale, ...axes.flatMap((axis) => axis.range)].join();
  return { project, box, look };
}

/**
 * Leave each camera where it was let go of: Plotly lets it coast on, past the place it keeps, and jumps back later.
 * In a layout that is not the graph's first it keeps no place at all, and would jump back to where it began.
 */
export function restCameras({ layout, _fullLayout }, changed) {
  for (const id of Object.keys(changed).flatMap((key) => (key.endsWith(".camera") ? [key.split(".")[0]] : []))) {
    _fullLayout[id]._scene.setViewport(_fullLayout[id]);
    layout[id].camera = structuredClone(changed[`${id}.camera`]);
  }
}

/** Whether a value lies on an axis, rounding forgiven. */
function within(value, [from, to]) {
  const room = 1e-6 * Math.abs(to - from);
  return value >= Math.min(from, to) - room && value <= Math.max(from, to) + room;
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

function transformed(matrix, [x, y, z]) {
  return [0, 1, 2, 3].map((row) => matrix[row] * x + matrix[4 + row] * y + matrix[8 + row] * z + matrix[12 + row]);
}
