/** A question mark beside each panel's title: it says what its legend and its axes are. */

import { element } from "../dom/dom.js";
import { explain } from "../dom/words.js";
import { axisKey } from "./axis_ranges.js";
import { layoutOf } from "./plotly_inside.js";

/**
 * What a picture says of a run that has diverged: where several are on show, whose it was.
 * @param {import("./stage.js").Stage} stage @param {object} track @param {number} epoch
 */
export function leftWords({ content, placement }, { panel, of, name }, epoch) {
  const { layout } = content.figure;
  const step = layout[axisKey(content.panels[panel].x)].title.text.toLowerCase();
  const several = content.others.length > 0;
  const text = `${several ? `${name.split(",")[0]} ` : ""}diverged at ${step} ${epoch.toLocaleString("en-US")}`;
  return { text, row: typeof of === "number" ? of + 1 : 0, size: 14 * placement.scale, family: layout.font.family };
}

/** Put them where the panels have been drawn. @param {import("./stage.js").Stage} stage */
export function showPanelWords({ root, graph, content, placement }) {
  for (const before of root.querySelectorAll(":scope > .slopewise-ask")) before.remove();
  // As Plotly has it: to measure anew would have the browser lay the page out once more.
  const { width, height } = layoutOf(graph);
  content.panels.forEach((panel, i) => {
    const words = content.words.panels[i];
    if (!words.length) return;
    const { title } = content.figure.layout.meta.legends[i];
    const name = `What the words mean: ${title}`;
    const button = explain(element("button", { type: "button", className: "slopewise-ask", title: name, aria: { label: name } }, "?"), () => words);
    const cell = placement.cell(i, width, height);
    const margin = placement.margin(panel);
    Object.assign(button.style, { left: `${cell.right - margin.right}px`, top: `${cell.top + margin.top}px` });
    root.append(button);
  });
}
