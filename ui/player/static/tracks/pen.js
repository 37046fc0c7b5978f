/** How every moving thing is drawn: whose parameters it follows, and strokes on the canvas. */

/**
 * @typedef {object} Scene what a track may look at
 * @property {ReturnType<import("../model/runs.js").frameAt>} frame the run on show
 * @property {ReturnType<import("../model/runs.js").frameAt>[]} others more runs at the same moment
 * @property {number} time in epochs, between two of them while it glides
 * @property {ArrayLike<number>|null} line parameters of the user's own line
 * @property {{x: Float64Array, y: Float64Array}|null} points data points that can be moved
 * @property {number} delta Huber's δ
 * @property {Record<string, number[]>} guess heights of what was guessed, by the owner that tracks name
 * @property {boolean} moving whether a finger is on line, points or δ
 * @property {boolean} [resting] whether nothing moves, so that there is time for a finer picture
 * @property {import("../model/propagation.js").Off|null} [off] neurons that are switched off
 * @property {number[]|null} [point] inputs that are pointed at, in the units of the axes
 * @property {number} [output] the output whose dependence on all neurons is shown
 * @property {(name: string) => string} colour
 */

/**
 * @typedef {object} Axes between the units of a panel's axes and the pixels of the figure
 * @property {{left: number, right: number, top: number, bottom: number}} box where the panel is
 * @property {string} signature another text when they differ
 * @property {(value: number) => number} [x] of a flat panel, and back again
 * @property {(value: number) => number} [y]
 * @property {(pixel: number) => number} [fromX]
 * @property {(pixel: number) => number} [fromY]
 * @property {(...place: number[]) => number[]} [project] of a scene; NaN outside of its axes
 */

/** How thick a ring is. */
const RING = 2.5;

/** @returns the frame that a track or readout belongs to. */
export const frameOf = (track, scene) => (typeof track.of === "number" ? scene.others[track.of] : scene.frame);

/** @returns {boolean} whether a frame shows its run where it has diverged. */
export const hasLeft = ({ run, index }) => run.divergedAt !== null && index >= run.epochs.length - 1;

/** @returns {ArrayLike<number>|null|undefined} what the user has dragged or guessed, where a track follows that. */
const ownedParameters = (track, scene) => (track.of === "user" ? scene.line : scene.guess[track.of]);

const isOwned = (track) => track.of === "user" || String(track.of).startsWith("guess");

/** @param {Scene} scene @returns {boolean} whether the track has something to show now. */
export const visible = (track, scene) => !isOwned(track) || Boolean(ownedParameters(track, scene));

/** @returns {ArrayLike<number>} the parameters to draw a track with; those of a run glide from one epoch to the next. */
export const parametersOf = (track, scene) => (isOwned(track) ? ownedParameters(track, scene) : frameOf(track, scene).drawn.parameters);

export function stroke(context, scene, track, alpha = 1) {
  context.strokeStyle = scene.colour(track.colour);
  context.lineWidth = track.width;
  context.globalAlpha = alpha;
  context.lineJoin = "round";
  context.setLineDash(track.dash ? [6, 5] : []);
}

/** Follow points, in pixels, from 0 to `end`, leaving out those that would not move the pen by half a pixel. */
export function trace(context, x, y, end) {
  context.beginPath();
  let lastX = NaN;
  let lastY = NaN;
  for (let i = 0; i <= end; i++) {
    const [nextX, nextY] = [x(i), y(i)];
    if (Math.abs(nextX - lastX) < 0.5 && Math.abs(nextY - lastY) < 0.5) continue;
    if (Number.isNaN(lastX) || Number.isNaN(lastY)) context.moveTo(nextX, nextY);
    else if (Number.isFinite(nextX) && Number.isFinite(nextY)) context.lineTo(nextX, nextY);
    lastX = nextX;
    lastY = nextY;
  }
}

/** A line or curve of heights over a track's places, as the track is drawn. */
export function curve(context, scene, track, axes, heights) {
  stroke(context, scene, track);
  trace(
    context,
    (i) => axes.x(track.x[i]),
    (i) => axes.y(heights[i]),
    heights.length - 1,
  );
  context.stroke();
}

/** Where the corners of shapes lie, across and down; half their size is 1. @type {Record<string, number[][]>} */
const CORNERS = {
  square: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  "triangle-up": [
    [0, -1.2],
    [1.2, 0.9],
    [-1.2, 0.9],
  ],
  "triangle-down": [
    [0, 1.2],
    [1.2, -0.9],
    [-1.2, -0.9],
  ],
  cross: [
    [-0.4, -1.2],
    [0.4, -1.2],
    [0.4, -0.4],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.4, 0.4],
    [0.4, 1.2],
    [-0.4, 1.2],
    [-0.4, 0.4],
    [-1.2, 0.4],
    [-1.2, -0.4],
    [-0.4, -0.4],
  ],
};

/** A filled disc, or one of the shapes above, with a rim that parts it from what it lies on; or a ring. */
export function disc(context, scene, colour, x, y, size, symbol = "circle") {
  const half = size / 2;
  context.setLineDash([]);
  context.beginPath();
  if (CORNERS[symbol]) {
    for (const [across, down] of CORNERS[symbol]) context.lineTo(x + across * half, y + down * half);
    context.closePath();
  } else context.arc(x, y, half, 0, 2 * Math.PI);
  const [inside, rim] = symbol === "ring" ? ["background", colour] : [colour, "background"];
  context.fillStyle = scene.colour(inside);
  context.fill();
  context.lineWidth = symbol === "ring" ? RING : 2;
  context.strokeStyle = scene.colour(rim);
  context.stroke();
}

/** Words in a panel's upper left corner; several are one below another. */
export function note(context, { box }, scene, { text, row, size, family }) {
  const place = [box.left + 0.7 * size, box.top + (1.5 + 1.3 * row) * size];
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.font = `600 ${size}px ${family}`;
  context.lineJoin = "round";
  context.lineWidth = 5;
  context.strokeStyle = scene.colour("background");
  context.strokeText(text, ...place);
  context.fillStyle = scene.colour("warning");
  context.fillText(text, ...place);
}

export function translucent(hex, alpha) {
  const channel = (i) => parseInt(hex.slice(i, i + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${alpha})`;
}

export function marker(track, colour) {
  const [own, other] = [colour(track.colour), colour("background")];
  if (track.symbol === "ring") return { mode: "markers", marker: { color: other, size: track.size, symbol: "circle", line: { color: own, width: RING } } };
  return { mode: "markers", marker: { color: own, size: track.size, symbol: track.symbol ?? "circle", line: { color: other, width: 2 } } };
}

export const lines = (track, colour) => ({
  mode: "lines",
  line: { color: colour(track.colour), width: track.width, dash: track.dash ? "dash" : "solid" },
});
