/** Contour lines by marching squares. */

/**
 * Lines of equal height at all multiples of a step.
 * @param {ArrayLike<number>} values row by row, `width` to a row @param {number} width @param {number} step
 * @returns {number[]} x0, y0, x1, y1 of each piece of a line, end to end, in columns and rows
 */
export function contours(values, width, step) {
  const pieces = [];
  const height = values.length / width;
  for (let row = 0; row + 1 < height; row++) {
    for (let column = 0; column + 1 < width; column++) {
      const at = row * width + column;
      const corners = [values[at], values[at + 1], values[at + width + 1], values[at + width]];
      const last = Math.floor(Math.max(...corners) / step);
      for (let k = Math.ceil(Math.min(...corners) / step); k <= last; k++) cross(pieces, corners, k * step, column, row);
    }
  }
  return pieces;
}

/**
 * The line where values pass one level.
 * @param {ArrayLike<number>} values row by row, `width` to a row @param {number} width @param {number} level
 * @returns {number[]} as `contours` does
 */
export function levelLine(values, width, level) {
  const pieces = [];
  for (let at = 0; at + width + 1 < values.length; at++) {
    if (at % width === width - 1) continue;
    const below = values[at] < level;
    const crossed = values[at + 1] < level !== below || values[at + width] < level !== below || values[at + width + 1] < level !== below;
    if (crossed) cross(pieces, [values[at], values[at + 1], values[at + width + 1], values[at + width]], level, at % width, Math.floor(at / width));
  }
  return pieces;
}

/** Where each edge of a cell begins, and its way to the next corner. */
const EDGES = [
  [0, 0, 1, 0],
  [1, 0, 0, 1],
  [1, 1, -1, 0],
  [0, 1, 0, -1],
];

/** The pieces of one line through one cell: the edges are crossed twice, or at a saddle four times. */
function cross(pieces, corners, level, column, row) {
  for (let i = 0, first = null; i < 4; i++) {
    const [from, to] = [corners[i], corners[(i + 1) % 4]];
    if (from < level === to < level) continue;
    const part = (level - from) / (to - from);
    const [x, y, dx, dy] = EDGES[i];
    const place = [column + x + part * dx, row + y + part * dy];
    if (first) pieces.push(...first, ...place);
    first = first ? null : place;
  }
}

/** Ends that are nearer than a hundredth of a cell are one. */
const ONE = 100;

/** Join the pieces of lines where they meet, each once, for a pen that makes dashes of them. @param {ArrayLike<number>} pieces as `levelLine` gives them @returns {number[][][]} places from one end to the other, line by line */
export function joined(pieces) {
  const ends = new Map();
  const keyOf = (/** @type {number[]} */ [x, y]) => `${Math.round(x * ONE)} ${Math.round(y * ONE)}`;
  const [left, seen] = [new Set(), new Set()];
  for (let i = 0; i < pieces.length; i += 4) {
    const piece = [
      [pieces[i], pieces[i + 1]],
      [pieces[i + 2], pieces[i + 3]],
    ];
    const key = piece.map(keyOf).sort().join();
    if (seen.has(key) || keyOf(piece[0]) === keyOf(piece[1])) continue;
    seen.add(key);
    left.add(piece);
    for (const end of piece) ends.set(keyOf(end), [...(ends.get(keyOf(end)) ?? []), piece]);
  }
  /** Go on from the end of a line as far as there are pieces. */
  const extend = (line) => {
    for (;;) {
      const key = keyOf(line.at(-1));
      const next = ends.get(key).find((piece) => left.has(piece));
      if (!next) return line;
      left.delete(next);
      line.push(keyOf(next[0]) === key ? next[1] : next[0]);
    }
  };
  const lines = [];
  for (const piece of left) {
    left.delete(piece);
    lines.push(extend(extend([...piece]).reverse()));
  }
  return lines;
}
