/** What a field for a number takes, in words: below the page's own fields and the player's. */

/** @param {number|string} number @returns {string} as sentences have it: 20,000, 0.05, 1e-12 */
export function plainly(number) {
  const size = Math.abs(Number(number));
  return size === 0 || (size >= 1e-4 && size < 1e15) ? Number(number).toLocaleString("en", { maximumFractionDigits: 12 }) : String(Number(number));
}

/**
 * @param {[number, number]} limits an infinite one is none @param {boolean} integer @param {string} such an example
 * @returns {string} the end of a sentence that begins with "Use"
 */
export function wanted([low, high], integer, such = "0.05") {
  const from = Number.isFinite(low) ? ` from ${plainly(low)}` : "";
  const to = Number.isFinite(high) ? ` to ${plainly(high)}` : "";
  return `a ${integer ? "whole number" : "number"}${from}${to}${integer ? "" : `, such as ${such}`}`;
}
