/** What many keys in a row add up to is said once, when they have ended, or at once when the user turns to something else. */

/** @type {Map<() => void, number>} what is still to be said, with its timer */
const due = new Map();

/** Say it after so many milliseconds; asked again, the time begins anew. @param {() => void} say @param {number} delay */
export function later(say, delay) {
  forget(say);
  due.set(
    say,
    setTimeout(() => now(say), delay),
  );
}

export function forget(say) {
  clearTimeout(due.get(say));
  due.delete(say);
}

/** Whether something is still to be said. */
export const isDue = (say) => due.has(say);

function now(say) {
  forget(say);
  say();
}

/** Say at once what is due as soon as anything outside a player is touched: it may read what is said. */
export function sayBeforeLeaving(root, signal) {
  const leaves = ({ target }) => root.contains(target) || [...due.keys()].forEach(now);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, leaves, { capture: true, signal });
  signal.addEventListener("abort", () => [...due.keys()].forEach(forget));
  watchForAnotherPage(signal);
}

const PAGE_PATIENCE = 10_000;
let leftAt = -Infinity;

/** Whether a link to another page was followed that has not come yet. */
const isLeaving = () => performance.now() - leftAt < PAGE_PATIENCE;

/** Streamlit follows a link itself, and then the click does nothing else; Back and Forward have changed the address already. */
function watchForAnotherPage(signal) {
  const page = location.pathname;
  // Whoever comes back before the other page was there has not left.
  const follow = (pathname) => {
    leftAt = pathname === page ? -Infinity : performance.now();
  };
  follow(page);
  document.addEventListener(
    "click",
    (event) => {
      const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
      if (link?.host === location.host && event.defaultPrevented) follow(link.pathname);
    },
    { signal },
  );
  addEventListener("popstate", () => follow(location.pathname), { signal });
}

/**
 * Until another page has come Streamlit takes all that is said as said on this one, and comes back to it.
 * @param {(message: object) => void} send @param {() => void} again says it anew if the other page does not come
 */
export const unlessLeaving = (send, again) => (message) => (isLeaving() ? later(again, PAGE_PATIENCE) : send(message));
