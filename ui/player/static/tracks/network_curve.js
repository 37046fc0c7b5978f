/** An output of a network with one input, as a curve. */

import { enter, forward, roomFor, sent } from "../model/propagation.js";
import { curve, disc, lines, parametersOf } from "./pen.js";

/** Of each track its places, as the network sees them. @type {WeakMap<object, import("../model/propagation.js").Layers>} */
const rooms = new WeakMap();

/** @returns {Float32Array|Float64Array} heights over a track's places */
function heightsOf(track, scene) {
  if (!rooms.has(track)) {
    const layers = roomFor(track.form, track.x.length);
    enter(track.form, layers, 0, (i) => track.x[i]);
    rooms.set(track, layers);
  }
  return forward(track.form, parametersOf(track, scene), rooms.get(track), scene.off).at(-1)[track.output];
}

export const networkCurve = {
  /** The place that is pointed at; it is the canvas's also at rest. */
  below(context, axes, track, scene) {
    if (!scene.point) return;
    const layers = sent(track.form, parametersOf(track, scene), [[scene.point[0]]], scene.off);
    disc(context, scene, track.colour, axes.x(scene.point[0]), axes.y(layers.at(-1)[track.output][0]), 4 * track.width);
  },
  draw(context, axes, track, scene) {
    curve(context, scene, track, axes, heightsOf(track, scene));
  },
  handOver: (track, scene) => ({ x: Array.from(track.x), y: Array.from(heightsOf(track, scene)) }),
  style: lines,
};
