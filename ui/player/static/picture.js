/** The picture to take away: drawn once more, by Plotly alone, so that what is on show need not be touched. */

import { visible } from "./pen.js";
import { KINDS } from "./tracks.js";

const FAINT = 0.3;
/** Dots of a PNG to one on the screen; a drawing is as sharp as one likes. */
const SCALES = { png: 2, svg: 1 };

/**
 * What lies faintly below the tracks, as traces.
 * @param {object[]} tracks @param {object[]} moving their traces @param {import("./pen.js").Scene} scene
 */
export function ghosts(tracks, moving, scene) {
  return tracks.flatMap((track, i) => {
    if (!track.ghost || !visible(track, scene)) return [];
    return [{ ...moving[i], ...KINDS[track.kind].ghostOver(track, scene), uid: `ghost${i}`, opacity: FAINT }];
  });
}

/** @param {object} Plotly @param {{data: object[], layout: object}} figure @param {string} name @param {"png"|"svg"} format */
export async function savePicture(Plotly, figure, name, format) {
  const { width, height } = figure.layout;
  await Plotly.downloadImage(figure, { format, width, height, scale: SCALES[format], filename: name });
}
