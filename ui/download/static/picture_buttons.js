/** Two buttons that ask the player for its picture: it is drawn in the browser, and goes nowhere else. */

/** @param {{parentElement: HTMLElement}} component with the buttons in it @returns {() => void} cleanup */
export default function ({ parentElement }) {
  const ends = new AbortController();
  for (const button of parentElement.querySelectorAll("button")) {
    const ask = () => document.dispatchEvent(new CustomEvent("slopewise-save", { detail: button.value }));
    button.addEventListener("click", ask, { signal: ends.signal });
  }
  return () => ends.abort();
}
