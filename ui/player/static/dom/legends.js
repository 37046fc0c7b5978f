/** A panel's title with its legend: in two lines where panels lie one below another; in smaller letters if need be. */

const ENTRY = "  <span";
const TAGS = /<[^>]*>/g;

/**
 * @param {string} text a title and the entries of its legend @param {number} width in pixels
 * @param {{size: number, family: string}} font of the letters @param {number} most lines
 */
export function wrapped(text, width, font, most = 2) {
  const [title, ...entries] = text.split(ENTRY);
  const lines = [title];
  for (const entry of entries) {
    const longer = `${lines.at(-1)}${ENTRY}${entry}`;
    if (widthOf(longer, font) <= width - reserve(font) || lines.length === most) lines[lines.length - 1] = longer;
    else lines.push(`<span${entry}`);
  }
  return lines.join("<br>");
}

/** The size of letters, no larger than the font's, with which a title and its legend keep to a width. */
export function fittingSize(text, width, font) {
  return font.size * Math.min(1, (width - reserve(font)) / widthOf(text, font));
}

/** Half a letter: Plotly begins a pixel further in, and browsers measure letters otherwise than they set them. */
const reserve = ({ size }) => size / 2;

/** A title is bold, the entries of its legend are not. */
function widthOf(text, { size, family }) {
  const context = document.createElement("canvas").getContext("2d");
  const legend = text.indexOf(ENTRY);
  const parts =
    legend < 0
      ? [[700, text]]
      : [
          [700, text.slice(0, legend)],
          [400, text.slice(legend)],
        ];
  return parts.reduce((sum, [weight, words]) => {
    context.font = `${weight} ${size}px ${family}`;
    return sum + context.measureText(words.replace(TAGS, "")).width;
  }, 0);
}
