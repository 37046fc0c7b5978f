/** Colours by meaning, for the theme the page has now. */

/** Longer strings in a figure are packed arrays, not text. */
const LONGEST_TEXT = 2000;

/** @type {Map<string, boolean>} of each background seen whether it is dark: to read a canvas takes long */
const dark = new Map();

/** @param {Element} element @returns {boolean} whether Streamlit's theme around it is dark. */
export function isDark(element) {
  const background = getComputedStyle(element).getPropertyValue("--st-background-color").trim() || "#ffffff";
  if (!dark.has(background)) dark.set(background, looksDark(background));
  return dark.get(background);
}

function looksDark(background) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = background;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/**
 * @param {Record<string, {light: string, dark: string}>} palette @param {boolean} dark
 * @returns {(name: string) => string} meaning to colour
 */
export function colourBy(palette, dark) {
  return (name) => palette[name][dark ? "dark" : "light"];
}

/**
 * A figure as Python draws it wears the light colours; in the dark each is exchanged for its dark sibling.
 * @param {unknown} node @param {Record<string, {light: string, dark: string}>} palette @param {boolean} dark
 */
export function recoloured(node, palette, dark) {
  if (!dark) return node;
  const siblings = new Map(Object.values(palette).map(({ light, dark: sibling }) => [light, sibling]));
  const swap = (text) => text.replaceAll(/#[0-9a-f]{6}/g, (colour) => siblings.get(colour) ?? colour);
  const exchange = (child) => {
    if (typeof child === "string") return child.length < LONGEST_TEXT ? swap(child) : child;
    if (ArrayBuffer.isView(child) || child === null || typeof child !== "object") return child;
    if (Array.isArray(child)) return child.map(exchange);
    return Object.fromEntries(Object.entries(child).map(([name, value]) => [name, exchange(value)]));
  };
  return exchange(node);
}
