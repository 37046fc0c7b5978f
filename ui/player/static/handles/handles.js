/** Handles: the user drags the line by its two ends, or by its place in the landscape. */

import { listenForClicks, placeIn } from "../dom/clicks.js";
import { element } from "../dom/dom.js";
import { later } from "../dom/later.js";
import { evaluate } from "../model/forms.js";
import { written } from "../model/numbers.js";
import { ARROWS, clamp, extent, follow, speak } from "./grips.js";

const FINE = 0.01;
const COARSE = 0.05;

const KEYS_END = 400;

export class Handles {
  /**
   * @param {import("../stage/stage.js").Stage} stage
   * @param {{move: (parameters: number[]) => void, release: () => void}} actions
   *   move: called in the same frame as the finger; release: the drag has ended
   */
  constructor(stage, actions) {
    this.stage = stage;
    this.actions = actions;
    this.node = element("div", { className: "slopewise-handles" });
    stage.root.append(this.node);
    listenForClicks(stage.graph, (event) => this.click(event));
  }

  /** @param {object|null} spec ends of the line and panel of the landscape, as sent by Python. */
  show(spec, colour) {
    // The same grips stay, and with them the focus.
    const same = JSON.stringify(spec?.names) === JSON.stringify(this.spec?.names) && spec?.landscape === this.spec?.landscape;
    this.spec = spec;
    if (!same || !this.grips) this.build();
    this.node.style.setProperty("--user", colour("user"));
  }

  build() {
    const { spec } = this;
    const ends = spec?.x ? [0, 1].map((end) => this.grip(spec.names[end], spec.panel, (_, y) => this.throughEnd(end, y), "ns-resize")) : [];
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

  /** A click or tap in the landscape: there the line goes. */
  click(event) {
    if (!this.spec?.trains || this.spec.landscape === null) return;
    const place = placeIn(this.stage, this.spec.landscape, event);
    if (place) this.goTo(place);
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
    this.dragging = true;
    follow(event, grip.node, this.stage, grip.panel, {
      move: (x, y) => this.actions.move(grip.solve(x, y)),
      release: this.release,
    });
  }

  release = () => {
    this.dragging = false;
    this.actions.release();
  };

  nudge(event, grip) {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? COARSE : FINE;
    const [width, height] = extent(this.stage.axes(grip.panel));
    const [dx, dy] = ARROWS[event.key];
    this.actions.move(grip.solve(grip.place[0] + dx * step * width, grip.place[1] + dy * step * height));
    // Many keys in a row are one release.
    this.dragging = true;
    later(this.release, KEYS_END);
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
    speak(grip.node, place[1], axes, `${written(place[0], 4)}, ${written(place[1], 4)}`);
  }
}
