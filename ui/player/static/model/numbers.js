/** How numbers are written, the same as `ui.text.numbers` writes them. */

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** @param {number} value @param {number} digits significant digits @returns {string} */
export function written(value, digits = 6) {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const plain = power >= -4 && power < Math.max(digits, 6);
  const text = plain ? Number(value).toFixed(Math.max(0, digits - 1 - power)) : mantissa;
  const signed = text.replace("-", "−");
  return plain ? signed : `${signed} × 10${[...String(power)].map((c) => SUPERSCRIPTS[c]).join("")}`;
}

/** A learning rate as people write it: no digits that say nothing. */
export function rateWritten(rate) {
  const rounded = Number(rate.toPrecision(6));
  return rounded && Math.abs(rounded) < 1e-4 ? rounded.toExponential().replace("e-", "e−") : String(rounded);
}

/** A number as in `written`, without zeros at the end that say nothing: for tables and formulas, where it does not tick. */
export function trimmed(value, digits = 6) {
  return written(value, digits)
    .replace(/\.(\d*?)0+( |$)/, ".$1$2")
    .replace(/\.( |$)/, "$1");
}
