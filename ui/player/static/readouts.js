/** The numbers under the pictures: each with its name and unit, in a place of its own, so that nothing jumps. */

import { element, setText } from "./dom.js";
import { written } from "./numbers.js";
import { affine, lossOf } from "./runs.js";

/** @returns {{node: HTMLElement, show: (specs: object[], colour: Function) => void, update: (scene: object, model: object) => void}} */
export function readouts() {
  const node = element("dl", { className: "slopewise-readouts" });
  let shown = [];
  const show = (specs, colour) => {
    shown = specs.map((spec) => ({ spec, value: element("dd") }));
    node.replaceChildren(...shown.map(({ spec, value }) => card(spec, value, colour)));
  };
  const update = (scene, model) => {
    for (const { spec, value } of shown) setText(value, valueOf(spec, scene, model));
  };
  return { node, show, update };
}

function card(spec, value, colour) {
  const name = element("dt", {}, spec.label);
  if (spec.unit) name.append(element("span", { className: "slopewise-unit" }, ` ${spec.unit}`));
  const node = element("div", { data: { readout: spec.key } }, name, value);
  node.style.setProperty("--meaning", colour(spec.colour));
  return node;
}

function valueOf(spec, { frame, hand }, model) {
  const parameters = spec.of === "hand" ? hand : frame.parameters;
  if (!parameters) return "–";
  if (spec.show === "epoch") return frame.epoch.toLocaleString("en-US");
  if (spec.show === "loss") return written(spec.of === "hand" ? lossOf(model, hand) : frame.loss);
  if (spec.show === "gradient") return written(frame.gradients[spec.index]);
  return written(affine(spec.form, parameters)[0]);
}
