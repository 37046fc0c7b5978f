/** Rows that can be held out: a button on each point, for mouse, finger and keyboard. */

import { element } from "../dom/dom.js";

/** More points than these show their rings only when the pointer is near. */
const MAX_RINGS = 40;
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class RowChoice {
  /** @param {import("../stage/stage.js").Stage} stage @param {(row: number) => void} choose a row to hold out, or to take back */
  constructor(stage, choose) {
    this.stage = stage;
    this.choose = choose;
    this.node = element("div", { className: "slopewise-row-choice", role: "group", aria: { label: "Rows to hold out" } });
    this.node.addEventListener("click", (event) => this.click(event));
    this.node.addEventListener("keydown", (event) => this.walk(event));
    stage.root.append(this.node);
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    /** What each button shows: only what changes is written. */
    this.shown = new WeakMap();
  }

  /** @param {{panel: number, x: number[], y: number[], z: number[]|null, rows: number[], names: string[]}|null} spec as sent by Python */
  show(spec, colour) {
    this.spec = spec;
    const count = spec?.rows.length ?? 0;
    // The same buttons stay, and with them the focus.
    while (this.buttons.length > count) this.buttons.pop().remove();
    while (this.buttons.length < count) this.buttons.push(this.button());
    // One of them has its place in the order of the Tab key; the arrows lead to the others.
    if (count && !this.buttons.some(({ tabIndex }) => tabIndex === 0)) this.buttons[0].tabIndex = 0;
    this.buttons.forEach((button, i) => button.setAttribute("aria-label", spec.names[i]));
    this.node.hidden = !spec;
    this.node.classList.toggle("crowded", count > MAX_RINGS);
    this.node.style.setProperty("--data", colour("data"));
  }

  button() {
    const node = element("button", { type: "button", className: "slopewise-row", tabIndex: -1 });
    this.node.append(node);
    return node;
  }

  /** Where points crowd, the nearest one is meant; a key presses the one that has the focus. */
  click({ target, detail, clientX, clientY }) {
    const away = ({ left, top, width, height }) => Math.hypot(left + width / 2 - clientX, top + height / 2 - clientY);
    const distances = detail ? this.buttons.map((button) => (button.hidden ? Infinity : away(button.getBoundingClientRect()))) : [];
    const i = detail ? distances.indexOf(Math.min(...distances)) : this.buttons.indexOf(target);
    if (i < 0) return;
    this.focus(i);
    this.choose(this.spec.rows[i]);
  }

  walk(event) {
    const at = this.buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (at < 0 || !(event.key in STEPS)) return;
    // The player has uses of its own for these keys.
    event.preventDefault();
    event.stopPropagation();
    const seen = this.buttons.flatMap(({ hidden }, i) => (hidden ? [] : [i]));
    this.focus(seen.at((seen.indexOf(at) + STEPS[event.key]) % seen.length));
  }

  focus(i) {
    for (const button of this.buttons) button.tabIndex = -1;
    this.buttons[i].tabIndex = 0;
    this.buttons[i].focus({ preventScroll: true });
  }

  /** Put the buttons where the points are now. @param {number[]} held numbers of the rows held out */
  update(held) {
    if (!this.spec) return;
    const { panel, x, y, z, rows, names } = this.spec;
    const { box, project, ...axes } = this.stage.axes(panel);
    const out = new Set(held);
    this.buttons.forEach((button, i) => {
      const [left, top] = project ? project(x[i], y[i], z[i]) : [axes.x(x[i]), axes.y(y[i])];
      const pressed = out.has(rows[i]);
      const shown = `${left} ${top} ${pressed}`;
      if (this.shown.get(button) === shown) return;
      this.shown.set(button, shown);
      // Zoomed out of the picture, a point is not there to be pressed.
      button.hidden = !(left >= box.left - 1 && left <= box.right + 1 && top >= box.top - 1 && top <= box.bottom + 1);
      button.style.transform = `translate(${left}px, ${top}px)`;
      button.setAttribute("aria-pressed", String(pressed));
      button.title = `${names[i]}: ${pressed ? "take it back" : "hold it out"}`;
    });
  }
}
