/** More points by a click into their picture or the key A, fewer by a double-click on one or the Delete key. */

const CLICK_REACH = 4;
const FEWEST = 2;

/** @param {import("./points.js").Points} points whose `spec.most` says how many there may be; its nodes live as long as the player */
export function listenForAdding(points) {
  const { graph, root } = points.stage;
  graph.addEventListener("pointerdown", (down) => pressed(points, down), { capture: true });
  points.node.addEventListener("dblclick", ({ target }) => remove(points, points.grips.indexOf(target)));
  points.node.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    remove(points, points.grips.indexOf(event.target));
  });
  root.closest(".slopewise-player").addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "a" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(input|select|textarea)$/i.test(event.target.tagName)) return;
    addInTheMiddle(points);
  });
}

/** A click or tap, not a drag. Plotly covers the page while a button is down. */
function pressed(points, down) {
  if (!points.spec?.most || down.button !== 0 || down.target.closest(".modebar")) return;
  const ends = new AbortController();
  const { signal } = ends;
  const up = (event) => {
    ends.abort();
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) <= CLICK_REACH) addAt(points, event);
  };
  document.addEventListener("pointerup", up, { capture: true, signal });
  document.addEventListener("pointercancel", () => ends.abort(), { capture: true, signal });
}

function addAt(points, { clientX, clientY }) {
  const { box, fromX, fromY } = points.stage.axes(points.spec.panel);
  const bounds = points.stage.graph.getBoundingClientRect();
  const [x, y] = [clientX - bounds.left, clientY - bounds.top];
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) return;
  add(points, fromX(x), fromY(y));
}

function addInTheMiddle(points) {
  if (!points.spec?.most) return;
  const { box, fromX, fromY } = points.stage.axes(points.spec.panel);
  add(points, fromX((box.left + box.right) / 2), fromY((box.top + box.bottom) / 2));
  points.focusLast = true;
}

function add(points, x, y) {
  const now = points.points;
  if (now.x.length >= points.spec.most) return;
  const [across, up] = points.roundedPlace(x, y);
  points.replace([...now.x, across], [...now.y, up]);
}

function remove(points, i) {
  const now = points.points;
  if (!points.spec?.most || i < 0 || now.x.length <= FEWEST) return;
  const others = (_, place) => place !== i;
  points.replace(Array.from(now.x).filter(others), Array.from(now.y).filter(others));
}
