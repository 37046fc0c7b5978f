/** Where the runs on show stand: several of them on one clock. */

import { Clock } from "./clock.js";
import { endingAt, frameAt, lastEpoch, nearestRate, runOf, unpackRun } from "./runs.js";

export class Timeline {
  clock = new Clock();
  /** @type {import("./runs.js").Run} the run on show */
  run = undefined;
  /** @type {import("./runs.js").Run[]} more runs beside it */
  others = [];
  /** @type {number|false} a learning rate that was typed, until Python has answered */
  asked = false;
  calm = globalThis.matchMedia("(prefers-reduced-motion: reduce)");

  /** Hold what Python sent, the run of a rate of it, and end it at an epoch, with the others that are trained as long. */
  adopt(content, rate, end) {
    this.content = content;
    this.otherRuns = content.others.map(unpackRun);
    this.end = end;
    this.show(rate);
  }

  show(rate) {
    this.fullRun = runOf(this.content, rate);
    this.cut();
  }

  cut() {
    this.run = endingAt(this.fullRun, this.end);
    const alike = this.content.epochs?.others ?? 0;
    this.others = this.otherRuns.map((run, i) => (i < alike ? endingAt(run, this.end) : run));
  }

  /** End elsewhere. If the run stood at its end when the drag `begins`, it goes along with it. */
  endAt(end, begins) {
    if (begins) this.follows = this.atEnd;
    this.end = end;
    this.cut();
    if (this.follows) this.toPlannedEnd();
  }

  /** The learning rate that is meant. */
  get rate() {
    return this.asked || this.run.rate;
  }

  /** Show the run of a learning rate that is here. */
  choose(rate) {
    this.asked = false;
    this.show(rate);
  }

  /**
   * Take a learning rate that was typed: show its run if that is here, else wait for it, or take the nearest where none is trained.
   * @param {number} rate @param {boolean} trains whether Python listens @returns {number} the rate taken
   */
  type(rate, trains) {
    const nearest = nearestRate(this.content, rate);
    const taken = trains ? rate : nearest;
    if (taken === nearest) this.choose(taken);
    this.asked = trains && taken;
    return taken;
  }

  get runs() {
    return [this.run, ...this.others];
  }

  /** The run that lasts longest: the clock goes as far. */
  get longest() {
    return this.runs.reduce((longest, run) => (lastEpoch(run) > lastEpoch(longest) ? run : longest));
  }

  get last() {
    return lastEpoch(this.longest);
  }

  /** The epoch at which the longest of all runs is to end. A run that diverged ends early; its end is not the one that was planned. */
  get plannedEnd() {
    return Math.max(...this.runs.map(({ planned }) => planned));
  }

  /** Where one can go: of a run that still grows to its planned end, and the picture goes along until that is there. */
  get farthest() {
    return this.content.growing ? this.plannedEnd : this.last;
  }

  get atEnd() {
    return this.clock.time >= this.plannedEnd;
  }

  toPlannedEnd() {
    this.clock.time = this.plannedEnd;
  }

  /** The epoch on show; a run that has ended stands at its end, the others go on. */
  get epoch() {
    return frameAt(this.longest, Math.min(this.clock.time, this.last), false).epoch;
  }

  /** The epoch that is meant: a run that came thinned shows an earlier one until it is here in full, one that grows an earlier one until it is trained. */
  get moment() {
    const reach = Math.max(...this.runs.map((run) => (run.divergedAt === null ? run.planned : lastEpoch(run))));
    return Math.min(Math.floor(this.clock.time + 1e-9), reach);
  }

  /** The epoch so many steps away, as far as there is one. */
  neighbour(by) {
    const { epochs } = this.longest;
    return epochs[Math.min(epochs.length - 1, Math.max(0, epochs.indexOf(this.epoch) + by))];
  }

  /** The epoch nearest to a moment of those that can be shown. */
  nearest(time) {
    return this.longest.epochs.reduce((best, epoch) => (Math.abs(epoch - time) < Math.abs(best - time) ? epoch : best));
  }

  /** All runs now. A run that ends early shows its end; the moment is kept for the next run that lasts longer. */
  now() {
    const smooth = this.clock.playing && !this.calm.matches;
    const at = (run) => frameAt(run, Math.min(this.clock.time, lastEpoch(run)), smooth);
    const time = smooth ? Math.min(this.clock.time, this.last) : this.epoch;
    return { frame: at(this.run), others: this.others.map(at), time };
  }
}
