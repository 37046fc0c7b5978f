/** The moving things of a model with several features, in a 3-D panel: a plane, and predictions beside their targets. */

import { evaluate } from "../model/forms.js";
import { disc, lines, parametersOf, stroke } from "./pen.js";

/** The lines of the net, along y and along x, as lists of places in the scene's units. */
function net(track, scene) {
  const heights = evaluate(track.form, parametersOf(track, scene));
  const across = Array.from(track.x);
  const along = Array.from(track.y);
  const place = (i, j) => [across[i], along[j], heights[i * along.length + j]];
  return [...across.map((_, i) => along.map((_, j) => place(i, j))), ...along.map((_, j) => across.map((_, i) => place(i, j)))];
}

/** Draw through places, lifting the pen where one lies outside the scene. */
function follow(context, places) {
  let down = false;
  for (const [x, y] of places) {
    const seen = Number.isFinite(x) && Number.isFinite(y);
    if (seen && down) context.lineTo(x, y);
    else if (seen) context.moveTo(x, y);
    down = seen;
  }
}

/** Lists of places as Plotly takes them, with a gap after each list. */
function withGaps(lists) {
  const columns = { x: [], y: [], z: [] };
  for (const list of lists) {
    for (const place of list) ["x", "y", "z"].forEach((name, i) => columns[name].push(place[i]));
    for (const column of Object.values(columns)) column.push(null);
  }
  return columns;
}

export const plane = {
  draw(context, axes, track, scene) {
    const projected = net(track, scene).map((places) => places.map((place) => axes.project(...place)));
    const [first, last] = [projected[0], projected[track.x.length - 1]];
    const [low, high] = [projected[track.x.length], projected[projected.length - 1]];
    stroke(context, scene, track);
    // A plane is seen as the area within its four edges, whichever way it is turned.
    const edges = [...first, ...high, ...[...last].reverse(), ...[...low].reverse()];
    if (edges.every((place) => place.every(Number.isFinite))) {
      context.beginPath();
      follow(context, edges);
      context.globalAlpha = 0.14;
      context.fillStyle = scene.colour(track.colour);
      context.fill();
    }
    context.globalAlpha = 0.85;
    context.beginPath();
    for (const places of projected) follow(context, places);
    context.stroke();
  },
  handOver: (track, scene) => withGaps(net(track, scene)),
  style: (track, colour) => ({ ...lines(track, colour), hoverinfo: "skip" }),
};

const stemsOf = (track, scene) => {
  const ends = evaluate(track.form, parametersOf(track, scene));
  return Array.from(ends, (end, i) => [track.z[i], end].map((z) => [track.x[i], track.y[i], z]));
};

export const stems = {
  draw(context, axes, track, scene) {
    for (const stem of stemsOf(track, scene)) {
      const [target, end] = stem.map((place) => axes.project(...place));
      if (![...target, ...end].every(Number.isFinite)) continue;
      stroke(context, scene, track);
      context.beginPath();
      follow(context, [target, end]);
      context.stroke();
      disc(context, scene, track.colour, ...end, track.size);
    }
  },
  handOver: (track, scene) => withGaps(stemsOf(track, scene)),
  style: (track, colour) => ({ ...lines(track, colour), mode: "lines+markers", marker: { color: colour(track.colour), size: 3 } }),
};
