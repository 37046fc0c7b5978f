/** Number fields of the page: one that cannot be read keeps its value, and a sentence beside it says what it takes. */

import { element } from "../dom/dom.js";
import { plainly, wanted } from "../dom/wanted.js";

const FIELD = '[data-testid="stNumberInput"] input';
/** Beyond this Streamlit has put a limit of its own where a field has none. */
const NO_LIMIT = 9e15;
const NUMBER = /^[-+0-9.eE]*$/;
/** What a field last said that could be read, and whether a sign was typed since that no number has. */
const kept = new WeakMap();
const strange = new WeakSet();

/** Watch all number fields of the page. */
export function watchFields() {
  // Before Streamlit receives it: what it does not understand it takes for an empty field.
  const listen = (type, act) => document.addEventListener(type, (event) => event.target.matches?.(FIELD) && act(event), { capture: true });
  listen("focusin", ({ target }) => kept.set(target, target.value));
  listen("beforeinput", ({ target, data }) => NUMBER.test(data ?? "") || strange.add(target));
  listen("input", ({ target, isTrusted }) => isTrusted && noteOf(target)?.remove());
  listen("focusout", ({ target }) => settle(target));
  listen("keydown", ({ target, key }) => key === "Enter" && settle(target));
}

/** The person is done with a field: keep what can be read, else put back what was there and say so. */
function settle(input) {
  const before = kept.get(input) ?? "";
  const [wrong, integer] = [wrongWith(input), takesIntegers(input)];
  strange.delete(input);
  if (wrong) {
    write(input, before);
    return say(input, `${wrong} ${before ? `${plainly(before)} stays.` : "It stays empty."} Use ${takes(input)}.`);
  }
  // Streamlit reads whole numbers up to the first sign that is no digit: 1e3 as 1.
  if (integer && input.value && input.value !== String(Number(input.value))) write(input, String(Number(input.value)));
  if (input.value) kept.set(input, input.value);
  // A field that must have a number was filled again by Streamlit as soon as it received it; one that need not stays empty.
  else setTimeout(() => input.value && say(input, `An empty field has no number; ${plainly(input.value)} stays. Use ${takes(input)}.`));
}

/** What is wrong with what a field says, as a sentence; "" if it can be used, or is empty. */
function wrongWith(input) {
  if (input.validity.badInput || strange.has(input)) return "That is no number;";
  const value = Number(input.value);
  const [low, high] = limits(input);
  const valid = value >= low && value <= high && (!takesIntegers(input) || Number.isInteger(value));
  return input.value === "" || valid ? "" : `${plainly(input.value)} is not usable here;`;
}

const takesIntegers = (input) => Number.isInteger(Number(input.step));

/** @returns {[number, number]} */
function limits(input) {
  const limit = (text, none) => (text === "" || Math.abs(Number(text)) > NO_LIMIT ? none : Number(text));
  return [limit(input.min, -Infinity), limit(input.max, Infinity)];
}

const takes = (input) => wanted(limits(input), takesIntegers(input));

/** Write into a field so that React takes it for typing. */
function write(input, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const noteOf = (input) => input.closest('[data-testid="stNumberInput"]')?.querySelector(".slopewise-field-note");

function say(input, sentence) {
  noteOf(input)?.remove();
  const note = element("p", { className: "slopewise-field-note", role: "alert" }, sentence);
  input.closest('[data-testid="stNumberInput"]')?.append(note);
  note.classList.toggle("above", note.getBoundingClientRect().bottom > innerHeight);
}
