/** A click into a picture over the epochs, such as that of the loss, goes to the epoch there. */

import { listenForClicks, placeIn } from "../dom/clicks.js";
import { countOf } from "../model/coordinates.js";

/** @param {import("../stage/stage.js").Stage} stage @param {(time: number) => void} goTo called with a moment in epochs @param {AbortSignal} signal */
export function listenForEpochClicks(stage, goTo, signal) {
  const { graph } = stage;
  listenForClicks(graph, (event) => {
    const time = timeAt(stage, event);
    if (time !== null) goTo(time);
  });
  const point = (event) => graph.classList.toggle("over-epochs", event.pointerType === "mouse" && timeAt(stage, event) !== null);
  graph.addEventListener("pointermove", point, { signal });
}

/** The moment below a pointer, or null where there is none. */
function timeAt(stage, event) {
  const { content } = stage;
  // Before a guess there is the start alone.
  if (!content?.transport || content.run.epochs.length < 2 || !stage.isDrawn) return null;
  // Steps and rows are those of the run on show: others beside it may have other batches.
  for (const { panel, x, of } of content.tracks) {
    const count = typeof of === "number" ? null : countOf(x);
    const place = count && placeIn(stage, panel, event);
    if (place) return place[0] / count.per_epoch;
  }
  return null;
}
