/** The account of a loss: a row a point, with its error, its own loss and its share, and the sum with the numbers in it. */

import { element, setText } from "../dom/dom.js";
import { highlightRows, settleRows } from "../dom/row_highlight.js";
import { lossOfErrors, pointLoss } from "../model/losses.js";
import { trimmed } from "../model/numbers.js";
import { predictionAt } from "../tracks/curves.js";

/** A formula with more numbers than this leaves out those in the middle. */
const MAX_TERMS = 8;
const DIGITS = 6;
const TITLE = "Each point's part in the loss";

/**
 * @param {AbortSignal} signal ends the listening
 * @returns {{node: HTMLElement, show: (spec: object, colour: Function) => void, update: (scene: object, errors: number[]) => void}}
 */
export function table(signal) {
  const head = element("thead");
  const body = element("tbody");
  const foot = element("tfoot");
  const sheet = element("table", { role: "grid", aria: { label: TITLE } }, element("caption", {}, TITLE), head, body, foot);
  const formula = element("p", { className: "slopewise-formula" });
  const scroller = element("div", { className: "slopewise-sheet" }, sheet);
  const node = element("div", { className: "slopewise-table" }, scroller, formula);
  let spec;
  /** The rows in sight, from the first to before the last; measured when they change, not in every frame. @type {number[]} */
  let seen = [0, Infinity];
  /** What the numbers follow from. */
  let latest;
  const writeSeen = () => {
    seen = inSight(scroller, head, body);
    if (latest) writeRows(body, latest, seen);
  };
  scroller.addEventListener("scroll", writeSeen, { passive: true, signal });
  const observer = new ResizeObserver(writeSeen);
  observer.observe(scroller);
  signal.addEventListener("abort", () => observer.disconnect());
  highlightRows(body, signal);
  const show = (next, colour) => {
    const same = spec && spec.names.join("\n") === next.names.join("\n") && spec.columns.length === next.columns.length;
    spec = next;
    node.style.setProperty("--loss", colour("loss"));
    node.style.setProperty("--rows", String(spec.names.length));
    head.replaceChildren(element("tr", {}, ...spec.columns.map((name) => element("th", { scope: "col" }, name))));
    // The same rows stay, and with them the focus.
    if (same) return;
    body.replaceChildren(...spec.names.map((name, i) => row(name, spec.columns.length - 1, i)));
    foot.replaceChildren(row("Sum", spec.columns.length - 1));
    settleRows(body);
    seen = [0, Infinity];
  };
  const update = (scene, errors) => {
    latest = partsOf(spec, scene, errors);
    // While a finger moves something nobody reads the rows out of sight.
    writeRows(body, latest, scene.moving ? seen : [0, Infinity]);
    const cells = foot.rows[0].cells;
    setText(cells[5], trimmed(latest.total, DIGITS));
    setText(cells[6], latest.total > 0 ? "100%" : percent(0));
    setText(formula, written(spec, latest.losses, errors, scene.delta));
  };
  return { node, show, update };
}

function row(name, width, number) {
  const cells = Array.from({ length: width }, () => element("td"));
  return element("tr", number === undefined ? {} : { data: { row: number } }, element("th", { scope: "row" }, name), ...cells);
}

/** The rows that the scroller shows below its head, which stays in sight. */
function inSight(scroller, head, body) {
  const each = body.offsetHeight / body.rows.length || 1;
  const height = scroller.clientHeight - head.offsetHeight;
  return [Math.floor(scroller.scrollTop / each), Math.ceil((scroller.scrollTop + height) / each)];
}

/** Each point's loss, and what it follows from. */
function partsOf({ loss }, { points, line, delta }, errors) {
  const losses = errors.map((e) => pointLoss(loss, e, delta));
  return { points, line, errors, losses, total: losses.reduce((sum, each) => sum + each, 0) };
}

/** @param {HTMLTableSectionElement} body @param {object} parts @param {number[]} rows the first, and before the last */
function writeRows(body, { points, line, errors, losses, total }, [first, end]) {
  for (let i = first; i < Math.min(end, body.rows.length); i++) {
    const { cells } = body.rows[i];
    const share = total > 0 ? losses[i] / total : 0;
    const prediction = predictionAt(points.x[i], line);
    const values = [points.x[i], points.y[i], prediction, errors[i], losses[i]].map((value) => trimmed(value, DIGITS));
    [...values, percent(share)].forEach((text, column) => setText(cells[column + 1], text));
    const width = `calc((100% - 70px) * ${share.toFixed(3)}) 70%`;
    if (cells[6].style.backgroundSize !== width) cells[6].style.backgroundSize = width;
  }
}

const percent = (share) => `${(100 * share).toFixed(1)}%`;

/** The loss with the numbers in it: MSE = (1600 + 100 + 8100 + 900) / 4 = 2675. */
function written({ loss, symbol }, losses, errors, delta) {
  const terms = losses.map((value) => trimmed(value, DIGITS));
  const some = terms.length > MAX_TERMS ? [...terms.slice(0, MAX_TERMS - 2), "…", terms.at(-1)] : terms;
  const sum = some.join(" + ");
  const mean = `(${sum}) / ${losses.length}`;
  const right = { sse: sum, rmse: `√(${mean})` }[loss] ?? mean;
  return `${symbol} = ${right} = ${trimmed(lossOfErrors(loss, errors, delta), DIGITS)}`;
}
