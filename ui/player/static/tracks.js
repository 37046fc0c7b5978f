/**
 * The moving things by kind. A kind knows how to be drawn on the canvas (`draw`, and `ghost` for what lies faintly below),
 * how Plotly shows it at rest (`handOver`, `style`), and whether it rather stays on the canvas (`staysOnCanvas`).
 */

import { arrow, dots, point, swarm } from "./marks.js";
import { squares } from "./squares.js";
import { bundle, line, path, sticks } from "./strokes.js";

export const KINDS = { path, line, sticks, bundle, point, dots, arrow, swarm, squares };

/** @param {import("./pen.js").Scene} scene @returns {boolean} whether the track has something to show now. */
export const visible = (track, scene) => track.of !== "hand" || scene.hand !== null;
