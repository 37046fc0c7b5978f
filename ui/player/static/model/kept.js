/** Many runs at some epochs: where they are in between. */

/**
 * @param {ArrayLike<number>} epochs the kept ones, increasing
 * @param {Float32Array|Float64Array} values laid out (epoch, run, place)
 * @param {number} time in epochs @param {number} width places a run
 * @returns {Float64Array[]} one row of `width` numbers a run
 */
export function keptAt(epochs, values, time, width) {
  let low = 0;
  while (low + 1 < epochs.length && epochs[low + 1] <= time) low += 1;
  const high = Math.min(low + 1, epochs.length - 1);
  const span = epochs[high] - epochs[low];
  const part = span > 0 ? Math.min(1, (time - epochs[low]) / span) : 0;
  const size = values.length / epochs.length;
  const rows = [];
  for (let at = 0; at < size; at += width) {
    const row = new Float64Array(width);
    for (let i = 0; i < width; i++) {
      const [from, to] = [values[low * size + at + i], values[high * size + at + i]];
      row[i] = part > 0 ? from + part * (to - from) : from;
    }
    rows.push(row);
  }
  return rows;
}
