/** The point that a table's row stands for, ringed wherever the pictures show it. */

import { POINT } from "../dom/row_highlight.js";
import { evaluate } from "../model/forms.js";
import { parametersOf } from "../tracks/pen.js";
import { hideLens, showLens } from "./lens.js";
import { tracesOf } from "./plotly_inside.js";

const RADIUS = 11;
const RIM = 8;
const RING = 4;

export class Highlight {
  /** @type {number|null} the row of the data set that is meant */
  row = null;

  /** @param {HTMLElement} root it says by `data-highlighted` which point is ringed @param {() => void} changed @param {AbortSignal} signal */
  listen(root, changed, signal) {
    this.root = root;
    const take = (/** @type {CustomEvent} */ { detail }) => {
      this.row = detail.row;
      this.y = detail.y;
      changed();
    };
    document.addEventListener(POINT, take, { signal });
  }

  /** Ring the point over all else. @param {import("./stage.js").Stage} stage @param {import("../tracks/pen.js").Scene} scene */
  draw(stage, scene) {
    const places = this.row === null || !stage.isDrawn ? [] : placesOf(stage, scene, this.row);
    if (!places.length) {
      delete this.root.dataset.highlighted;
      hideLens(this.root, stage);
      return;
    }
    this.root.dataset.highlighted = String(this.row);
    showLens(this.root, stage, places[0].panel, this.y);
    const context = stage.canvases.above.getContext("2d");
    context.globalAlpha = 1;
    context.setLineDash([]);
    for (const { colour, width } of [
      { colour: "background", width: RIM },
      { colour: "text", width: RING },
    ]) {
      context.strokeStyle = scene.colour(colour);
      context.lineWidth = width;
      for (const { x, y } of places) {
        context.beginPath();
        context.arc(x, y, RADIUS * stage.placement.scale, 0, 2 * Math.PI);
        context.stroke();
      }
    }
  }
}

/** Where a row of the data set lies, panel by panel, in pixels of the figure: in what stands still, and in what moves. */
function placesOf(stage, scene, row) {
  const { panels, tracks, points } = stage.content;
  const found = [];
  const add = (panel, ...place) => {
    const axes = stage.axes(panel);
    const [x, y] = axes.project ? axes.project(...place) : [axes.x(place[0]), axes.y(place[1])];
    const { left, right, top, bottom } = axes.box;
    if (x >= left && x <= right && y >= top && y <= bottom) found.push({ panel, x, y });
  };
  // Plotly has unpacked the numbers it was given.
  for (const trace of tracesOf(stage.graph)) {
    if (trace.meta !== "rows" || !(row < trace.x.length)) continue;
    const panel = panels.findIndex(({ x }) => x === (trace.scene ?? trace.xaxis));
    add(panel, trace.x[row], trace.y[row], trace.z?.[row]);
  }
  for (const track of tracks) {
    if (track.kind !== "dots" || !(row < track.x.length)) continue;
    add(track.panel, track.x[row], evaluate(track.y, parametersOf(track, scene))[row]);
  }
  if (points && row < scene.points.x.length) add(points.panel, scene.points.x[row], scene.points.y[row]);
  return found;
}
