// Players without pictures, for test_protocol.py: the real `exchange.js` and `blob.js`, told line by line what happens.
import { createInterface } from "node:readline";

const [folder] = process.argv.slice(2);
const { Exchange } = await import(`${folder}/exchange.js`);
const { unpack } = await import(`${folder}/model/blob.js`);
const { fullFamily } = await import(`${folder}/model/runs.js`);

let shown, sent, exchange, family;

const ACTS = {
  /** A page is opened, or the lesson is visited again. */
  open() {
    [shown, sent, exchange, family] = [{}, [], new Exchange(), null];
    exchange.send = (message) => sent.push(message);
  },
  /** The user lets go. */
  release(changes) {
    Object.assign(shown, changes);
    exchange.release(changes);
  },
  /** The line is back. */
  connected() {
    if (exchange.waiting) exchange.say();
  },
  /** An answer comes, packed, in base64. */
  answer(packed) {
    const { tree, ...envelope } = unpack(new Uint8Array(Buffer.from(packed, "base64")));
    if (!exchange.receive(envelope)) return;
    const { subject, values, ...rest } = tree();
    exchange.changeSubject(subject);
    for (const [name, value] of Object.entries(values)) if (exchange.settled(name)) shown[name] = value;
    family = fullFamily(rest.family);
    if (!family) exchange.release({});
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [act, argument] = JSON.parse(line);
  ACTS[act](argument);
  process.stdout.write(`${JSON.stringify({ shown, sent: sent.splice(0), waiting: exchange.waiting, family: family?.digest })}\n`);
}
