/**
 * Paths that turn back again and again, or fly away: drawn in full they would fill the picture. What lies behind is
 * thin and faint, the last steps are as every path, and of a run that diverged they are dots that one can count.
 */

import { disc, stroke } from "./pen.js";

/** From so many turns on a path fades. */
const MANY_TURNS = 32;
const RECENT = 8;
const THIN = 1;
const FAINT = 0.28;
const DOT = 7;

/** Whether a track is a way across a landscape, and no curve over the epochs. */
const isWay = (track) => typeof track.x === "number" && typeof track.y === "number";

/** How often a way has turned back up to each row, by the column of its first parameter. @type {WeakMap<ArrayLike<number>, Int32Array>} */
const turns = new WeakMap();

function turnsOf(xs, ys) {
  if (turns.has(xs)) return turns.get(xs);
  const counted = new Int32Array(xs.length);
  for (let i = 2; i < xs.length; i++) {
    const back = [xs, ys].some((column) => (column[i] - column[i - 1]) * (column[i - 1] - column[i - 2]) < 0);
    counted[i] = counted[i - 1] + Number(back);
  }
  turns.set(xs, counted);
  return counted;
}

/** @returns {boolean} whether a track's way through a run fades behind its head at a row */
export function fades(track, run, row) {
  if (!isWay(track)) return false;
  const { parameters } = run.full ?? run;
  return run.divergedAt !== null || turnsOf(parameters[track.x], parameters[track.y])[row] > MANY_TURNS;
}

/** @returns {number} the row where the last steps up to a row begin; 0 where the way does not fade */
export const recentFrom = (track, run, row) => (fades(track, run, row) ? Math.max(0, row - RECENT) : 0);

/** How the part that lies behind is drawn. */
export const thin = (context, scene, track) => stroke(context, scene, { ...track, width: THIN }, FAINT);

/** The last steps up to a row of a run that diverges, as dots. */
export function dots(context, scene, track, { xs, ys, rows }, row) {
  context.globalAlpha = 1;
  for (let i = 0; i < rows.length && rows[i] <= row; i++) {
    if (rows[i] >= row - RECENT && Number.isFinite(xs[i]) && Number.isFinite(ys[i])) disc(context, scene, track.colour, xs[i], ys[i], DOT);
  }
}
