/**
 * Clicks on a surface. Plotly reports one whenever a button is down on it when it draws: also while the surface is
 * being turned, and not at all when a click is over before the next frame. There, what the mouse hovers counts.
 */

import { listenForPresses } from "../dom/clicks.js";

/**
 * @param {import("./plotly_inside.js").Graph} graph
 * @param {(place: [number, number]) => void} choose called with the place of a click, not of a turn
 * @param {AbortSignal} listening ends the listening to the mouse; Plotly forgets its own listeners when asked to
 */
export function listenForSurfaceClicks(graph, choose, listening) {
  let press = null;
  let hovered = null;
  const settle = () => {
    const place = press.moved ? null : (press.place ?? hovered);
    if (place) choose(place);
    if (place || press.moved) press = null;
  };
  listenForPresses(
    graph,
    (begun) => (press = begun),
    (ended) => press === ended && settle(),
    listening,
  );
  const onSurface = (place) => (place.data.type === "surface" ? [place.x, place.y] : null);
  graph.on("plotly_hover", ({ points: [place] }) => (hovered = onSurface(place)));
  graph.on("plotly_unhover", () => (hovered = null));
  graph.on("plotly_click", ({ points: [place] }) => {
    if (!onSurface(place) || !press) return;
    press.place = onSurface(place);
    // A click may be over before Plotly tells of it.
    if (!press.pressed) settle();
  });
}
