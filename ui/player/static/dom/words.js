/** What words mean, in a box that a press on them opens; Escape or a press elsewhere closes it. */

import { element } from "./dom.js";

const GAP = 6;

/** @typedef {[string, string][]} Words each with its meaning */

/** Have a button say what words mean. @param {HTMLElement} button @param {() => Words} words */
export function explain(button, words) {
  button.addEventListener("click", () => open(button, words()));
  return button;
}

/** A name that says what it means; to a screen reader it is not the control that it names. @param {string} label @param {() => Words} words */
export function explained(label, words) {
  const aria = { label: `${label}: what it means` };
  return explain(element("button", { type: "button", className: "slopewise-word", aria }, label), words);
}

function open(button, words) {
  const list = words.flatMap(([word, meaning]) => [element("dt", {}, word), element("dd", {}, meaning)]);
  openBox(button, "What it means", element("dl", {}, ...list));
}

/** Open a box with something to read, beside a button. @param {HTMLElement} button @param {string} name of the box @param {...HTMLElement} children */
export function openBox(button, name, ...children) {
  const box = element("div", { className: "slopewise-words", popover: "auto", tabIndex: -1, role: "note", aria: { label: name } }, ...children);
  box.addEventListener("toggle", (/** @type {ToggleEvent} */ { newState }) => newState === "closed" && box.remove());
  // On a full screen nothing is seen but what is in it.
  (document.querySelector(".slopewise-player.present") ?? button.closest(".slopewise-player, .slopewise-tools")).append(box);
  box.showPopover();
  place(box, button.getBoundingClientRect());
  box.focus({ preventScroll: true });
}

/** Below the button, or above it where there is no room, and within the window. */
function place(box, { left, top, bottom }) {
  const { width, height } = box.getBoundingClientRect();
  const below = bottom + GAP;
  box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  box.style.top = `${below + height + GAP > innerHeight ? Math.max(GAP, top - GAP - height) : below}px`;
}
