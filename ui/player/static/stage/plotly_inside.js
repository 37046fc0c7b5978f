/**
 * What of Plotly.js is not public. It is read here and nowhere else, as in the release that Python's plotly 7.1.0 ships;
 * tests/browser/test_plotly_inside.py says in a sentence what another release has changed.
 */

/**
 * The element in which Plotly draws, with what it keeps there.
 * @typedef {HTMLDivElement & {_fullLayout: any, _fullData: any[], data: any[], layout: any, on: (event: string, listener: (said: any) => void) => void}} Graph
 */

/** The layout with all that Plotly has filled in; undefined before anything was drawn. */
export const layoutOf = (graph) => graph._fullLayout;

/** The traces with their numbers unpacked. */
export const tracesOf = (graph) => graph._fullData;

/** Where in the figure there is room for panels, in pixels: left, top, width, height. */
export const panelArea = (layout) => layout._size;

/** Of a flat axis its first pixel and its length, and the line from linear values to pixels beyond the first. */
export const pixelsOf = (axis) => ({ first: axis._offset, length: axis._length, slope: axis._m, intercept: axis._b });

/** The value at a pixel of the figure. */
export const valueAt = (axis, pixel) => axis.p2d(pixel - axis._offset);

/** A 3-D scene by its id; undefined where there is none. */
export const sceneIn = (layout, id) => layout?.[id]?._scene;

/** A scene's matrices, model, view and projection; null where the browser has no WebGL. */
export const cameraOf = (scene) => scene?.glplot?.cameraParams ?? null;

/** A scene's axes, each with `range`, and by how much its values are multiplied before the matrices. */
export const spaceOf = (scene) => ({ axes: ["xaxis", "yaxis", "zaxis"].map((name) => scene.fullSceneLayout[name]), scale: scene.dataScale });

/** A value as it lies on a linear scale. */
export const linear = (axis, value) => axis.d2l(value);

/** Have a scene's camera stand where its layout says. */
export const standStill = (scene, layout) => scene.setViewport(layout);

/** What a scene lacks: "webgl" where the browser has none, "context" where it has lost it, or nothing. */
export function lackOf({ container, glplot }) {
  if (container.querySelector(".no-webgl")) return "webgl";
  return glplot?.gl.isContextLost() ? "context" : null;
}
