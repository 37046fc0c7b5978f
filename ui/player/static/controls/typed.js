/** A number that can be typed: one that cannot be used changes nothing, and a sentence beside the field says what can. */

import { element } from "../dom/dom.js";
import { plainly, wanted } from "../dom/wanted.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^\d{1,3}(,\d{3})+$/;
const LONGEST = 24;
/** Between a sentence and the window's edge, in CSS pixels. */
const MARGIN = 8;
let fields = 0;
/** Takes away the sentence that is on show: there is one at a time. */
let clearLast = () => {};

/**
 * @param {object} spec
 * @param {string} spec.label what screen readers call the field
 * @param {[number, number]} spec.limits both allowed
 * @param {boolean} [spec.integer] whether only whole numbers are taken
 * @param {string} [spec.such] an example that the sentence gives
 * @param {(number: number) => string} spec.write how the field shows a number
 * @param {(number: number) => number|undefined|void} spec.take receives a number that was typed; may return the nearest there is
 * @returns {{node: HTMLElement, update: (number: number) => void}} update: show the present number, unless another is being typed
 */
export function typed(spec) {
  const { label, write } = spec;
  const input = element("input", {
    type: "text",
    inputMode: "decimal",
    enterKeyHint: "done",
    autocomplete: "off",
    spellcheck: false,
    maxLength: LONGEST,
    title: label,
    aria: { label },
  });
  const node = element("span", { className: "slopewise-typed" }, input);
  const note = noteOf(node, input);
  let shown = "";
  const put = (text) => {
    shown = input.value = text;
    // A number longer than most has its room; while one is typed nothing beside the field moves.
    node.style.setProperty("--letters", String(text.length));
  };
  const settle = () => {
    const text = input.value;
    if (text === shown) return;
    const [number, wrong] = read(text, spec);
    if (wrong) {
      input.value = shown;
      return note.say(`${wrong} ${shown} stays. Use ${wanted(spec.limits, spec.integer, spec.such)}.`, true);
    }
    const taken = Number(spec.take(number) ?? number);
    put(write(taken));
    note.clear();
    if (taken !== number) note.say(`There is no ${plainly(number)} here; ${shown} is the nearest.`, false);
  };
  const act = {
    Enter: settle,
    Escape: () => {
      input.value = shown;
      note.clear();
    },
  };
  input.addEventListener("input", () => read(input.value, spec)[1] || note.clear());
  input.addEventListener("blur", settle);
  // Its keys are its own: no letter is a shortcut here.
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (!(event.key in act)) return;
    event.preventDefault();
    act[event.key]();
    input.select();
  });
  const update = (number) => {
    const text = write(number);
    if (text === shown || input.value !== shown) return;
    put(text);
    note.clear();
  };
  return { node, update };
}

/** @param {string} text @param {{limits: [number, number], integer?: boolean}} spec @returns {[number, string]} the number that a text says, and what is wrong with it as the beginning of a sentence, or "". */
function read(text, { limits: [low, high], integer }) {
  const plain = text.trim().replaceAll("−", "-");
  const number = Number(integer && GROUPED.test(plain) ? plain.replaceAll(",", "") : plain);
  if (plain === "") return [NaN, "An empty field has no number;"];
  if (!integer && NUMBER.test(plain.replace(",", ".")) && plain.includes(",")) return [NaN, `“${text}” has a comma, and decimals are written with a point;`];
  if (Number.isNaN(number) || (!NUMBER.test(plain) && !GROUPED.test(plain))) return [NaN, `“${text}” is no number;`];
  const valid = number >= low && number <= high && (!integer || Number.isInteger(number));
  return [number, valid ? "" : `${plainly(number)} is not usable here;`];
}

/** The sentence beside a field: over the page, within the window, and read out as soon as it comes. */
function noteOf(node, input) {
  const id = `slopewise-typed-${(fields += 1)}`;
  const clear = () => {
    node.querySelector("p")?.remove();
    for (const name of ["aria-invalid", "aria-describedby"]) input.removeAttribute(name);
  };
  const say = (sentence, wrong) => {
    clearLast();
    clearLast = clear;
    const note = element("p", { id, role: "alert" }, sentence);
    node.append(note);
    input.setAttribute("aria-describedby", id);
    if (wrong) input.setAttribute("aria-invalid", "true");
    const { right, bottom } = note.getBoundingClientRect();
    note.style.left = `${Math.min(0, innerWidth - MARGIN - right)}px`;
    note.classList.toggle("above", bottom > innerHeight - MARGIN);
  };
  return { say, clear };
}
