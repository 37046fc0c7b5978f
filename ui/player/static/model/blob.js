/** Unpack the one binary message that Python sends: a JSON tree whose `{"$": i}` leaves are typed arrays. */

/** Bytes before the tree. */
const HEAD = 48;
const TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array };

/**
 * @param {Uint8Array} bytes as packed by `ui.player.blob.pack`.
 * @returns {{epoch: number, message: number, answer: number, player: string, session: string, digest: string, tree: () => object}}
 *   the envelope as in `ui.player.blob.Envelope`; the tree is decoded when wanted.
 */
export function unpack(bytes) {
  // The message may begin at any address; typed arrays want multiples of eight.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  const text = new TextDecoder();
  const [headerLength, epoch, message, answer] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  const letters = (from, to) => text.decode(aligned.subarray(from, to)).replace(/\0+$/, "");
  const [player, session, digest] = [letters(16, 24), letters(24, 32), letters(32, HEAD)];
  const tree = () => {
    const { arrays, root } = JSON.parse(text.decode(aligned.subarray(HEAD, HEAD + headerLength)));
    const body = aligned.byteOffset + HEAD + headerLength;
    const decoded = arrays.map(({ type, at, length }) => new TYPES[type](aligned.buffer, body + at, length));
    return resolve(root, decoded);
  };
  return { epoch, message, answer, player, session, digest, tree };
}

function resolve(node, arrays) {
  if (Array.isArray(node)) return node.map((child) => resolve(child, arrays));
  if (node === null || typeof node !== "object") return node;
  if ("$" in node) return arrays[node.$];
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, resolve(child, arrays)]));
}
