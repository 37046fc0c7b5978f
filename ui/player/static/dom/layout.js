/** Where the parts of a player stand on the page. */

import { element } from "./dom.js";

/**
 * @param {{heading: object, transport: object, guess: object, ruler: object, epochs: object, readouts: object}} parts each with its `node`
 * @param {() => void} onTrain the user asks to train from their own line
 * @returns {{root: HTMLElement, pictures: HTMLElement, train: HTMLElement, status: HTMLElement}}
 */
export function layOut({ heading, transport, guess, ruler, epochs, readouts }, onTrain) {
  const pictures = element("div", { className: "slopewise-pictures" });
  const train = element("button", { type: "button", className: "slopewise-train", hidden: true, onclick: onTrain }, "Train from here");
  const status = element("p", { className: "slopewise-status", role: "status" });
  const root = element(
    "section",
    { className: "slopewise-player", tabIndex: -1, aria: { label: "Player" } },
    heading.node,
    pictures,
    transport.node,
    guess.node,
    element("div", { className: "slopewise-below" }, ruler.node, epochs.node, train),
    readouts.node,
    status,
  );
  return { root, pictures, train, status };
}
