/** A row that is pointed at, or has the focus, says so: whoever shows its point lights it up. */

/** The event on the document; `detail.row` is the row of the data set, or null for none, `detail.y` where it is in the window. */
export const POINT = "slopewise-point";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Make the rows of a table's body announce which one is meant. One of them has its place in the order of the Tab key;
 * the arrows, Home and End lead to the others. A row says by `data-row` what it is; one without is passed over.
 * @param {HTMLTableSectionElement} body @param {AbortSignal} signal ends the listening
 */
export function highlightRows(body, signal) {
  let [pointed, focused, announced] = [null, null, null];
  const rowAt = (event) => event.target.closest("tr[data-row]");
  const announce = () => {
    const row = pointed ?? focused;
    if (row === announced) return;
    announced = row;
    const y = body.querySelector(`tr[data-row="${row}"]`)?.getBoundingClientRect().top;
    document.dispatchEvent(new CustomEvent(POINT, { detail: { row: row === null ? null : Number(row), y } }));
  };
  // A row that was scrolled out of the window is not meant any more, though it has the focus.
  const watch = new IntersectionObserver((entries) => {
    const { target, isIntersecting } = entries.at(-1);
    if (isIntersecting || focused === null || target.getAttribute("data-row") !== focused) return;
    focused = null;
    announce();
  });
  const focus = (row) => {
    watch.disconnect();
    if (row) watch.observe(row);
    focused = row?.dataset.row ?? null;
  };
  const on = (name, act) => {
    const listener = (event) => {
      act(event);
      announce();
    };
    body.addEventListener(name, listener, { signal });
  };
  // A finger does not hover: what it taps has the focus.
  on("pointerover", (event) => (pointed = event.pointerType === "mouse" ? (rowAt(event)?.dataset.row ?? null) : null));
  on("pointerleave", () => (pointed = null));
  // Whatever was used last counts: the keys, though the mouse still lies on another row.
  on("focusin", (event) => {
    pointed = null;
    focus(rowAt(event));
  });
  on("focusout", () => focus(null));
  on("keydown", (event) => follow(event, body));
  signal.addEventListener("abort", () => {
    focus((pointed = null));
    announce();
  });
}

/** Give one row its place in the order of the Tab key: the one that had it, or the first. */
export function settleRows(body) {
  const rows = [...body.querySelectorAll("tr[data-row]")];
  const active = rows.find((row) => row.tabIndex === 0) ?? rows[0];
  for (const row of rows) row.tabIndex = row === active ? 0 : -1;
}

function follow(event, body) {
  const rows = [...body.querySelectorAll("tr[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const to = { Home: 0, End: rows.length - 1 }[event.key] ?? at + STEPS[event.key];
  if (at < 0 || Number.isNaN(to)) return;
  // The player has uses of its own for these keys.
  event.preventDefault();
  event.stopPropagation();
  const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
  rows[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
