/** What a picture shows, in a sentence: made of what is drawn, so that it tells no more than the picture does. */

import { countOf } from "../model/coordinates.js";
import { settled } from "../model/forms.js";
import { trimmed } from "../model/numbers.js";
import { shape, slice } from "../tracks/curves.js";
import { arrow } from "../tracks/marks.js";
import { frameOf, hasLeft, visible } from "../tracks/pen.js";
import { axisKey } from "./axis_ranges.js";
import { layoutOf, tracesOf } from "./plotly_inside.js";

const DIGITS = 4;
/** Of more things than these the rest is counted: a list that long is no sentence. */
const MAX_SENTENCES = 14;
const TAGS = /<[^>]*>/g;
const UNIT = / \([^()]*\)$/;
const LOST = "beyond all numbers";
const MAPS = ["contour", "heatmap", "surface"];

const say = (value) => trimmed(value, DIGITS);
const at = (...place) => `(${place.map(say).join(", ")})`;
const short = (title) => title.replace(UNIT, "");
const capital = (words) => words[0].toUpperCase() + words.slice(1);
const finite = (values) => Array.from(values).filter(Number.isFinite);
/** The least and the greatest, of however many. */
const span = (values) => [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];

/**
 * @param {import("./stage.js").Stage} stage @param {import("../tracks/pen.js").Scene} scene @param {number} i the panel
 * @param {number|null} epoch null where there is nothing to play @returns {string}
 */
export function describe(stage, scene, i, epoch) {
  const { panels, tracks, figure, handles } = stage.content;
  const panel = panels[i];
  const axes = axesOf(layoutOf(stage.graph), panel);
  const still = tracesOf(stage.graph).filter(({ uid, scene: space, xaxis }) => uid.startsWith("still") && (space ?? xaxis) === panel.x);
  const moving = tracks.filter((track) => track.panel === i && visible(track, scene));
  const { title } = figure.layout.meta.legends[i];
  const map = [...still, ...moving].find((each) => MAPS.includes(each.type) || each.kind === "landscape");
  const parts = [
    ...still.filter((trace) => trace !== map).map((trace) => stillWords(trace, axes)),
    ...moving.map((track) => WORDS[track.kind]?.(track, stage.handedOver(track, scene, true), { axes, moving, scene, pixels: stage.axes(i) })),
    handles && scene.line && handles.landscape === i && !axes.z && `${handles.names.at(-1)} at ${at(...Array.from(scene.line))}`,
    errorWords(stage, scene, moving),
  ].filter(Boolean);
  const said = parts.length > MAX_SENTENCES ? [...parts.slice(0, MAX_SENTENCES), `and ${parts.length - MAX_SENTENCES} more`] : parts;
  const when = epoch === null ? "" : ` at epoch ${epoch}`;
  return [`${title.replace(TAGS, "")}${when}: ${subject(axes, map)}`, ...said.map(capital)].join(". ").concat(".");
}

function axesOf(layout, panel) {
  const found = layout[panel.x]?.xaxis ? layout[panel.x] : { xaxis: layout[axisKey(panel.x)], yaxis: layout[axisKey(panel.y)] };
  const [x, y, z] = [found.xaxis, found.yaxis, found.zaxis].map(
    (axis) => axis && { name: axis.title.text.replace(TAGS, ""), range: axis.range, type: axis.type },
  );
  return { x, y, z };
}

/** A map has its heights over both axes, any other picture those of one over the other. */
function subject({ x, y, z }, map) {
  const height = z?.name || map?.name;
  return height ? `${height} over ${x.name} and ${y.name}` : `${y.name} over ${x.name}`;
}

function stillWords({ type, mode, name, x, y, z, fill }, axes) {
  if (MAPS.includes(type) || (fill && fill !== "none")) return name;
  if (type === "bar") return `${name}: a histogram from ${say(x[0])} to ${say(x.at(-1))}, highest at ${say(x[y.indexOf(Math.max(...y))])}`;
  if (mode === "text") return "";
  return mode.startsWith("lines") ? lineWords(name, x, y, axes) : pointsWords(name, x, y, z, axes);
}

function pointsWords(name, x, y, z, axes) {
  const columns = z ? [x, y, z] : [x, y];
  if (x.length < 2) return x.length ? `${name} at ${at(...columns.map((column) => column[0]))}` : "";
  const ranges = columns.map((column, side) => {
    const seen = finite(column);
    const [low, high] = span(seen);
    const words = low === high ? say(low) : `from ${say(low)} to ${say(high)}`;
    return `${short([axes.x, axes.y, axes.z][side].name)} ${seen.length ? words : LOST}`;
  });
  return [`${name}: ${x.length} points`, ...ranges].join(", ");
}

/** A straight line by its equation, or by its place where it lies along an axis; a curve by its ends. */
function lineWords(name, x, y, { x: across, y: upright }) {
  const pieces = x.length - finite(x).length;
  if (pieces) return `${name}: ${pieces} of them`;
  if (finite(y).length < y.length) return `${name}: ${LOST}`;
  const last = x.length - 1;
  const [[x0, y0], [x1, y1]] = [
    [x[0], y[0]],
    [x[last], y[last]],
  ];
  if (x0 === x1) return y0 === y1 ? name : `${name} at ${say(x0)}`;
  const slope = (y1 - y0) / (x1 - x0);
  const [, high] = span(Array.from(y, Math.abs));
  const straight = Array.from(x).every((value, i) => Math.abs(y0 + slope * (value - x0) - y[i]) <= 1e-9 * high);
  if (!straight) return `${name}: a curve from ${at(x0, y0)} to ${at(x1, y1)}, between ${span(Array.from(y)).map(say).join(" and ")}`;
  // What is drawn level in a part of the picture marks a range.
  const whole = span(across.range).every((end, i) => Math.abs(end - span([x0, x1])[i]) <= 1e-6 * Math.abs(x1 - x0));
  if (y0 === y1 && last === 1) return whole ? `${name}: ${short(upright.name)} = ${say(y0)}` : `${name} from ${say(x0)} to ${say(x1)}`;
  return `${name}: ${short(upright.name)} = ${sum(settled(y0 - slope * x0, Math.abs(y0) + Math.abs(slope * x0)), [slope, short(across.name)])}`;
}

