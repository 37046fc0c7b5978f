/** The ruler: a logarithmic learning-rate control whose every stop is a trained run. */

import { element, setText } from "./dom.js";
import { rateWritten } from "./numbers.js";
import { stopOf } from "./runs.js";

const VERDICTS = { "": "", glides: "glide", "zig-zags": "zigzag" };

/** @returns {string} what theory says of a rate, or "" where it is silent. */
export function verdict(limits, rate) {
  if (!limits) return "";
  // As in core.stability: a rate on the border glides, whatever rounding made of the border.
  if (rate <= limits.glide * (1 + 1e-12)) return "glides";
  return rate < limits.critical ? "zig-zags" : limits.beyond;
}

/**
 * @param {{onInput: (stop: number) => void, onRelease: () => void}} actions
 * @returns {{node: HTMLElement, show: Function, update: Function}}
 */
export function ruler(actions) {
  const input = element("input", { type: "range", min: 0, step: 1, aria: { label: "Learning rate" } });
  input.addEventListener("input", () => actions.onInput(Number(input.value)));
  input.addEventListener("change", actions.onRelease);
  const value = element("output", { className: "slopewise-rate" });
  const says = element("span", { className: "slopewise-verdict" });
  const ticks = element("div", { className: "slopewise-ticks", aria: { hidden: "true" } });
  const node = element(
    "div",
    { className: "slopewise-ruler" },
    element("div", { className: "slopewise-ruler-label" }, element("span", {}, "Learning rate "), value, says),
    element("div", { className: "slopewise-ruler-track" }, input, ticks),
  );
  const parts = { input, value, says, ticks, node };
  // A finger on the ruler knows better than an answer to what it let go of before.
  const held = () => input.matches(":active");
  return { node, held, show: (content) => show(parts, content), update: (rate, stop, limits) => update(parts, rate, stop, limits) };
}

function show({ input, ticks, node }, { rates, limits, colour }) {
  node.hidden = rates.length < 2;
  input.max = rates.length - 1;
  const at = (stop) => `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${stop / (rates.length - 1)})`;
  ticks.replaceChildren(
    ...[...rates].flatMap((rate, stop) => (isPowerOfTen(rate) ? [tick(rateWritten(rate), at(stop))] : [])),
  );
  input.style.setProperty("--zones", limits ? zones(rates, limits, colour, at) : colour("quiet"));
}

function tick(label, left) {
  const node = element("span", {}, label);
  node.style.left = left;
  return node;
}

const isPowerOfTen = (rate) => Math.abs(Math.log10(rate) - Math.round(Math.log10(rate))) < 1e-9;

function zones(rates, limits, colour, at) {
  const [glide, critical] = [limits.glide, limits.critical].map((rate) => at(stopOf(rates, rate)));
  return `linear-gradient(to right, ${colour("glide")} ${glide}, ${colour("zigzag")} ${glide} ${critical}, ${colour("warning")} ${critical})`;
}

function update({ input, value, says }, rate, stop, limits) {
  const says_ = verdict(limits, rate);
  if (input.value !== String(stop)) input.value = stop;
  setText(value, rateWritten(rate));
  setText(says, says_);
  says.dataset.verdict = VERDICTS[says_] ?? "diverge";
  const spoken = says_ ? `${rateWritten(rate)}, ${says_}` : rateWritten(rate);
  if (input.getAttribute("aria-valuetext") !== spoken) input.setAttribute("aria-valuetext", spoken);
}
