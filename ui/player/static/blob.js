/** Unpack the one binary message that Python sends: a JSON tree whose `{"$": i}` leaves are typed arrays. */

const TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array };

/**
 * @param {Uint8Array} bytes as packed by `ui.player.blob.pack`.
 * @returns {{epoch: number, turn: number, digest: string, tree: () => object}} the tree is decoded when wanted.
 */
export function unpack(bytes) {
  // The message may begin at any address; typed arrays want multiples of eight.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  const text = new TextDecoder();
  const [headerLength, epoch, turn] = [0, 4, 8].map((at) => view.getUint32(at, true));
  const digest = text.decode(aligned.subarray(16, 32));
  const tree = () => {
    const { arrays, root } = JSON.parse(text.decode(aligned.subarray(32, 32 + headerLength)));
    const body = aligned.byteOffset + 32 + headerLength;
    const decoded = arrays.map(({ type, at, length }) => new TYPES[type](aligned.buffer, body + at, length));
    return resolve(root, decoded);
  };
  return { epoch, turn, digest, tree };
}

function resolve(node, arrays) {
  if (Array.isArray(node)) return node.map((child) => resolve(child, arrays));
  if (node === null || typeof node !== "object") return node;
  if ("$" in node) return arrays[node.$];
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, resolve(child, arrays)]));
}
