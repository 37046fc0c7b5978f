/** Two canvases of the size of the figure: one above it for what moves, one below it for what would hide what stands still. */

import { element } from "./dom.js";

export class Canvases {
  /** @param {HTMLElement} root of the pictures @param {HTMLElement} graph Plotly's */
  constructor(root, graph) {
    this.root = root;
    this.below = element("canvas", { className: "slopewise-ground", aria: { hidden: true } });
    this.above = element("canvas", { className: "slopewise-canvas", aria: { hidden: true } });
    root.append(this.below, graph, this.above);
  }

  /** @param {{width: number, height: number}} size of the figure @param {boolean} both whether something lies below; then the figure has no ground of its own */
  fit({ width, height }, both) {
    this.ratio = globalThis.devicePixelRatio;
    this.both = both;
    this.root.classList.toggle("slopewise-see-through", both);
    for (const canvas of [this.above, this.below]) {
      const ratio = both || canvas === this.above ? this.ratio : 0;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
  }

  get fits() {
    return this.ratio === globalThis.devicePixelRatio;
  }

  /** Clear both. @returns {{above: CanvasRenderingContext2D, below: CanvasRenderingContext2D}} to draw on, in pixels of the page */
  clear() {
    const cleared = (canvas) => {
      const context = canvas.getContext("2d");
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      return context;
    };
    return { above: cleared(this.above), below: cleared(this.below) };
  }
}
