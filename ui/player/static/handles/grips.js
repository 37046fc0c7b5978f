/** What every grip has in common: how it follows a pointer, which arrow a key is, and what is said of it. */

/** The way of an arrow key, right and up. */
export const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

const LIMIT_DIGITS = 6;

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * Follow a pointer over a panel until it is let go; beyond the panel's edge the grip stays at the edge.
 * @param {PointerEvent} event that took the grip @param {HTMLElement} node the grip
 * @param {import("../stage/stage.js").Stage} stage @param {number} panel
 * @param {{move: (x: number, y: number) => void, release: () => void}} actions in the units of the panel's axes
 */
export function follow(event, node, stage, panel, { move, release }) {
  event.preventDefault();
  node.focus();
  node.setPointerCapture(event.pointerId);
  const ends = new AbortController();
  const { signal } = ends;
  const onMove = (next) => {
    const bounds = stage.graph.getBoundingClientRect();
    const axes = stage.axes(panel);
    const x = clamp(next.clientX - bounds.left, axes.box.left, axes.box.right);
    const y = clamp(next.clientY - bounds.top, axes.box.top, axes.box.bottom);
    move(axes.fromX(x), axes.fromY(y));
  };
  const onRelease = () => {
    ends.abort();
    release();
  };
  node.addEventListener("pointermove", onMove, { signal });
  node.addEventListener("pointerup", onRelease, { signal });
  node.addEventListener("pointercancel", onRelease, { signal });
}

/**
 * Tell screen readers where a grip is: its height among those that its panel shows, and its place in words.
 * @param {HTMLElement} node the grip @param {number} height @param {object} axes of its panel @param {string} words
 */
export function speak(node, height, { box, fromY }, words) {
  const ends = [height, ...[box.bottom, box.top].map((place) => Number(fromY(place).toPrecision(LIMIT_DIGITS)))];
  const said = { valuemin: Math.min(...ends), valuemax: Math.max(...ends), valuenow: height, valuetext: words };
  for (const [name, value] of Object.entries(said)) {
    if (node.getAttribute(`aria-${name}`) !== String(value)) node.setAttribute(`aria-${name}`, String(value));
  }
}

/** Width and height of what a panel shows, in the units of its axes. */
export function extent(axes) {
  const { left, right, top, bottom } = axes.box;
  return [Math.abs(axes.fromX(right) - axes.fromX(left)), Math.abs(axes.fromY(top) - axes.fromY(bottom))];
}
