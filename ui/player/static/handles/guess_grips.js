/** The grips of a guess: one at each of its places, which goes up and down by finger, mouse and arrow keys. */

import { element } from "../dom/dom.js";
import { written } from "../model/numbers.js";
import { ARROWS, clamp, follow, speak } from "./grips.js";

const FINE = 0.01;
const COARSE = 0.05;

export class GuessGrips {
  /** @param {import("../stage/stage.js").Stage} stage @param {(heights: number[]) => void} moved in the same frame as the finger */
  constructor(stage, moved) {
    this.stage = stage;
    this.moved = moved;
    this.node = element("div", { className: "slopewise-handles" });
    stage.root.append(this.node);
  }

  /** @param {object|null} question as sent by Python: its panel, places and names; null where nothing is dragged */
  show(question, colour) {
    if (colour) this.node.style.setProperty("--user", colour("guess"));
    // The same grips stay, and with them the focus.
    if (question?.asks === this.question?.asks) return;
    this.question = question;
    this.grips = Array.from(question?.x ?? [], (_, i) => this.grip(question.names[i], i));
    this.node.replaceChildren(...this.grips);
  }

  grip(name, i) {
    const node = element("div", { className: "slopewise-handle", tabIndex: 0, role: "slider", aria: { label: name, orientation: "vertical" } });
    node.style.cursor = "ns-resize";
    node.addEventListener("pointerdown", (event) =>
      follow(event, node, this.stage, this.question.panel, { move: (_, y) => this.move(i, y), release: () => {} }),
    );
    node.addEventListener("keydown", (event) => this.nudge(event, i));
    return node;
  }

  /** Bring the picture to draw in into sight, where pictures lie one below another. */
  come() {
    this.grips[0].scrollIntoView({ block: "nearest" });
  }

  move(i, height) {
    const heights = [...this.heights];
    heights[i] = height;
    this.moved(heights);
  }

  /** In pixels, so that a step is as long on a logarithmic axis as on a plain one. */
  nudge(event, i) {
    const [, up] = ARROWS[event.key] ?? [0, 0];
    if (!up) return;
    event.preventDefault();
    event.stopPropagation();
    const { box, y, fromY } = this.stage.axes(this.question.panel);
    const step = (event.shiftKey ? COARSE : FINE) * (box.bottom - box.top);
    this.move(i, fromY(clamp(y(this.heights[i]) - up * step, box.top, box.bottom)));
  }

  /** @param {number[]} heights */
  update(heights) {
    this.heights = heights;
    if (!this.question) return;
    const axes = this.stage.axes(this.question.panel);
    this.grips.forEach((node, i) => {
      const height = clamp(axes.y(heights[i]), axes.box.top, axes.box.bottom);
      node.style.transform = `translate(${axes.x(this.question.x[i])}px, ${height}px)`;
      speak(node, heights[i], axes, written(heights[i], 4));
    });
  }
}
