/** Where the runs on show stand: several of them on one clock. */

import { Clock } from "./clock.js";
import { frameAt, lastEpoch } from "./runs.js";

export class Timeline {
  clock = new Clock();
  /** @type {import("./runs.js").Run} the run on show */
  run = undefined;
  /** @type {import("./runs.js").Run[]} more runs beside it */
  others = [];
  calm = globalThis.matchMedia("(prefers-reduced-motion: reduce)");

  /** The run that lasts longest: the clock goes as far. */
  get longest() {
    return [this.run, ...this.others].reduce((longest, run) => (lastEpoch(run) > lastEpoch(longest) ? run : longest));
  }

  get last() {
    return lastEpoch(this.longest);
  }

  /** The epoch on show; a run that has ended stands at its end, the others go on. */
  get epoch() {
    return frameAt(this.longest, Math.min(this.clock.time, this.last), false).epoch;
  }

  /** The epoch so many steps away, as far as there is one. */
  neighbour(by) {
    const { epochs } = this.longest;
    return epochs[Math.min(epochs.length - 1, Math.max(0, epochs.indexOf(this.epoch) + by))];
  }

  /** All runs now. A run that ends early shows its end; the moment is kept for the next run that lasts longer. */
  now() {
    const glides = this.clock.playing && !this.calm.matches;
    const at = (run) => frameAt(run, Math.min(this.clock.time, lastEpoch(run)), glides);
    const time = glides ? Math.min(this.clock.time, this.last) : this.epoch;
    return { frame: at(this.run), others: this.others.map(at), time };
  }
}
