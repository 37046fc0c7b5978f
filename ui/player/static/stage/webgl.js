/** 3-D scenes where the browser has no WebGL, or has lost it: the scene's own panel says so, and all others live. */

import { element } from "../dom/dom.js";
import { lackOf, layoutOf, sceneIn } from "./plotly_inside.js";

/** By what a scene lacks. */
const SAYS = {
  webgl: "This browser draws nothing in 3-D: WebGL is missing or switched off. Everything else works.",
  context: "The browser has lost the 3-D picture, and draws it again as soon as it can; if it stays away, reload the page. Everything else works.",
};

export class WebGL {
  /** @type {HTMLElement[]} */
  notes = [];

  /**
   * @param {import("./stage.js").Stage} stage @param {() => void} onFlat a flat picture is asked for
   * @param {() => void} onRestored a scene is drawn again @param {AbortSignal} signal
   */
  constructor(stage, onFlat, onRestored, signal) {
    this.stage = stage;
    this.onFlat = onFlat;
    const listening = { capture: true, signal };
    // What is lost is given back only to whoever does not let it go; Plotly then draws it anew, in another canvas.
    const lost = (event) => {
      event.preventDefault();
      this.update();
    };
    const restored = ({ target }) => {
      target.remove();
      this.update();
      onRestored();
    };
    stage.graph.addEventListener("webglcontextlost", lost, listening);
    stage.graph.addEventListener("webglcontextrestored", restored, listening);
  }

  /** Say in each scene's panel what it lacks now, if anything. */
  update() {
    for (const note of this.notes) note.remove();
    this.notes = this.stage.content.panels.flatMap((panel, i) => {
      const scene = sceneIn(layoutOf(this.stage.graph), panel.x);
      const says = scene && SAYS[lackOf(scene)];
      return says ? [this.note(says, panel.flat, this.stage.axes(i).box)] : [];
    });
    this.stage.root.append(...this.notes);
  }

  note(says, flat, { left, right, top, bottom }) {
    const button = flat && element("button", { type: "button", onclick: () => this.onFlat() }, flat);
    const note = element("div", { className: "slopewise-scene-note", role: "status" }, element("p", {}, says), ...(button ? [button] : []));
    Object.assign(note.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
    return note;
  }
}
