/** The picture to take away: drawn once more, by Plotly alone, so that what is on show need not be touched. */

import { evaluate } from "../model/forms.js";
import { visible } from "../tracks/pen.js";
import { KINDS } from "../tracks/tracks.js";

const FAINT = 0.3;
const GRIP = 16;
/** Dots of a PNG to one on the screen; a drawing is as sharp as one likes. */
const SHARP = 2;
const SCALES = { png: SHARP, svg: 1 };

/** @param {import("./stage.js").Stage} stage @param {string} name @param {"png"|"svg"} format */
export async function saveStage(stage, name, format) {
  const { content, graph, tracks } = stage;
  const scene = stage.events.scene();
  const moving = tracks.map((track, i) => ({ ...stage.movingTrace(track, i), ...stage.handedOver(track, scene, !stage.inScene(track)) }));
  const still = graph.data.slice(0, stage.firstMoving);
  const marks = discs(tracks, moving, scene, (panel) => stage.axes(panel));
  const high = tracks.filter((track) => stage.inScene(track));
  const drawn = (context) => high.forEach((track) => stage.drawTrack(context, track, scene, true));
  const layout = { ...graph.layout, images: high.length ? [imageOver(graph.layout, drawn)] : [] };
  const data = [...still, ...ghosts(tracks, moving, scene), ...moving, ...marks, ...grips(content, scene)];
  const { width, height } = layout;
  await stage.Plotly.downloadImage({ data, layout }, { format, width, height, scale: SCALES[format], filename: name });
}

/**
 * What lies faintly below the tracks, as traces.
 * @param {object[]} tracks @param {object[]} moving their traces @param {import("../tracks/pen.js").Scene} scene
 */
function ghosts(tracks, moving, scene) {
  return tracks.flatMap((track, i) => {
    if (!track.ghost || !visible(track, scene) || inScene(moving[i])) return [];
    return [{ ...moving[i], ...KINDS[track.kind].ghostOver(track, scene), uid: `ghost${i}`, opacity: FAINT }];
  });
}

/** What else a kind draws beside its line, as traces: the points on a curve, the predictions on a line. */
function discs(tracks, moving, scene, axesOf) {
  return tracks.flatMap((track, i) => {
    if (!visible(track, scene) || inScene(moving[i])) return [];
    const { xaxis, yaxis } = moving[i];
    const found = KINDS[track.kind].alsoSaved?.(track, scene, axesOf(track.panel)) ?? [];
    return found.map((trace, j) => ({ xaxis, yaxis, showlegend: false, ...trace, uid: `disc${i}-${j}` }));
  });
}

const inScene = (trace) => trace.scene !== undefined;

/**
 * What moves in the scenes, as an image over them: Plotly would sink it into the surface, and at other sizes.
 * @param {{width: number, height: number}} size of the figure @param {(context: CanvasRenderingContext2D) => void} draw
 */
function imageOver({ width, height }, draw) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SHARP * width, height: SHARP * height });
  const context = canvas.getContext("2d");
  context.scale(SHARP, SHARP);
  draw(context);
  return { source: canvas.toDataURL(), xref: "paper", yref: "paper", x: 0, y: 1, sizex: 1, sizey: 1, sizing: "stretch", layer: "above" };
}

/** What the user can drag, as rings: the ends of the line, and its place in the landscape. A scene shows none. */
function grips({ handles, panels }, { line, colour }) {
  if (!handles || !line) return [];
  const ring = { mode: "markers", marker: { size: GRIP, color: colour("background"), line: { color: colour("user"), width: 4 } }, showlegend: false };
  const at = (panel, x, y) => {
    const { x: xaxis, y: yaxis } = panels[panel];
    return xaxis.startsWith("scene") ? [] : [{ type: "scatter", xaxis, yaxis, x: Array.from(x), y: Array.from(y), ...ring, uid: `grip${panel}` }];
  };
  const ends = handles.x ? at(handles.panel, handles.x, evaluate(handles.form, line)) : [];
  return [...ends, ...(handles.landscape === null ? [] : at(handles.landscape, [line[0]], [line[1]]))];
}
