/** A table beside the player whose rows are points of its pictures: numbers as Python wrote them, a sum below. */

import { element } from "../dom/dom.js";
import { highlightRows, settleRows } from "../dom/row_highlight.js";

const tables = new WeakMap();

/**
 * Show what Python sent in `component.parentElement`, at the first call and at every later one.
 * @param {{parentElement: HTMLElement, data: {title: string, columns: string[], rows: {row: number|null, cells: string[]}[], sums: string[]}}} component
 * @returns {() => void} cleanup; that of an outdated call does nothing
 */
export function mount({ parentElement: host, data }) {
  if (!tables.has(host)) tables.set(host, build(host));
  const table = tables.get(host);
  const call = (table.calls += 1);
  show(table, data);
  return () => {
    if (call !== table.calls) return;
    table.listening.abort();
    table.node.remove();
    tables.delete(host);
  };
}

function build(host) {
  const [caption, head, body, foot] = [element("caption"), element("thead"), element("tbody"), element("tfoot")];
  const sheet = element("table", { role: "grid" }, caption, head, body, foot);
  const node = element("div", { className: "slopewise-rows" }, sheet);
  const listening = new AbortController();
  highlightRows(body, listening.signal);
  host.append(node);
  return { calls: 0, listening, node, sheet, caption, head, body, foot };
}

function show({ node, sheet, caption, head, body, foot }, { title, columns, rows, sums }) {
  caption.textContent = title;
  sheet.setAttribute("aria-label", title);
  head.replaceChildren(element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name))));
  // The same rows stay, and with them the focus.
  while (body.rows.length > rows.length) body.lastChild.remove();
  while (body.rows.length < rows.length) body.append(element("tr"));
  rows.forEach(({ row, cells }, i) => fill(body.rows[i], row, cells));
  settleRows(body);
  foot.replaceChildren(...(sums.length ? [fill(element("tr"), null, sums)] : []));
  // Where no row can have the focus the sheet has it, to be moved by the arrows.
  node.tabIndex = rows.some(({ row }) => row !== null) ? -1 : 0;
}

function fill(line, row, [name, ...cells]) {
  if (row === null) delete line.dataset.row;
  else line.dataset.row = row;
  line.replaceChildren(element("th", { scope: "row" }, name), ...cells.map((text) => element("td", {}, text)));
  return line;
}
