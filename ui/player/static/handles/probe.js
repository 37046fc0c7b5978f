/** A place in a network's field that is pointed at: as long as the mouse is there, or until another click. */

import { listenForClicks, placeIn } from "../dom/clicks.js";

/**
 * @param {import("../stage/stage.js").Stage} stage @param {import("../networks/touched.js").Touched} touched what is pointed at
 * @param {AbortSignal} signal ends the listening
 */
export function listenForPointing(stage, touched, signal) {
  const { graph } = stage;
  const leave = () => touched.passing && touched.look({ passing: null });
  graph.addEventListener(
    "pointermove",
    (event) => {
      const place = event.pointerType === "mouse" && !event.buttons ? placeOf(stage, event) : null;
      if (place) touched.look({ passing: place });
      else leave();
    },
    { signal },
  );
  graph.addEventListener("pointerleave", leave, { signal });
  listenForClicks(graph, (event) => {
    const place = placeOf(stage, event);
    if (place) touched.look({ pinned: place, passing: null });
    else if (touched.pinned) touched.look({ pinned: null });
  });
}

/** The inputs below a pointer, in the panel of a network; null elsewhere. */
function placeOf(stage, event) {
  if (!stage.isDrawn) return null;
  for (const { kind, panel, form } of stage.content.tracks) {
    if (kind !== "field" && kind !== "network_curve") continue;
    const place = placeIn(stage, panel, event);
    if (place) return place.slice(0, form.sizes[0]);
  }
  return null;
}
