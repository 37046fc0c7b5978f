/** The numbers under the pictures: each with its name and unit, in a place of its own, so that nothing jumps. */

import { element, setText } from "./dom.js";
import { numberOf } from "./forms.js";
import { lossOf } from "./losses.js";
import { written } from "./numbers.js";
import { frameOf } from "./pen.js";
import { rateAfter } from "./runs.js";

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

/** One number: its name and unit above it. */
export function card(spec, value, colour) {
  const name = element("dt", {}, spec.label);
  if (spec.unit) name.append(element("span", { className: "slopewise-unit" }, ` ${spec.unit}`));
  const node = element("div", { data: { readout: spec.key } }, name, value);
  node.style.setProperty("--meaning", colour(spec.colour));
  return node;
}

function valueOf(spec, scene, model) {
  if (spec.of === "hand") return scene.hand ? handValue(spec, scene.hand, model) : "–";
  const frame = frameOf(spec, scene);
  if (spec.show === "epoch") return frame.epoch.toLocaleString("en-US");
  if (spec.show === "loss") return written(frame.loss);
  if (spec.show === "gradient") return written(frame.gradients[spec.index]);
  if (spec.show === "step") return written(-rateAfter(frame.run, frame.epoch) * frame.gradients[spec.index]);
  return written(numberOf(spec.form, frame.parameters));
}

const handValue = (spec, hand, model) => written(spec.show === "loss" ? lossOf(model, hand) : numberOf(spec.form, hand));
