/** The guide for those who do not see it: a new step is said aloud, wherever the focus is. */

import { element } from "../dom/dom.js";

/** It lasts as long as the tab: what is put into a region that is there already is said, a region that comes is not. */
let region = null;
let latest = null;

/** @param {{data: {says: string}}} component of Streamlit. @returns {() => void} takes back what was said, unless more is. */
export function mount({ data }) {
  if (!region) {
    region = element("div", { className: "slopewise-guide-says" });
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  const mine = {};
  latest = mine;
  const says = data.says.replaceAll("*", "");
  if (region.textContent !== says) region.textContent = says;
  return () =>
    requestAnimationFrame(() => {
      if (latest === mine) region.textContent = "";
    });
}
