/** Numbers as colours: from one colour through the ground to another, or each of several its own. */

/** @typedef {import("../model/propagation.js").Form} Form */

/** Sums up to here are told apart by colour; beyond them a probability is 0 or 1 to the eye. */
const STEEP = 7;
const SHADES = 512;
/** How strong a colour is at most: what lies on it must be seen. */
const STRENGTH = 0.5;

/** The three parts of a colour. @param {string} hex @returns {number[]} */
const partsOf = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

const mixed = (ground, colour, strength) => ground.map((part, c) => part + STRENGTH * strength * (colour[c] - part));

/** @param {string} ground @param {string} colour @param {number} strength from 0 to 1 @returns {string} what a colour so strong looks like */
export const tint = (ground, colour, strength) => `rgb(${mixed(partsOf(ground), partsOf(colour), strength).map(Math.round).join(", ")})`;

/** The output that is ahead at a point, and how far its probability is above an equal share: from 0 to 1. @param {import("../model/propagation.js").Layers[number]} sums @param {number} i */
export function ahead(sums, i) {
  let best = 0;
  for (let k = 1; k < sums.length; k++) if (sums[k][i] > sums[best][i]) best = k;
  let whole = 0;
  for (let k = 0; k < sums.length; k++) whole += Math.exp(sums[k][i] - sums[best][i]);
  return { best, strength: (sums.length / whole - 1) / (sums.length - 1) || 0 };
}

/**
 * Shades from one colour through the ground to another, three numbers each.
 * @param {string} ground @param {string} low @param {string} high @param {(place: number) => number} bend from 0 … 1, where a shade lies, to 0 … 1, what it shows
 */
export function shadesBetween(ground, low, high, bend = (place) => place) {
  const [middle, ...ends] = [ground, low, high].map(partsOf);
  const shades = new Uint8ClampedArray(3 * SHADES);
  for (let i = 0; i < SHADES; i++) {
    const away = 2 * bend(i / (SHADES - 1)) - 1;
    shades.set(mixed(middle, ends[away < 0 ? 0 : 1], Math.abs(away)), 3 * i);
  }
  return shades;
}

/** How the last sum of a network with one output is shown. @param {Form} form @param {ArrayLike<number>} levels that have the full colours; of probabilities the line is half way between them */
export function scaleOf({ output, target_shift: shift, target_scale: scale }, levels) {
  if (output === "sigmoid") {
    const half = (levels[0] + levels[1]) / 2;
    const line = Math.log(half / (1 - half));
    return { low: line - STEEP, high: line + STEEP, bend: (place) => 1 / (1 + Math.exp(STEEP * (1 - 2 * place))) };
  }
  const [low, high] = Array.from(levels, (level) => (level - (shift?.[0] ?? 0)) / (scale?.[0] ?? 1));
  return { low, high, bend: undefined };
}

/** What the values of a hidden neuron are shown between. @param {string} activation @param {ArrayLike<number>} values */
export function rangeOf(activation, values) {
  if (activation === "tanh") return { low: -1, high: 1 };
  if (activation === "sigmoid") return { low: 0, high: 1 };
  let most = Number.MIN_VALUE;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return { low: -most, high: most };
}

/**
 * Paint values as a picture whose first row is at the bottom; what is no number is in the middle.
 * @param {ImageData} image @param {ArrayLike<number>} values row by row @param {{low: number, high: number}} range @param {Uint8ClampedArray} shades
 */
export function paint({ data, width, height }, values, { low, high }, shades) {
  const scale = (SHADES - 1) / (high - low || 1);
  for (let row = 0, i = 0; row < height; row++) {
    for (let at = 4 * (height - 1 - row) * width, end = at + 4 * width; at < end; at += 4, i++) {
      const place = (values[i] - low) * scale;
      const shade = 3 * (place >= SHADES - 1 ? SHADES - 1 : place <= 0 ? 0 : place >= 0 ? Math.round(place) : SHADES >> 1);
      data[at] = shades[shade];
      data[at + 1] = shades[shade + 1];
      data[at + 2] = shades[shade + 2];
      data[at + 3] = 255;
    }
  }
}

/**
 * Paint several outputs: each has its colour, the stronger the farther its probability is above an equal share.
 * @param {ImageData} image @param {import("../model/propagation.js").Layers[number]} sums of each output @param {string[]} colours @param {string} ground
 */
export function paintShares({ data, width, height }, sums, colours, ground) {
  const [middle, ...parts] = [ground, ...colours].map(partsOf);
  for (let row = 0, i = 0; row < height; row++) {
    for (let at = 4 * (height - 1 - row) * width, end = at + 4 * width; at < end; at += 4, i++) {
      const { best, strength } = ahead(sums, i);
      for (let c = 0; c < 3; c++) data[at + c] = middle[c] + STRENGTH * strength * (parts[best][c] - middle[c]);
      data[at + 3] = 255;
    }
  }
}
