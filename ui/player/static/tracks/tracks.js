/**
 * The moving things by kind. A kind knows how to be drawn on the canvas (`draw`, `ghost` for what lies faintly below, and `below` for what is the canvas's always),
 * whether it lies below what stands still (`liesBelow`), how Plotly shows it at rest (`handOver`, `style`, and `ghostOver` and `alsoSaved` in a saved picture), whether it rather stays on the canvas (`staysOnCanvas`),
 * and what its panel's axes must show (`axisRanges`).
 */

import { best, cross } from "./bests.js";
import { shape, slice } from "./curves.js";
import { border, field } from "./field.js";
import { hiddenSpace } from "./hidden_space.js";
import { landscape } from "./landscape.js";
import { arrow, dots, lowest, point, swarm } from "./marks.js";
import { networkCurve } from "./network_curve.js";
import { plane, stems } from "./plane.js";
import { residuals, scores, stand } from "./residuals.js";
import { squares } from "./squares.js";
import { bundle, line, path, sticks } from "./strokes.js";

export const KINDS = {
  path,
  line,
  sticks,
  bundle,
  point,
  dots,
  lowest,
  arrow,
  swarm,
  squares,
  landscape,
  scores,
  residuals,
  best,
  cross,
  shape,
  slice,
  stand,
  plane,
  stems,
  field,
  border,
  network_curve: networkCurve,
  hidden_space: hiddenSpace,
};
