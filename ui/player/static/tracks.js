/**
 * The moving things by kind. A kind knows how to be drawn on the canvas (`draw`, and `ghost` for what lies faintly below),
 * how Plotly shows it at rest (`handOver`, `style`, and `ghostOver` and `alsoSaved` in a saved picture), whether it rather stays on the canvas (`staysOnCanvas`),
 * and what its panel's axes must show (`room`).
 */

import { best, cross } from "./bests.js";
import { shape, slice } from "./curves.js";
import { ground } from "./ground.js";
import { arrow, dots, point, swarm } from "./marks.js";
import { residuals, scores, stand } from "./residuals.js";
import { sheet, stems } from "./sheet.js";
import { squares } from "./squares.js";
import { bundle, line, path, sticks } from "./strokes.js";

export const KINDS = { path, line, sticks, bundle, point, dots, arrow, swarm, squares, ground, scores, residuals, best, cross, shape, slice, stand, sheet, stems };
