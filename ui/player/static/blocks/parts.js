/** More blocks below the pictures that keep in step with them, by kind. */

import { account } from "./account.js";
import { equations } from "./equations.js";
import { networkGraph } from "./network_graph.js";
import { neuron } from "./neuron.js";
import { startsWall } from "./starts_wall.js";

/**
 * @typedef {object} Part
 * @property {HTMLElement} node
 * @property {(spec: object, colour: (name: string) => string) => void} show what Python says
 * @property {(scene: import("../tracks/pen.js").Scene) => void} update at every frame
 */

/**
 * @typedef {object} Actions
 * @property {(by: number) => void} stepBy
 * @property {(epoch: number) => void} seek
 * @property {() => void} present fill the screen, or leave it
 * @property {() => void} changed something to see is another
 * @property {(delta: number, released: boolean) => void} slideDelta
 * @property {(changes: object) => void} send to Python
 * @property {(name: string) => boolean} settled whether Python knows what the person did last
 * @property {() => import("../networks/touched.js").Touched} touched what is done with a network
 * @property {() => AbortSignal} signal ends the listening
 */

/** @type {Record<string, (actions: Actions) => Part>} */
export const PARTS = { account, equations, neuron, network_graph: networkGraph, starts_wall: startsWall };

/** Keep the blocks that are on show, and make those that are not there yet. */
export function parts(actions) {
  let shown = [];
  const show = (specs, colour, root) => {
    const kinds = specs.map((spec) => spec.kind);
    root.classList.toggle("with-network", kinds.includes("network_graph") || kinds.includes("starts_wall"));
    for (const kind of ["equations", "neuron"]) root.classList.toggle(`with-${kind}`, kinds.includes(kind));
    for (const gone of shown.filter(({ kind }) => !kinds.includes(kind))) gone.part.node.remove();
    shown = kinds.map((kind) => shown.find((known) => known.kind === kind) ?? { kind, part: PARTS[kind](actions) });
    shown.forEach(({ part }, i) => {
      if (!part.node.isConnected) root.append(part.node);
      part.show(specs[i], colour);
    });
  };
  const update = (scene) => shown.forEach(({ part }) => part.update(scene));
  return { show, update };
}
