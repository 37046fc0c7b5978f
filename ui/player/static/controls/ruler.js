/** The ruler: a logarithmic learning-rate control whose every stop is a trained run. */

import { element, setText } from "../dom/dom.js";
import { finger } from "../dom/finger.js";
import { explained } from "../dom/words.js";
import { rateWritten } from "../model/numbers.js";
import { stopOf } from "../model/runs.js";
import { typed } from "./typed.js";

/** The least and the largest learning rate, as RATES in ui/session/ruler.py. @type {[number, number]} */
const RATES = [1e-12, 1e6];
/** Which of two neighbours a key leads to. */
const KEYS = { ArrowLeft: 0, ArrowDown: 0, PageDown: 0, ArrowRight: 1, ArrowUp: 1, PageUp: 1 };
const VERDICTS = { "": "", "converges smoothly": "monotone", oscillates: "oscillates" };

/**
 * @param {?{monotone: number, critical: number, beyond: string, border: number}} limits @param {number} rate
 * @returns {string} what theory says of a rate, or "" where it is silent.
 */
export function verdict(limits, rate) {
  if (!limits) return "";
  // As Stability.verdict in core, to the last bit.
  const { monotone, critical, beyond, border } = limits;
  if (rate > critical * (1 + border)) return beyond;
  if (rate >= critical * (1 - border)) return "swings";
  return rate <= monotone * (1 + border) ? "converges smoothly" : "oscillates";
}

/**
 * @param {{onInput: (stop: number) => void, onRelease: () => void, onTyped: (rate: number) => number}} actions onTyped returns the nearest rate there is @param {AbortSignal} signal ends the listening
 * @returns {{node: HTMLElement, dragging: () => boolean, show: (content: object) => void, update: (rates: ArrayLike<number>, rate: number, limits: ?object) => void}}
 */
export function ruler(actions, signal) {
  const input = element("input", { type: "range", min: 0, step: 1, aria: { label: "Learning rate" } });
  input.addEventListener("input", () => actions.onInput(Math.round(Number(input.value))));
  input.addEventListener("change", actions.onRelease);
  const value = typed({ label: "Learning rate, typed", limits: RATES, write: rateWritten, take: actions.onTyped });
  value.node.classList.add("slopewise-rate");
  const says = element("span", { className: "slopewise-verdict" });
  const ticks = element("div", { className: "slopewise-ticks", aria: { hidden: "true" } });
  const node = element(
    "div",
    { className: "slopewise-ruler" },
    element(
      "div",
      { className: "slopewise-ruler-label" },
      explained("Learning rate", () => parts.words),
      " ",
      value.node,
      says,
    ),
    element("div", { className: "slopewise-ruler-track" }, input, ticks),
  );
  const parts = { input, value, says, ticks, node, words: [] };
  // From between two stops a key goes to the next one; from stop to stop the browser counts itself.
  input.addEventListener("keydown", (event) => {
    const next = parts.neighbours?.[KEYS[event.key]];
    if (next === undefined) return;
    event.preventDefault();
    actions.onInput(next);
    actions.onRelease();
  });
  return {
    node,
    dragging: finger(input, signal),
    show: (content) => show(parts, content),
    update: (rates, rate, limits) => update(parts, rates, rate, limits),
  };
}

function show(parts, { rates, limits, colour, words }) {
  const { input, ticks, node } = parts;
  parts.words = words;
  node.hidden = rates.length < 2;
  input.max = String(rates.length - 1);
  const at = (stop) => `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${stop / (rates.length - 1)})`;
  ticks.replaceChildren(...[...rates].flatMap((rate, stop) => (isPowerOfTen(rate) ? [tick(rateWritten(rate), at(stop))] : [])));
  input.style.setProperty("--zones", limits ? zones(rates, limits, colour, at) : colour("quiet"));
}

/** The stop below a rate that is none of them and the one above it, as far as there are; null for a stop. */
function neighboursOf(rates, rate) {
  const above = rates.findIndex((stop) => stop >= rate);
  if (rates[above] === rate) return null;
  return above < 0 ? [rates.length - 1, undefined] : [above > 0 ? above - 1 : undefined, above];
}

function tick(label, left) {
  const node = element("span", {}, label);
  node.style.left = left;
  return node;
}

const isPowerOfTen = (rate) => Math.abs(Math.log10(rate) - Math.round(Math.log10(rate))) < 1e-9;

function zones(rates, limits, colour, at) {
  const [monotone, critical] = [limits.monotone, limits.critical].map((rate) => at(stopOf(rates, rate)));
  return `linear-gradient(to right, ${colour("monotone")} ${monotone}, ${colour("oscillates")} ${monotone} ${critical}, ${colour("warning")} ${critical})`;
}

function update(parts, rates, rate, limits) {
  const { input, value, says } = parts;
  const says_ = verdict(limits, rate);
  const stop = stopOf(rates, rate);
  parts.neighbours = neighboursOf(rates, rate);
  // Where the rate is no stop, the thumb stands between two.
  const step = parts.neighbours ? "any" : "1";
  if (input.step !== step) input.step = step;
  if (input.value !== String(stop)) input.value = stop;
  value.update(rate);
  setText(says, says_);
  says.dataset.verdict = VERDICTS[says_] ?? "diverge";
  const announced = says_ ? `${rateWritten(rate)}, ${says_}` : rateWritten(rate);
  if (input.getAttribute("aria-valuetext") !== announced) input.setAttribute("aria-valuetext", announced);
}
