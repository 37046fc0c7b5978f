/** The account of a loss: a row a point, with its residual, its own loss and its share, and the sum with the numbers in it. */

import { element, setText } from "./dom.js";
import { lossOfErrors, pointLoss } from "./losses.js";
import { trimmed } from "./numbers.js";

/** A formula with more numbers than this leaves out those in the middle. */
const MOST_TERMS = 8;
const DIGITS = 6;

/** @returns {{node: HTMLElement, show: (spec: object, colour: Function) => void, update: (scene: object, residuals: number[]) => void}} */
export function table() {
  const head = element("thead");
  const body = element("tbody");
  const foot = element("tfoot");
  const sheet = element("table", {}, element("caption", {}, "Each point's part in the loss"), head, body, foot);
  const formula = element("p", { className: "slopewise-formula" });
  const scroller = element("div", { className: "slopewise-sheet", tabIndex: 0, role: "region", aria: { label: "Each point's part in the loss" } }, sheet);
  const node = element("div", { className: "slopewise-table" }, scroller, formula);
  const parts = { head, body, foot, formula, node };
  let spec;
  const show = (next, colour) => {
    spec = next;
    node.style.setProperty("--loss", colour("loss"));
    node.style.setProperty("--rows", spec.names.length);
    head.replaceChildren(element("tr", {}, ...spec.columns.map((name) => element("th", { scope: "col" }, name))));
    const names = spec.names.map((name) => row(element("th", { scope: "row" }, name), spec.columns.length - 1));
    body.replaceChildren(...names);
    foot.replaceChildren(row(element("th", { scope: "row" }, "Sum"), spec.columns.length - 1));
  };
  return { node, show, update: (scene, residuals) => update(parts, spec, scene, residuals) };
}

const row = (name, width) => element("tr", {}, name, ...Array.from({ length: width }, () => element("td")));

function update({ body, foot, formula }, spec, { points, hand, delta }, residuals) {
  const losses = residuals.map((e) => pointLoss(spec.loss, e, delta));
  const total = losses.reduce((sum, loss) => sum + loss, 0);
  [...body.rows].forEach((cells, i) => {
    const share = total > 0 ? losses[i] / total : 0;
    const prediction = hand[0] * points.x[i] + hand[1];
    const values = [points.x[i], points.y[i], prediction, residuals[i], losses[i]].map((value) => trimmed(value, DIGITS));
    [...values, percent(share)].forEach((text, column) => setText(cells.cells[column + 1], text));
    const width = `calc((100% - 70px) * ${share.toFixed(3)}) 70%`;
    if (cells.cells[6].style.backgroundSize !== width) cells.cells[6].style.backgroundSize = width;
  });
  const last = foot.rows[0].cells;
  setText(last[5], trimmed(total, DIGITS));
  setText(last[6], total > 0 ? "100%" : percent(0));
  setText(formula, written(spec, losses, residuals, delta));
}

const percent = (share) => `${(100 * share).toFixed(1)}%`;

/** The loss with the numbers in it: MSE = (1600 + 100 + 8100 + 900) / 4 = 2675. */
function written({ loss, symbol }, losses, residuals, delta) {
  const terms = losses.map((value) => trimmed(value, DIGITS));
  const some = terms.length > MOST_TERMS ? [...terms.slice(0, MOST_TERMS - 2), "…", terms.at(-1)] : terms;
  const sum = some.join(" + ");
  const mean = `(${sum}) / ${losses.length}`;
  const right = { sse: sum, rmse: `√(${mean})` }[loss] ?? mean;
  return `${symbol} = ${right} = ${trimmed(lossOfErrors(loss, residuals, delta), DIGITS)}`;
}