/** A number, unless it is 0, and some terms, with the signs of arithmetic. */
function sum(first, ...terms) {
  const signed = ([factor, name]) => `${factor < 0 ? "−" : "+"} ${say(Math.abs(factor))} × ${name}`;
  return [first ? say(first) : "", ...terms.map(signed)].join(" ").replace(/^ \+ /, "");
}

/**
 * How each kind of track is described; residuals are described all together.
 * @type {Record<string, (track: object, places: {x: number[], y: number[], z: number[]}, picture: {axes: object, moving: object[], scene: object, pixels: import("../tracks/pen.js").Axes}) => string>}
 */
const WORDS = {
  line: ({ name }, { x, y }, { axes }) => lineWords(name, x, y, axes),
  network_curve: ({ name }, { x, y }, { axes }) => lineWords(name, x, y, axes),
  field: fieldWords,
  hidden_space: points,
  best: ({ name }, { x, y }, { axes }) => (x.length ? lineWords(name, x, y, axes) : ""),
  bundle: ({ name }, { x }) => `${name}: ${x.filter((value) => value === null).length} lines`,
  dots: points,
  lowest: points,
  scores: points,
  swarm: points,
  cross: points,
  stand: points,
  /** What goes at the head of a path is described with the path. */
  point(track, places, picture) {
    const leads = typeof track.x !== "number" && picture.moving.some(({ kind, of }) => kind === "path" && of === track.of);
    return leads ? "" : points(track, places, picture);
  },
  path(track, { x, y, z }, { axes, scene }) {
    const { name, x: across } = track;
    const when = short(axes.x.name).toLowerCase();
    const places = [0, x.length - 1].map((i) => (countOf(across) ? `${say(y[i])} at ${when} ${x[i]}` : at(x[i], y[i], ...(axes.z ? [z[i]] : []))));
    const left = track.y === "loss" && hasLeft(frameOf(track, scene));
    return `${name} from ${[...new Set(places)].join(" to ")}${left ? ", where it diverged" : ""}`;
  },
  arrow(track, _, { scene }) {
    const [from, to] = arrow.ends(track, scene);
    return to.every(Number.isFinite) && to.some((value, i) => value !== from[i]) ? `${track.name} to ${at(...to)}` : "";
  },
  shape(track, _, { axes, scene, pixels }) {
    const { x, y } = shape.alsoSaved(track, scene, pixels).at(-1);
    return pointsWords(track.name, x, y, null, axes);
  },
  slice(track, _, { scene }) {
    const [{ x, y }] = slice.alsoSaved(track, scene);
    return `${track.name}, your line at ${at(x[0], y[0])}`;
  },
  plane({ name, x, y }, { z }, { axes }) {
    const [wide, deep] = [x.length, y.length];
    if (finite(z).length < 2 * wide * deep) return `${name}: ${LOST}`;
    const slopes = [(z[(wide - 1) * (deep + 1)] - z[0]) / (x[wide - 1] - x[0]), (z[deep - 1] - z[0]) / (y[deep - 1] - y[0])];
    const terms = slopes.map((slope, i) => [slope, short([axes.x, axes.y][i].name)]);
    return `${name}: ${short(axes.z.name)} = ${sum(z[0] - slopes[0] * x[0] - slopes[1] * y[0], ...terms)}`;
  },
};

/** How much of the picture is each class's. */
function fieldWords({ name, classes, form }, { z }) {
  const count = form.sizes.at(-1);
  const kinds = z.flat().map((height) => (count > 1 ? Math.floor(height) : Number(height >= 0.5)));
  const shares = classes.map((each, kind) => `${each} in ${Math.round((100 * kinds.filter((k) => k === kind).length) / kinds.length)} % of the picture`);
  return shares.length ? `${name}: ${shares.join(", ")}` : "";
}

function points({ name }, { x, y, z }, { axes }) {
  return pointsWords(name, x, y, axes.z && z, axes);
}

/** Residuals lie in the trace of their kind end to end, with a gap after each: how far apart two of their places are is their size. */
const SIZES = {
  sticks: ({ y }) => gaps(y, 3, 1),
  stems: ({ z }) => gaps(z, 3, 1),
  squares: ({ y }) => gaps(y, 6, 2),
};
const gaps = (values, each, to) => values.flatMap((value, i) => (i % each ? [] : [Math.abs(values[i + to] - value)]));
const sizesOf = (track) => SIZES[track.kind === "residuals" ? track.style : track.kind];

function errorWords(stage, scene, moving) {
  // A residual that is shown as a stick and as a square is one.
  const some = moving.filter((track) => sizesOf(track) && (track.kind !== "squares" || !moving.some(({ kind }) => kind === "sticks")));
  if (!some.length) return "";
  const sizes = some.flatMap((track) => sizesOf(track)(stage.handedOver(track, scene, true)));
  return `${sizes.length} residuals, the largest ${say(span(sizes)[1])}`;
}
