/** More points by a click into their picture or the key A, fewer by a double-click on one or the Delete key. */

import { listenForClicks, placeIn } from "../dom/clicks.js";
import { listenToKeys } from "../dom/keys.js";

const FEWEST = 2;

/** @param {import("./points.js").Points} points whose `spec.most` says how many there may be; its nodes live as long as the player */
export function listenForAdding(points) {
  const { graph, root, signal } = points.stage;
  listenForClicks(graph, (event) => addAt(points, event));
  points.node.addEventListener("dblclick", ({ target }) => remove(points, points.grips.indexOf(target)));
  points.node.addEventListener("keydown", (event) => {
    if (event.repeat || (event.key !== "Delete" && event.key !== "Backspace")) return;
    remove(points, points.grips.indexOf(event.target));
  });
  listenToKeys(root.closest(".slopewise-player"), { a: () => addInTheMiddle(points) }, signal, () => Boolean(points.spec?.most));
}

function addAt(points, event) {
  const place = points.spec?.most && placeIn(points.stage, points.spec.panel, event);
  if (place) add(points, ...place);
}

function addInTheMiddle(points) {
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
