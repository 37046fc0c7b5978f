/** The equations of a model, one a target, with the numbers of the present epoch in them. */

import { element, setText } from "../dom/dom.js";
import { evaluate } from "../model/forms.js";
import { written } from "../model/numbers.js";

const DIGITS = 4;

/** One row: the target's name, a term a factor, the bias, and a prediction where there is one to write. */
function row(spec, colour) {
  const numbers = [...spec.factors, "bias"].map((factor) => element("span", { className: "slopewise-number", data: { term: factor } }));
  const terms = numbers.map((number, i) => {
    const cell = element("td", {}, number);
    if (i < spec.factors.length) cell.append(` × ${spec.factors[i]}`);
    return cell;
  });
  const result = element("strong", { data: { term: "result" } });
  if (spec.result) terms.push(element("td", {}, "= ", result, ` ${spec.unit}`));
  const node = element("tr", { data: { equation: spec.name } }, element("th", { scope: "row" }, `${spec.name} =`), ...terms);
  node.style.setProperty("--meaning", colour(spec.colour));
  return { spec, node, numbers, result };
}

/** A number with its sign before it, as a term of a sum. */
function signed(value, first) {
  const sign = value < 0 ? "−" : "+";
  return `${first && value >= 0 ? "" : sign}${first ? "" : " "}${written(Math.abs(value), DIGITS)}`;
}

/** @returns {import("./parts.js").Part} */
export function equations() {
  const body = element("tbody");
  const node = element("table", { className: "slopewise-equations", aria: { label: "The model now" } }, body);
  let rows = [];
  const show = (spec, colour) => {
    rows = spec.rows.map((each) => row(each, colour));
    node.classList.toggle("long", spec.long);
    body.replaceChildren(...rows.map((each) => each.node));
  };
  const update = ({ frame }) => {
    for (const { spec, numbers, result } of rows) {
      const values = evaluate(spec.form, frame.parameters);
      numbers.forEach((number, i) => setText(number, signed(values[i], i === 0)));
      if (spec.result) setText(result, written(evaluate(spec.result, frame.parameters)[0], DIGITS));
    }
  };
  return { node, show, update };
}
