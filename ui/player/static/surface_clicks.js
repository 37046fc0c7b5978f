/**
 * Clicks on a surface. Plotly reports one whenever a button is down on it when it draws: also while the surface is
 * being turned, and not at all when a click is over before the next frame. There, what the mouse hovers counts.
 */

const REACH = 4;

/**
 * @param {HTMLElement} graph where Plotly draws
 * @param {(place: [number, number]) => void} choose called with the place of a click, not of a turn
 */
export function listenForSurfaceClicks(graph, choose) {
  let press = null;
  let hovered = null;
  const settle = () => {
    const place = press.moved ? null : (press.place ?? hovered);
    if (place) choose(place);
    if (place || press.moved) press = null;
  };
  graph.addEventListener(
    "pointerdown",
    ({ clientX, clientY, button, target }) => {
      if (button !== 0 || target.closest(".modebar")) return;
      const ends = new AbortController();
      const { signal } = ends;
      const own = (press = { held: true, moved: false, place: null });
      const move = (event) => (own.moved ||= Math.hypot(event.clientX - clientX, event.clientY - clientY) > REACH);
      const up = () => {
        ends.abort();
        own.held = false;
        if (press === own) settle();
      };
      document.addEventListener("pointermove", move, { capture: true, signal });
      document.addEventListener("pointerup", up, { capture: true, signal });
      document.addEventListener("pointercancel", up, { capture: true, signal });
    },
    { capture: true },
  );
  const onSurface = (place) => (place.data.type === "surface" ? [place.x, place.y] : null);
  graph.on("plotly_hover", ({ points: [place] }) => (hovered = onSurface(place)));
  graph.on("plotly_unhover", () => (hovered = null));
  graph.on("plotly_click", ({ points: [place] }) => {
    if (!onSurface(place) || !press) return;
    press.place = onSurface(place);
    // A click may be over before Plotly tells of it.
    if (!press.held) settle();
  });
}
