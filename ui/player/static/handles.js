/** Handles: the line held by two points of it, and the same line held by its place in the landscape. */

import { element } from "./dom.js";
import { written } from "./numbers.js";
import { affine } from "./runs.js";

const KEYS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
const FINE = 0.01;
const COARSE = 0.05;

export class Handles {
  /**
   * @param {import("./stage.js").Stage} stage
   * @param {(parameters: number[]) => void} onMove called in the same frame as the finger
   */
  constructor(stage, onMove) {
    this.stage = stage;
    this.onMove = onMove;
    this.node = element("div", { className: "slopewise-handles" });
    stage.root.append(this.node);
  }

  /** @param {object|null} spec ends of the line and panel of the landscape, as sent by Python. */
  show(spec, colour) {
    this.spec = spec;
    this.node.replaceChildren();
    if (!spec) return;
    this.grips = [
      ...[0, 1].map((end) => this.grip(spec.names[end], spec.panel, (x, y) => this.throughEnd(end, y), "ns-resize")),
      this.grip(spec.names[2], spec.landscape, (x, y) => [x, y], "move"),
    ];
    for (const grip of this.grips) grip.node.style.setProperty("--hand", colour("hand"));
  }

  grip(name, panel, solve, cursor) {
    const node = element("div", { className: "slopewise-handle", tabIndex: 0, role: "slider", aria: { label: name } });
    node.style.cursor = cursor;
    const grip = { node, panel, solve, place: [0, 0] };
    node.addEventListener("pointerdown", (event) => this.grab(event, grip));
    node.addEventListener("keydown", (event) => this.nudge(event, grip));
    this.node.append(node);
    return grip;
  }

  /** The line through a new height at one end and the old one at the other: two equations, two parameters. */
  throughEnd(end, y) {
    const { offset, weights } = this.spec.form;
    const heights = affine(this.spec.form, this.parameters);
    heights[end] = y;
    const [a, b, c, d] = weights;
    const [u, v] = [heights[0] - offset[0], heights[1] - offset[1]];
    const determinant = a * d - b * c;
    return [(u * d - b * v) / determinant, (a * v - u * c) / determinant];
  }

  grab(event, grip) {
    event.preventDefault();
    grip.node.focus();
    grip.node.setPointerCapture(event.pointerId);
    const move = (next) => {
      const bounds = this.stage.graph.getBoundingClientRect();
      const axes = this.stage.axes(grip.panel);
      const x = clamp(next.clientX - bounds.left, axes.box.left, axes.box.right);
      const y = clamp(next.clientY - bounds.top, axes.box.top, axes.box.bottom);
      this.onMove(grip.solve(axes.fromX(x), axes.fromY(y)));
    };
    const release = () => {
      grip.node.removeEventListener("pointermove", move);
      grip.node.removeEventListener("pointerup", release);
      grip.node.removeEventListener("pointercancel", release);
    };
    grip.node.addEventListener("pointermove", move);
    grip.node.addEventListener("pointerup", release);
    grip.node.addEventListener("pointercancel", release);
  }

  nudge(event, grip) {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    event.stopPropagation();
    const axes = this.stage.axes(grip.panel);
    const step = event.shiftKey ? COARSE : FINE;
    const width = Math.abs(axes.fromX(axes.box.right) - axes.fromX(axes.box.left));
    const height = Math.abs(axes.fromY(axes.box.top) - axes.fromY(axes.box.bottom));
    const [dx, dy] = KEYS[event.key];
    this.onMove(grip.solve(grip.place[0] + dx * step * width, grip.place[1] + dy * step * height));
  }

  /** Put the grips where the line is now. @param {ArrayLike<number>|null} parameters */
  update(parameters) {
    this.parameters = parameters;
    if (!this.spec || !parameters) return;
    const heights = affine(this.spec.form, parameters);
    const places = [[this.spec.x[0], heights[0]], [this.spec.x[1], heights[1]], [parameters[0], parameters[1]]];
    this.grips.forEach((grip, i) => this.put(grip, places[i]));
  }

  put(grip, place) {
    grip.place = place;
    const axes = this.stage.axes(grip.panel);
    // A line too steep for the picture keeps its grip at the edge, where it can still be caught.
    const x = clamp(axes.x(place[0]), axes.box.left, axes.box.right);
    const y = clamp(axes.y(place[1]), axes.box.top, axes.box.bottom);
    grip.node.style.transform = `translate(${x}px, ${y}px)`;
    const spoken = `${written(place[0], 4)}, ${written(place[1], 4)}`;
    grip.node.setAttribute("aria-valuetext", spoken);
    grip.node.setAttribute("aria-valuenow", String(place[1]));
  }
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
