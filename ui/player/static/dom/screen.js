/** What the screen does to the pictures: their room changes, and how many of its pixels are one of the page. */

/**
 * Follow the room of a node that changes: once a frame at most, and not while what followed before is under way.
 * @param {HTMLElement} node @param {() => Promise<void>} underWay when that is done @param {() => void} resized
 * @param {AbortSignal} signal ends the watching
 */
export function onResize(node, underWay, resized, signal) {
  let due = false;
  const observer = new ResizeObserver(async () => {
    if (due) return;
    due = true;
    await new Promise(requestAnimationFrame);
    await underWay();
    due = false;
    if (!signal.aborted) resized();
  });
  observer.observe(node);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** Pixels are others on another screen, and with the browser's zoom. @param {() => void} changed @param {AbortSignal} signal ends the watching */
export function onRatioChange(changed, signal) {
  const now = globalThis.matchMedia(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
  const next = () => {
    changed();
    onRatioChange(changed, signal);
  };
  now.addEventListener("change", next, { once: true, signal });
}
