/** The landscape of a loss over slope and intercept, which follows the points in the same frame. */

import { contours } from "../model/contours.js";
import { lossGrid } from "../model/losses.js";

const NODES = 61;
const MAX_LINES = 18;
/** Distances of contour lines, in powers of ten. */
const STEPS = [0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2];
/** A perfect fit has a loss of 0, which has no logarithm: from here down the landscape is flat. */
const DEEPEST = 1e-6;
const SHADES = 256;

/**
 * The landscape in a panel's present view.
 * @typedef {object} Survey
 * @property {string} key loss, δ and view
 * @property {object} points
 * @property {number[]} slopes @property {number[]} intercepts of its nodes
 * @property {Float64Array} losses @property {Float64Array} logs row by row
 * @property {number} low @property {number} high of the logarithms
 * @property {number[]} lines ends of the contours' pieces, in nodes
 * @property {string} [theme] @property {CanvasImageSource} [picture] as it was painted
 */

/** What was computed last for a track: as long as points, loss and view are the same, so is the landscape. @type {WeakMap<object, Survey>} */
const known = new WeakMap();

/** @returns {Survey} the landscape in a panel's present view */
function surveyed(track, scene, axes) {
  const { box } = axes;
  const view = [axes.fromX(box.left), axes.fromX(box.right), axes.fromY(box.bottom), axes.fromY(box.top)];
  const key = [track.loss, scene.delta, ...view].join(" ");
  const last = known.get(track);
  if (last?.key === key && last.points === scene.points) return last;
  const [slopes, intercepts] = [spaced(view[0], view[1]), spaced(view[2], view[3])];
  const losses = lossGrid(track.loss, scene.points.x, scene.points.y, scene.delta, slopes, intercepts);
  const highest = losses.reduce((a, b) => Math.max(a, b), 0);
  const logs = losses.map((loss) => Math.log10(Math.max(loss, DEEPEST * highest, Number.MIN_VALUE)));
  const low = logs.reduce((a, b) => Math.min(a, b), Infinity);
  const high = Math.log10(Math.max(highest, Number.MIN_VALUE));
  const step = STEPS.find((wide) => (high - low) / wide <= MAX_LINES) ?? high - low;
  /** @type {Survey} */
  const survey = { key, points: scene.points, slopes, intercepts, losses, logs, low, high, lines: contours(logs, NODES, step) };
  known.set(track, survey);
  return survey;
}

const spaced = (from, to) => Array.from({ length: NODES }, (_, i) => from + (i * (to - from)) / (NODES - 1));

/** Paint the nodes as one small picture; the canvas smooths it to the panel's size. */
function painted(survey, colour) {
  const shades = shadesOf(["low", "middle", "high"].map(colour));
  const image = new ImageData(NODES, NODES);
  const { data } = image;
  const scale = (SHADES - 1) / (survey.high - survey.low || 1);
  for (let row = 0, i = 0; row < NODES; row++) {
    for (let at = 4 * (NODES - 1 - row) * NODES, end = at + 4 * NODES; at < end; at += 4, i++) {
      const shade = 3 * Math.round((survey.logs[i] - survey.low) * scale);
      data[at] = shades[shade];
      data[at + 1] = shades[shade + 1];
      data[at + 2] = shades[shade + 2];
      data[at + 3] = 255;
    }
  }
  const picture = Object.assign(document.createElement("canvas"), { width: NODES, height: NODES });
  picture.getContext("2d").putImageData(image, 0, 0);
  return picture;
}

/** A ramp through some colours, three numbers a shade. */
function shadesOf(colours) {
  const stops = colours.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const shades = new Uint8ClampedArray(3 * SHADES);
  for (let i = 0; i < SHADES; i++) {
    const place = (i / (SHADES - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(place));
    for (let c = 0; c < 3; c++) shades[3 * i + c] = stops[below][c] + (place - below) * (stops[below + 1][c] - stops[below][c]);
  }
  return shades;
}

export const landscape = {
  /** It changes with every zoom, and Plotly would take long to draw it: it gets it for saving only. */
  staysOnCanvas: true,
  hasHeights: true,
  draw(context, axes, track, scene) {
    const survey = surveyed(track, scene, axes);
    const theme = scene.colour("low");
    if (survey.theme !== theme) Object.assign(survey, { theme, picture: painted(survey, scene.colour) });
    const { left, right, top, bottom } = axes.box;
    // The outer nodes lie on the edges of the panel: the picture is half a node wider.
    const [wide, high] = [(right - left) / (NODES - 1), (bottom - top) / (NODES - 1)];
    context.imageSmoothingQuality = "high";
    context.drawImage(survey.picture, left - wide / 2, top - high / 2, right - left + wide, bottom - top + high);
    context.strokeStyle = scene.colour("contour");
    context.lineWidth = 0.8;
    context.setLineDash([]);
    context.beginPath();
    for (let i = 0; i < survey.lines.length; i += 4) {
      context.moveTo(left + survey.lines[i] * wide, bottom - survey.lines[i + 1] * high);
      context.lineTo(left + survey.lines[i + 2] * wide, bottom - survey.lines[i + 3] * high);
    }
    context.stroke();
  },
  handOver(track, scene, axes) {
    const { slopes, intercepts, logs } = surveyed(track, scene, axes);
    return { x: slopes, y: intercepts, z: intercepts.map((_, row) => Array.from(logs.subarray(row * NODES, (row + 1) * NODES))) };
  },
  style: (_, colour) => ({
    type: "contour",
    showscale: false,
    ncontours: MAX_LINES,
    colorscale: ["low", "middle", "high"].map((name, i) => [i / 2, colour(name)]),
    line: { color: colour("contour"), width: 0.8 },
    hoverinfo: "skip",
  }),
};
