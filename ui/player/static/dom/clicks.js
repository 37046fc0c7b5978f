/** Clicks and taps in the pictures, told apart from drags. Plotly covers the page while a button is down. */

/** So far a finger may slip in a click, in CSS pixels. */
const REACH = 4;

/** @typedef {{pressed: boolean, moved: boolean}} Press one that has moved, or that the browser took for a scroll, is no click */

/**
 * @param {HTMLElement} graph where Plotly draws
 * @param {(press: Press) => void} begin called when the button or finger goes down
 * @param {(press: Press, event: PointerEvent) => void} end called when it is let go
 * @param {AbortSignal} [signal] ends the listening, where it ends before the graph does
 */
export function listenForPresses(graph, begin, end, signal) {
  const pressed = (down) => {
    if (down.button !== 0 || !down.isPrimary || down.target.closest(".modebar")) return;
    const press = { pressed: true, moved: false };
    const ends = new AbortController();
    const listen = (type, act) => document.addEventListener(type, act, { capture: true, signal: ends.signal });
    const finish = (event) => {
      ends.abort();
      press.pressed = false;
      press.moved ||= event.type === "pointercancel";
      end(press, event);
    };
    listen("pointermove", (event) => (press.moved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > REACH));
    listen("pointerup", finish);
    listen("pointercancel", finish);
    begin(press);
  };
  graph.addEventListener("pointerdown", pressed, { capture: true, signal });
}

/** @param {HTMLElement} graph where Plotly draws @param {(event: PointerEvent) => void} click called with the end of a click */
export function listenForClicks(graph, click) {
  listenForPresses(
    graph,
    () => {},
    (press, event) => press.moved || click(event),
  );
}

/**
 * @param {import("../stage/stage.js").Stage} stage @param {number} panel @param {PointerEvent} event
 * @returns {[number, number]|null} where in a panel's plane a pointer is; null outside of it, and in a scene
 */
export function placeIn(stage, panel, { clientX, clientY }) {
  const { box, project, fromX, fromY } = stage.axes(panel);
  const bounds = stage.graph.getBoundingClientRect();
  const [x, y] = [clientX - bounds.left, clientY - bounds.top];
  const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  return inside && !project ? [fromX(x), fromY(y)] : null;
}
