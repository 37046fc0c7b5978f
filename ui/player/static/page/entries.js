/** The browser's history: a lesson that is come to is one entry and not two, whatever it writes into its link by itself. */

const ACTS = ["pointerdown", "keydown", "click", "input", "change", "popstate"];
/** @type {""|"page"|"link"} what was added last, another page or another link of this one; nothing once somebody acts */
let added = "";
/** The page on show, and the one that back or forward have just led away from. */
let here = location.pathname;
let left = "";

/** Watch what Streamlit adds to the browser's history. */
export function watchEntries() {
  const push = history.pushState.bind(history);
  for (const act of ACTS) addEventListener(act, ({ type }) => acted(type), { capture: true, passive: true });
  history.pushState = (state, unused, url) => {
    const next = new URL(url ?? "", location.href);
    const adds = next.pathname === location.pathname ? "link" : "page";
    // A run of the page that was left began before it was, and its word comes late: Streamlit would go back to it.
    if (adds === "page" && next.pathname === left) return;
    if (belongsToTheLast(adds, next)) history.replaceState(state, unused, url);
    else push(state, unused, url);
    added = adds;
    here = next.pathname;
  };
}

function acted(type) {
  added = "";
  left = type === "popstate" && here !== location.pathname ? here : "";
  here = location.pathname;
}

/**
 * The bar leads to a lesson's bare link, and the lesson then writes its settings: back from there would forget them.
 * A busy browser hears of the settings first, and adds them to the page before; then the lesson comes with the same ones.
 */
function belongsToTheLast(adds, { search }) {
  const settings = added === "page" && adds === "link";
  const settingsCameFirst = added === "link" && adds === "page" && search === location.search;
  return settings || settingsCameFirst;
}
