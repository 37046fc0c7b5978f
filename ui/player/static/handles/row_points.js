/** One row of the data, chosen by a click or tap near its point, and the ring that the point wears. */

import { placeIn } from "../dom/clicks.js";
import { element, setHidden } from "../dom/dom.js";

/** So near to a point a click means it, in CSS pixels: by a mouse, and by a finger. */
const NEAR = 12;
const FINGER = 22;

export class RowPoints {
  /** @param {import("../stage/stage.js").Stage} stage @param {(row: number) => void} choose */
  constructor(stage, choose) {
    this.stage = stage;
    this.choose = choose;
    this.ring = element("div", { className: "slopewise-row-ring", hidden: true });
    stage.root.append(this.ring);
  }

  /** @param {{panel: number, x: ArrayLike<number>, y: ArrayLike<number>, chosen: number}|null} spec as `ui.player.row_choice.RowPoints` */
  show(spec) {
    this.spec = spec;
  }

  /** Choose the row whose point is clicked, the nearest of several. @param {PointerEvent} event @returns {number[]|null} where that point lies; null where none is near */
  click(event) {
    const { spec, stage } = this;
    if (!spec || !stage.isDrawn || !placeIn(stage, spec.panel, event)) return null;
    const bounds = stage.graph.getBoundingClientRect();
    const axes = stage.axes(spec.panel);
    const away = Array.from(spec.x, (x, row) => Math.hypot(axes.x(x) - (event.clientX - bounds.left), axes.y(spec.y[row]) - (event.clientY - bounds.top)));
    // Of very many rows a call with all of them would have too many arguments.
    const row = away.reduce((least, distance, i) => (distance < away[least] ? i : least), 0);
    if (!(away[row] <= (event.pointerType === "mouse" ? NEAR : FINGER))) return null;
    this.choose(row);
    return [spec.x[row], spec.y[row]];
  }

  /** Put the ring around the point of a row. @param {number|null} row */
  update(row) {
    const { spec, ring, stage } = this;
    const axes = spec && row !== null ? stage.axes(spec.panel) : null;
    const [x, y] = axes ? [axes.x(spec.x[row]), axes.y(spec.y[row])] : [];
    // Zoomed out of the picture, a point is not there to wear it.
    setHidden(ring, !(axes && x >= axes.box.left && x <= axes.box.right && y >= axes.box.top && y <= axes.box.bottom));
    if (ring.hidden) return;
    ring.dataset.row = String(row + 1);
    ring.style.transform = `translate(${x}px, ${y}px)`;
  }
}
