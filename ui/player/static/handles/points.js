/** Data points that can be moved: a grip each, for mouse, finger and keyboard. */

import { element } from "../dom/dom.js";
import { later } from "../dom/later.js";
import { trimmed } from "../model/numbers.js";
import { listenForAdding } from "./adding.js";
import { ARROWS, clamp, extent, follow, speak } from "./grips.js";

const KEYS_END = 400;
/** A place is rounded to a power of ten so fine that a pixel is hardly more, and a key moves a point by about a hundredth. */
const FINEST = 200;
const FINE = 100;
const COARSER = 5;
/** More points than these show their rings only when the pointer is near. */
const MAX_RINGS = 12;

export class Points {
  /**
   * @param {import("../stage/stage.js").Stage} stage
   * @param {{move: (points: {x: Float64Array, y: Float64Array}) => void, release: () => void}} actions
   */
  constructor(stage, actions) {
    this.stage = stage;
    this.actions = actions;
    this.node = element("div", { className: "slopewise-points", role: "group", aria: { label: "Data points" } });
    stage.root.append(this.node);
    this.grips = [];
    /** Where each grip was put, and what was said of it: only what changes is announced. */
    this.places = new WeakMap();
    this.said = new WeakMap();
    listenForAdding(this);
  }

  /** @param {number[]} xs @param {number[]} ys the points, one more or one less than before */
  replace(xs, ys) {
    this.actions.move({ x: Float64Array.from(xs), y: Float64Array.from(ys) });
    this.actions.release();
  }

  /** @param {{panel: number, names: string[], units: string[], most: number}|null} spec as sent by Python */
  show(spec, colour) {
    this.spec = spec;
    const names = spec?.names ?? [];
    // The same grips stay, and with them the focus.
    while (this.grips.length > names.length) this.grips.pop().remove();
    while (this.grips.length < names.length) this.grips.push(this.grip(this.grips.length));
    this.grips.forEach((grip, i) => grip.setAttribute("aria-label", names[i]));
    if (this.focusLast && names.length > 0) this.grips.at(-1).focus();
    this.focusLast = false;
    this.node.hidden = !spec;
    this.node.classList.toggle("crowded", names.length > MAX_RINGS);
    this.node.style.setProperty("--data", colour("data"));
  }

  grip(i) {
    const node = element("div", { className: "slopewise-handle slopewise-point", tabIndex: 0, role: "slider" });
    node.addEventListener("pointerdown", (event) => this.grab(event));
    node.addEventListener("keydown", (event) => this.nudge(event, i));
    this.node.append(node);
    return node;
  }

  /** Grips overlap where points crowd: the nearest one is meant. */
  grab(event) {
    const away = this.grips.map((grip) => {
      const { left, top, width, height } = grip.getBoundingClientRect();
      return Math.hypot(left + width / 2 - event.clientX, top + height / 2 - event.clientY);
    });
    const i = away.indexOf(Math.min(...away));
    this.dragging = true;
    follow(event, this.grips[i], this.stage, this.spec.panel, {
      move: (x, y) => this.put(i, x, y),
      release: this.release,
    });
  }

  nudge(event, i) {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    event.stopPropagation();
    const axes = this.stage.axes(this.spec.panel);
    const [right, up] = ARROWS[event.key];
    const [dx, dy] = extent(axes).map((size) => roundStep(size / FINE) * (event.shiftKey ? COARSER : 1));
    const { left, right: end, top, bottom } = axes.box;
    const x = clamp(this.points.x[i] + right * dx, axes.fromX(left), axes.fromX(end));
    const y = clamp(this.points.y[i] + up * dy, axes.fromY(bottom), axes.fromY(top));
    this.put(i, x, y);
    // Many keys in a row are one release.
    this.dragging = true;
    later(this.release, KEYS_END);
  }

  release = () => {
    this.dragging = false;
    this.actions.release();
  };

  put(i, x, y) {
    const moved = { x: this.points.x.slice(), y: this.points.y.slice() };
    [moved.x[i], moved.y[i]] = this.roundedPlace(x, y);
    this.actions.move(moved);
  }

  /** A place without digits finer than a pixel. */
  roundedPlace(x, y) {
    const [across, up] = extent(this.stage.axes(this.spec.panel)).map((size) => 10 ** Math.floor(Math.log10(size / FINEST)));
    return [rounded(x, across), rounded(y, up)];
  }

  /** Put the grips where the points are now. */
  update(points) {
    this.points = points;
    if (!this.spec || !points) return;
    const axes = this.stage.axes(this.spec.panel);
    const { left, right, top, bottom } = axes.box;
    // Points that were just added or removed have their grips when Python has answered.
    if (points.x.length !== this.grips.length) return;
    this.grips.forEach((grip, i) => {
      const [x, y] = [axes.x(points.x[i]), axes.y(points.y[i])];
      const place = `translate(${x}px, ${y}px)`;
      if (this.places.get(grip) === place) return;
      this.places.set(grip, place);
      // Zoomed out of the picture, a point is not there to be caught.
      grip.hidden = x < left - 1 || x > right + 1 || y < top - 1 || y > bottom + 1;
      grip.style.transform = place;
    });
    this.grips.forEach((grip, i) => this.speak(grip, i, axes));
  }

  speak(grip, i, axes) {
    const [x, y] = [this.points.x[i], this.points.y[i]];
    const said = `${x} ${y} ${this.spec.units} ${this.spec.names[i]} ${axes.signature}`;
    if (this.said.get(grip) === said) return;
    this.said.set(grip, said);
    const announced = [x, y].map((value, side) => `${trimmed(value)} ${this.spec.units[side]}`.trim()).join(", ");
    speak(grip, y, axes, announced);
    grip.title = `${this.spec.names[i]}: ${announced}`;
  }
}

/** The nearest of 1, 2, 5 × powers of ten. */
function roundStep(size) {
  const ten = 10 ** Math.floor(Math.log10(size));
  const part = size / ten;
  return ten * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
}

/** A multiple of a step, without the digits that binary fractions add. */
const rounded = (value, step) => Number((Math.round(value / step) * step).toPrecision(12));
