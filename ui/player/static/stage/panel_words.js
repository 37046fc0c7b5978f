/** A question mark beside each panel's title: it says what its legend and its axes are. */

import { element } from "../dom/dom.js";
import { explain } from "../dom/words.js";

/** Put them where the panels are now. @param {import("./stage.js").Stage} stage */
export function showPanelWords({ root, content, placement }) {
  for (const before of root.querySelectorAll(":scope > .slopewise-ask")) before.remove();
  const { width, height } = placement.measure();
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
