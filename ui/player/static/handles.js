/** Handles: the line held by two points of it, and the same line held by its place in the landscape. */

import { element } from "./dom.js";
import { evaluate } from "./forms.js";
import { ARROWS, clamp, extent, follow } from "./grips.js";
import { written } from "./numbers.js";

const FINE = 0.01;
const COARSE = 0.05;

const KEYS_END = 400;
const CLICK_REACH = 4;

export class Handles {
  /**
   * @param {import("./stage.js").Stage} stage
   * @param {{move: (parameters: number[]) => void, release: () => void}} actions
   *   move: called in the same frame as the finger; release: the hand has come to rest
   */
  constructor(stage, actions) {
    this.stage = stage;
    this.actions = actions;
    this.node = element("div", { className: "slopewise-handles" });
    stage.root.append(this.node);
    this.listenForClicks();
  }

  /** @param {object|null} spec ends of the line and panel of the landscape, as sent by Python. */
  show(spec, colour) {
    // The same grips stay, and with them the focus.
    const same = JSON.stringify(spec?.names) === JSON.stringify(this.spec?.names) && spec?.landscape === this.spec?.landscape;
    this.spec = spec;
    if (!same || !this.grips) this.build();
    this.node.style.setProperty("--hand", colour("hand"));
  }

  build() {
    const { spec } = this;
    const ends = spec?.x ? [0, 1].map((end) => this.grip(spec.names[end], spec.panel, (x, y) => this.throughEnd(end, y), "ns-resize")) : [];
    const place = spec && spec.landscape !== null ? [this.grip(spec.names.at(-1), spec.landscape, (x, y) => [x, y], "move")] : [];
    this.grips = [...ends, ...place];
    this.node.replaceChildren(...this.grips.map((grip) => grip.node));
  }

  grip(name, panel, solve, cursor) {
    const node = element("div", { className: "slopewise-handle", tabIndex: 0, role: "slider", aria: { label: name } });
    node.style.cursor = cursor;
    const grip = { node, panel, solve, place: [0, 0] };
    node.addEventListener("pointerdown", (event) => this.grab(event, grip));
    node.addEventListener("keydown", (event) => this.nudge(event, grip));
    return grip;
  }

  /** A click or tap in the landscape, not a drag: there the hand goes. Plotly covers the page while a button is down. */
  listenForClicks() {
    const { graph } = this.stage;
    graph.addEventListener(
      "pointerdown",
      (down) => {
        if (!this.spec?.trains || this.spec.landscape === null || down.button !== 0 || down.target.closest(".modebar")) return;
        const ends = new AbortController();
        const { signal } = ends;
        const up = (event) => {
          ends.abort();
          if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) <= CLICK_REACH) this.click(event);
        };
        document.addEventListener("pointerup", up, { capture: true, signal });
        document.addEventListener("pointercancel", () => ends.abort(), { capture: true, signal });
      },
      { capture: true },
    );
  }

  click({ clientX, clientY }) {
    const axes = this.stage.axes(this.spec.landscape);
    if (axes.project) return;
    const bounds = this.stage.graph.getBoundingClientRect();
    const [x, y] = [clientX - bounds.left, clientY - bounds.top];
    if (x < axes.box.left || x > axes.box.right || y < axes.box.top || y > axes.box.bottom) return;
    this.goTo([axes.fromX(x), axes.fromY(y)]);
  }

  /** A place was chosen in the landscape, at once. */
  goTo(parameters) {
    if (!this.spec?.trains) return;
    this.actions.move(parameters);
    this.actions.release();
  }

  /** The line through a new height at one end and the old one at the other: two equations, two parameters. */
  throughEnd(end, y) {
    const { offset, weights } = this.spec.form;
    const heights = evaluate(this.spec.form, this.parameters);
    heights[end] = y;
    const [a, b, c, d] = weights;
    const [u, v] = [heights[0] - offset[0], heights[1] - offset[1]];
    const determinant = a * d - b * c;
    return [(u * d - b * v) / determinant, (a * v - u * c) / determinant];
  }

  grab(event, grip) {
    this.held = true;
    follow(event, grip.node, this.stage, grip.panel, {
      move: (x, y) => this.actions.move(grip.solve(x, y)),
      release: () => {
        this.held = false;
        this.actions.release();
      },
    });
  }

  nudge(event, grip) {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? COARSE : FINE;
    const [width, height] = extent(this.stage.axes(grip.panel));
    const [dx, dy] = ARROWS[event.key];
    this.actions.move(grip.solve(grip.place[0] + dx * step * width, grip.place[1] + dy * step * height));
    // Many keys in a row are one release.
    clearTimeout(this.keys);
    this.held = true;
    this.keys = setTimeout(() => {
      this.held = false;
      this.actions.release();
    }, KEYS_END);
  }

  /** Put the grips where the line is now. @param {ArrayLike<number>|null} parameters */
  update(parameters) {
    this.parameters = parameters;
    if (!this.spec || !parameters) return;
    const heights = this.spec.x ? evaluate(this.spec.form, parameters) : [];
    const ends = Array.from(heights, (height, i) => [this.spec.x[i], height]);
    const places = [...ends, [parameters[0], parameters[1]]];
    this.grips.forEach((grip, i) => this.put(grip, places[i]));
  }

  put(grip, place) {
    grip.place = place;
    const axes = this.stage.axes(grip.panel);
    // In a scene there is no plane to drag in; a click on the surface chooses there.
    grip.node.hidden = Boolean(axes.project);
    if (axes.project) return;
    // A line too steep for the picture keeps its grip at the edge, where it can still be caught.
    const x = clamp(axes.x(place[0]), axes.box.left, axes.box.right);
    const y = clamp(axes.y(place[1]), axes.box.top, axes.box.bottom);
    grip.node.style.transform = `translate(${x}px, ${y}px)`;
    const spoken = `${written(place[0], 4)}, ${written(place[1], 4)}`;
    grip.node.setAttribute("aria-valuetext", spoken);
    grip.node.setAttribute("aria-valuenow", String(place[1]));
  }
}
