/** The numbers under the pictures: each with its name and unit, in a place of its own, so that nothing jumps. */

import { element, setText } from "../dom/dom.js";
import { explained } from "../dom/words.js";
import { numberOf } from "../model/coordinates.js";
import { lossOf } from "../model/losses.js";
import { written } from "../model/numbers.js";
import { rateAfter } from "../model/runs.js";
import { frameOf } from "../tracks/pen.js";

/** @returns {{node: HTMLElement, show: (specs: object[], colour: Function) => void, update: (scene: object, model: object) => void}} */
export function readouts() {
  const node = element("dl", { className: "slopewise-readouts" });
  let shown = [];
  let before = "";
  const show = (specs, colour) => {
    const looks = JSON.stringify(specs.map((spec) => looksOf(spec, colour)));
    // Numbers that look as before stay where they are: to build them anew costs the browser a layout.
    shown = specs.map((spec, i) => ({ spec, value: looks === before ? shown[i].value : element("dd") }));
    if (looks !== before) node.replaceChildren(...shown.map(({ spec, value }) => card(spec, value, colour)));
    before = looks;
  };
  const update = (scene, model) => {
    for (const { spec, value } of shown) setText(value, valueOf(spec, scene, model));
  };
  return { node, show, update };
}

/** All that a number's card is made of. */
const looksOf = ({ key, label, unit, word, lesser, colour: meaning }, colour) => [key, label, unit, word, lesser, colour(meaning)];

/** One number: its name and unit above it. */
export function card(spec, value, colour) {
  const name = element("dt", {}, spec.word ? explained(spec.label, () => [spec.word]) : spec.label);
  if (spec.unit) name.append(element("span", { className: "slopewise-unit" }, ` ${spec.unit}`));
  const node = element("div", { className: spec.lesser ? "slopewise-lesser" : "", data: { readout: spec.key } }, name, value);
  node.style.setProperty("--meaning", colour(spec.colour));
  return node;
}

function valueOf(spec, scene, model) {
  if (spec.of === "user") return scene.line ? ownValue(spec, scene.line, model) : "–";
  const frame = frameOf(spec, scene);
  if (spec.show === "epoch") return frame.epoch.toLocaleString("en-US");
  if (spec.show === "loss") return written(frame.loss);
  if (spec.show === "gradient") return written(frame.gradients[spec.index]);
  if (spec.show === "step") return written(-rateAfter(frame.run, frame.epoch) * frame.gradients[spec.index]);
  return written(numberOf(spec.form, frame.parameters), spec.digits);
}

const ownValue = (spec, line, model) => written(spec.show === "loss" ? lossOf(model, line) : numberOf(spec.form, line));
