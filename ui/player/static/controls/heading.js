/** What stands above the pictures on a full screen, where the page's own title is not seen: title, verdict, runs with their rates, views. */

import { element, setText } from "../dom/dom.js";
import { rateWritten } from "../model/numbers.js";
import { verdict } from "./ruler.js";

/** The page's own switch between views, which the one on the full screen presses. */
const SWITCH = '[class*="st-key-view-"] button[role="radio"]';

/**
 * @typedef {object} Heading
 * @property {string} title
 * @property {[string, string][]} runs names and colours of the run on show and of those beside it, where there are several
 * @property {string} step what an epoch is called
 */

export function heading() {
  const title = element("h2", {});
  const says = element("span", { className: "slopewise-run-verdict" });
  const legend = element("ul", { className: "slopewise-runs" });
  const views = element("div", { className: "slopewise-views", role: "group", aria: { label: "View" } });
  const node = element("header", { className: "slopewise-heading" }, title, says, legend, views);
  /** @type {{text: HTMLElement, name: string}[]} */
  let runs = [];
  let step = "epoch";
  const show = (/** @type {?Heading} */ spec, colour) => {
    setText(title, spec?.title ?? "");
    step = spec?.step ?? step;
    runs = (spec?.runs ?? []).map(([name, meaning]) => {
      const text = element("li", {});
      text.style.setProperty("--meaning", colour(meaning));
      return { text, name };
    });
    legend.replaceChildren(...runs.map(({ text }) => text));
  };
  const update = ({ runs: trained, run, rate }, limits) => {
    const said = run.divergedAt === null ? verdict(limits, rate) : `diverged at ${step} ${run.divergedAt.toLocaleString("en-US")}`;
    setText(says, said);
    runs.forEach(({ text, name }, i) => trained[i] && setText(text, `${name} ${rateWritten(trained[i].rate)}`));
  };
  return { node, show, update, showViews: () => showViews(views) };
}

/** Buttons for the views that the page offers: each presses the page's own, which is drawn after the player. */
function showViews(views) {
  const offered = [...document.querySelectorAll(SWITCH)].map((own) => /** @type {HTMLElement} */ (own));
  const buttons = offered.map((own) => {
    const button = element("button", { type: "button", aria: { pressed: own.getAttribute("aria-checked") } }, own.textContent);
    button.addEventListener("click", () => {
      find(own.textContent)?.click();
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
    });
    return button;
  });
  views.replaceChildren(...buttons);
  views.hidden = buttons.length === 0;
}

/** The page may have drawn its own anew. @returns {HTMLElement|undefined} */
const find = (name) => [...document.querySelectorAll(SWITCH)].map((own) => /** @type {HTMLElement} */ (own)).find((own) => own.textContent === name);
