/** The tools of a lesson's page that need no server: copy its link, list its shortcuts, choose a theme, fill the screen. */

import { element, icon } from "../dom/dom.js";
import { isOverlaid } from "../dom/keys.js";
import { openBox } from "../dom/words.js";
import { chooseTheme, hasThemes, THEMES, themeNow } from "./theme.js";

/** So long a link waits for what the server has not answered yet, in milliseconds. */
const PATIENCE = 3000;
const TEXT = "input:not([type=range]), textarea, select, [contenteditable]";
/** @type {?{data: object, node: HTMLElement}} the tools on show */
let shown = null;
let listens = false;

/** @param {object} component of Streamlit @returns {() => void} cleanup */
export function mount({ parentElement, data }) {
  const there = parentElement.querySelector(".slopewise-tools");
  if (there) {
    shown = { data, node: there };
    return () => {};
  }
  const node = toolsOf(data);
  shown = { data, node };
  parentElement.append(node);
  if (!listens) {
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", onReset, { capture: true });
  }
  listens = true;
  return () => node.remove();
}

function toolsOf({ words, pages }) {
  const copy = tool("Copy link", "link", words, () => copyLink(copy));
  const keys = tool("Keyboard shortcuts", "keys", words, () => listShortcuts(keys));
  keys.classList.add("slopewise-keys");
  const theme = themes(words.Theme, pages);
  const present = tool("Present", "present", words, () => document.dispatchEvent(new Event("slopewise-present")));
  return element("div", { className: "slopewise-tools" }, copy, keys, theme, present);
}

function tool(name, iconName, words, onclick) {
  const label = element("span", { className: "slopewise-tool-name" }, name);
  return element("button", { type: "button", title: words[name], aria: { label: name }, onclick }, icon(iconName), label);
}

/** A menu of themes: as Streamlit's own, which it works by; where that is not shown, in another page's frame, neither is this. */
function themes(meaning, pages) {
  const menu = element("select", { title: meaning, hidden: !hasThemes(), aria: { label: "Theme" } });
  menu.append(...Object.entries(THEMES).map(([value, label]) => element("option", { value }, label)));
  const settle = () => (menu.value = themeNow());
  settle();
  // It may have been chosen in Streamlit's own menu meanwhile.
  menu.addEventListener("focus", settle);
  menu.addEventListener("change", () => chooseTheme(menu, pages));
  return menu;
}

/** Whoever shows something answers with the epoch on show, and whether it has said something that no answer has come to. */
function asked() {
  const detail = { epoch: null, waiting: false };
  document.dispatchEvent(new CustomEvent("slopewise-link", { detail }));
  return detail;
}

/** The address of exactly what is shown: the page's own, as soon as the server has answered all, at the epoch on show. */
async function linkNow() {
  const app = /** @type {HTMLElement} */ (document.querySelector('[data-testid="stApp"]'));
  const rests = () => !asked().waiting && app.dataset.testScriptState === "notRunning";
  const until = performance.now() + PATIENCE;
  while (!rests() && performance.now() < until) await new Promise(requestAnimationFrame);
  const link = new URL(location.href);
  const { epoch } = asked();
  if (epoch) link.searchParams.set("epoch", String(epoch));
  else if (epoch === 0) link.searchParams.delete("epoch");
  return link.href;
}

async function copyLink(button) {
  const link = await linkNow();
  try {
    await navigator.clipboard.writeText(link);
    say(button, "Link copied.");
  } catch {
    const field = element("input", { readOnly: true, value: link, className: "slopewise-link", aria: { label: "Link to this lesson as it is shown" } });
    openBox(button, "Copy link", element("p", {}, "This browser does not let the page copy. Copy the link here:"), field);
    field.select();
  }
}

/** It stays until the person does something else. */
function say(button, sentence) {
  const note = element("p", { className: "slopewise-said", role: "status" });
  button.after(note);
  // A screen reader says what changes in a place that is there.
  requestAnimationFrame(() => (note.textContent = sentence));
  for (const act of ["pointerdown", "keydown"]) document.addEventListener(act, () => note.remove(), { capture: true, once: true });
}

function listShortcuts(button) {
  const { shortcuts, letters } = shown.data;
  const rows = shortcuts.flatMap(([keys, does]) => [element("dt", {}, keys), element("dd", {}, does)]);
  openBox(button, "Keyboard shortcuts", element("dl", { className: "slopewise-shortcuts" }, ...rows), element("p", {}, letters));
}

/** The question mark lists the shortcuts, unless somebody types it. */
function onKey(event) {
  if (event.key !== "?" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!shown?.node.isConnected || event.target.closest(TEXT) || isOverlaid()) return;
  event.preventDefault();
  listShortcuts(shown.node.querySelector(".slopewise-keys"));
}

/** The server gives the settings back; what plays stops here, before its answer. */
function onReset({ target }) {
  if (target.closest(".st-key-reset_lesson button")) document.dispatchEvent(new Event("slopewise-reset"));
}
