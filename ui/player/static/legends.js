/** A panel's title with its legend: in two lines where it is too long for one. */

const ENTRY = "  <span";
const TAGS = /<[^>]*>/g;

/**
 * @param {string} text a title and the entries of its legend @param {number} width in pixels
 * @param {string} font of the letters, as CSS writes it
 */
export function wrapped(text, width, font) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = font;
  const [title, ...entries] = text.split(ENTRY);
  const lines = [title];
  for (const entry of entries) {
    const longer = `${lines.at(-1)}${ENTRY}${entry}`;
    const fits = context.measureText(longer.replace(TAGS, "")).width <= width;
    if (fits || lines.length === 2) lines[lines.length - 1] = longer;
    else lines.push(`<span${entry}`);
  }
  return lines.join("<br>");
}
