/** A panel brought to where the person looks, while its place on the page is out of sight. */

import { layoutOf } from "./plotly_inside.js";

const HEADER = 62;
const MARGIN = 16;
const WIDEST = 380;
const SHARE = 0.56;
const FRAME = ["left", "top", "width", "height"];

/**
 * Show a panel in a corner of the window, the very pictures, unless all of it is in sight where it belongs.
 * @param {HTMLElement} root the player @param {import("./stage.js").Stage} stage @param {number} panel
 * @param {number} y where in the window the person looks: the corner is another one
 */
export function showLens(root, stage, panel, y) {
  const { width, height } = layoutOf(stage.graph);
  const cell = stage.placement.cell(panel, width, height);
  const { top } = root.getBoundingClientRect();
  const inSight = top + cell.top >= HEADER && top + cell.bottom <= innerHeight;
  if (inSight || root.classList.contains("present")) return hideLens(root, stage);
  const scale = Math.min(1, Math.min(WIDEST, SHARE * innerWidth) / (cell.right - cell.left));
  const size = [cell.right - cell.left, cell.bottom - cell.top].map((length) => length * scale);
  const [left, down] = [innerWidth - MARGIN - size[0], y > (HEADER + innerHeight) / 2 ? HEADER + MARGIN : innerHeight - MARGIN - size[1]];
  root.style.setProperty("--pictures", `${height}px`);
  [left, down, ...size].forEach((length, i) => root.style.setProperty(`--lens-${FRAME[i]}`, `${length}px`));
  Object.assign(stage.root.style, {
    width: `${width}px`,
    transform: `translate(${left - cell.left * scale}px, ${down - cell.top * scale}px) scale(${scale})`,
    clipPath: `inset(${cell.top}px ${width - cell.right}px ${height - cell.bottom}px ${cell.left}px)`,
  });
  root.classList.add("lens");
}

/** Put the pictures back in their place. */
export function hideLens(root, stage) {
  if (!root.classList.contains("lens")) return;
  root.classList.remove("lens");
  for (const name of ["width", "transform", "clipPath"]) stage.root.style[name] = "";
}
