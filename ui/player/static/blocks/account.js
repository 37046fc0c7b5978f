/** The account beside the pictures: the table of the points, all losses side by side, and Huber's δ to slide. */

import { card } from "../controls/readouts.js";
import { button, element, setText } from "../dom/dom.js";
import { lossOfErrors } from "../model/losses.js";
import { trimmed } from "../model/numbers.js";
import { errorsOf } from "../tracks/curves.js";
import { parametersOf } from "../tracks/pen.js";
import { table } from "./table.js";

const DIGITS = 6;

/** @param {import("./parts.js").Actions} actions @returns {import("./parts.js").Part} */
export function account(actions) {
  const points = table(actions.signal());
  const numbers = element("dl", { className: "slopewise-readouts" });
  const delta = slider(actions);
  // There is no transport whose button it could be.
  const present = button("Present", "present", actions.present, "slopewise-present");
  const last = element("div", { className: "slopewise-delta-row" }, delta.node, present);
  const node = element("div", { className: "slopewise-account" }, points.node, element("div", { className: "slopewise-measures" }, numbers, last));
  let spec;
  let values = [];
  const show = (next, colour) => {
    spec = next;
    values = [...spec.measures, ...spec.line].map((number) => ({ ...number, value: element("dd") }));
    numbers.replaceChildren(...values.map((number) => card(number, number.value, colour)));
    for (const [i, { key }] of values.entries()) numbers.children[i].classList.toggle("chosen", key === spec.loss);
    points.show(spec, colour);
    delta.show(spec.deltas, colour);
  };
  const update = (scene) => {
    const errors = errorsOf(scene);
    for (const number of values) setText(number.value, trimmed(valueOf(number, scene, errors), DIGITS));
    points.update(scene, errors);
    /** @type {?HTMLElement} */
    const player = node.closest(".slopewise-player");
    if (player) player.dataset.loss = String(lossOfErrors(spec.loss, errors, scene.delta));
    delta.update(scene.delta);
  };
  return { node, show, update };
}

/** A number of the user's own line, whose errors are known already, or of one that was kept. */
function valueOf(number, scene, errors) {
  const line = parametersOf(number, scene);
  if (number.index !== null) return line[number.index];
  return lossOfErrors(number.measure ?? number.key, number.of === "user" ? errors : errorsOf({ ...scene, line: line }), scene.delta);
}

/** Huber's δ on a logarithmic scale of round numbers. */
function slider({ slideDelta }) {
  const input = element("input", { type: "range", min: 0, step: 1, aria: { label: "Huber's δ" } });
  const value = element("output", { className: "slopewise-delta-value" });
  const node = element("label", { className: "slopewise-delta" }, element("span", {}, "Huber's δ ", value), input);
  let stops = [];
  const slide = (released) => slideDelta(stops[Number(input.value)], released);
  input.addEventListener("input", () => slide(false));
  input.addEventListener("change", () => slide(true));
  const show = (next, colour) => {
    stops = Array.from(next);
    input.max = String(stops.length - 1);
    node.style.setProperty("--meaning", colour("huber"));
  };
  const update = (delta) => {
    const stop = stops.reduce((best, at, i) => (Math.abs(Math.log(at / delta)) < Math.abs(Math.log(stops[best] / delta)) ? i : best), 0);
    if (input.value !== String(stop)) input.value = String(stop);
    if (input.getAttribute("aria-valuetext") !== trimmed(delta)) input.setAttribute("aria-valuetext", trimmed(delta));
    setText(value, trimmed(delta));
  };
  return { node, show, update };
}
