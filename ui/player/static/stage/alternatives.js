/** A sentence for each picture, in its place, for people who do not see it. What Plotly drew is hidden from screen readers. */

import { element } from "../dom/dom.js";
import { axisKey } from "./axis_ranges.js";
import { describe } from "./described.js";
import { layoutOf } from "./plotly_inside.js";

export class Alternatives {
  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.node = element("div", { className: "slopewise-alternatives" });
    stage.root.append(this.node);
  }

  /**
   * Say what is on show. It takes a pass over all that is drawn, so this is for pictures at rest.
   * @param {import("../tracks/pen.js").Scene} scene @param {number|null} epoch null where there is nothing to play
   */
  announce(scene, epoch) {
    const { stage, node } = this;
    const layout = layoutOf(stage.graph);
    // Plotly has no axes for a panel in which nothing is drawn, as long as a guess is asked.
    const drawn = stage.content.panels.flatMap(({ x }, i) => ((layout[x] ?? layout[axisKey(x)]) ? [i] : []));
    hidePlotly(stage.graph);
    while (node.children.length > drawn.length) node.lastChild.remove();
    while (node.children.length < drawn.length) node.append(element("div", { role: "img" }));
    drawn.forEach((panel, i) => show(node.children[i], stage.axes(panel).box, describe(stage, scene, panel, epoch)));
  }
}

function show(picture, { left, right, top, bottom }, said) {
  Object.assign(picture.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  if (picture.ariaLabel !== said) picture.ariaLabel = said;
}

/** Its buttons stay; so does, outside of the page's parts, the drawing by which it measures letters. */
function hidePlotly(graph) {
  const drawn = graph.querySelectorAll(".svg-container > :not(.modebar-container)");
  for (const part of [...drawn, document.getElementById("js-plotly-tester")]) part?.setAttribute("aria-hidden", "true");
}
