/** The epochs: how long the run is trained, on a logarithmic slider. Fewer are shown at once, more as they are trained. */

import { element, setText } from "../dom/dom.js";
import { finger } from "../dom/finger.js";
import { forget, later } from "../dom/later.js";
import { explained } from "../dom/words.js";
import { lastEpoch } from "../model/runs.js";
import { typed } from "./typed.js";

const MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
/** A finger that rests so long at more epochs than there are waits for them, in milliseconds. */
const REST = 300;

const written = (epochs) => epochs.toLocaleString("en-US");

/** @param {number} most @param {number} chosen joins the stops where it is none @returns {number[]} round numbers from 1 to `most` */
export function stopsUpTo(most, chosen) {
  const stops = [most, chosen];
  for (let ten = 1; ten <= most; ten *= 10) stops.push(...MANTISSAS.map((mantissa) => mantissa * ten));
  const valid = stops.filter((stop) => Number.isInteger(stop) && stop <= most);
  return [...new Set(valid)].sort((one, other) => one - other);
}

export class Epochs {
  /** How many the user or Python has chosen; without a slider as many as there are. */
  chosen = Infinity;

  /**
   * @param {import("../model/timeline.js").Timeline} timeline whose runs end where the user says
   * @param {{changed: () => void, send: (what: object) => void}} actions @param {AbortSignal} signal ends the listening
   */
  constructor(timeline, actions, signal) {
    this.timeline = timeline;
    this.actions = actions;
    this.stops = [];
    this.input = element("input", { type: "range", min: 0, step: 1 });
    this.input.addEventListener("input", () => this.slide(this.stops[Number(this.input.value)]));
    this.input.addEventListener("change", () => this.release());
    this.dragging = finger(this.input, signal, () => this.release());
    this.says = element("div", { className: "slopewise-trained" });
    this.ticks = element("div", { className: "slopewise-ticks", aria: { hidden: "true" } });
    this.label = element("div", { className: "slopewise-ruler-label" });
    const track = element("div", { className: "slopewise-ruler-track" }, this.input, this.ticks);
    this.node = element("div", { className: "slopewise-ruler slopewise-epochs", hidden: true }, this.label, track);
  }

  name(label) {
    if (this.takes) return;
    /** @type {Parameters<typeof typed>[0]} */
    this.takes = { label: `${label}, typed`, limits: [1, 1], integer: true, write: written, take: (epochs) => this.type(epochs) };
    this.value = typed(this.takes);
    this.input.setAttribute("aria-label", label);
    this.label.append(
      explained(label, () => [this.word]),
      " ",
      this.value.node,
      this.says,
    );
  }

  /** Take over what Python says. @param {?{chosen: number, most: number}} spec null hides the slider @param {boolean} settled whether it knows what the user did last */
  adopt(spec, settled) {
    if (!spec) this.chosen = Infinity;
    else if ((settled && !this.dragging()) || this.chosen > spec.most) this.chosen = this.sent = spec.chosen;
  }

  /** @param {?{most: number, label: string, word: [string, string]}} spec */
  show(spec, colour) {
    this.node.hidden = !spec || spec.most < 2;
    if (!spec) return;
    this.word = spec.word;
    this.name(spec.label);
    this.takes.limits = [1, spec.most];
    this.input.style.setProperty("--zones", `linear-gradient(to right, ${colour("model")} var(--filled), var(--line) var(--filled))`);
    // Under a finger no stop moves.
    if (!this.dragging()) this.lay(stopsUpTo(spec.most, this.chosen));
  }

  lay(stops) {
    if (stops.join() === this.stops.join()) return;
    this.stops = stops;
    this.input.max = String(stops.length - 1);
    this.ticks.replaceChildren(...stops.flatMap((stop, i) => (Number.isInteger(Math.log10(stop)) ? [this.tick(stop, i)] : [])));
  }

  tick(stop, i) {
    const node = element("span", {}, written(stop));
    node.style.left = this.place(i);
    return node;
  }

  place(i) {
    return `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${i / (this.stops.length - 1)})`;
  }

  slide(epochs) {
    this.chosen = epochs;
    this.timeline.endAt(epochs, !this.moves);
    this.moves = true;
    this.actions.changed();
    if (epochs > lastEpoch(this.timeline.run)) later(this.send, REST);
    else forget(this.send);
  }

  release() {
    this.moves = false;
    this.send();
  }

  type(epochs) {
    this.slide(epochs);
    this.release();
  }

  send = () => {
    forget(this.send);
    if (this.chosen === this.sent) return;
    this.sent = this.chosen;
    this.actions.send({ epochs: this.chosen, epoch: this.timeline.moment });
  };

  /** @param {import("../model/runs.js").Run} run the run on show @param {boolean} asked whether it is guessed first: then nothing is said of it */
  update(run, asked) {
    if (this.node.hidden) return;
    if (!this.stops.includes(this.chosen) && !this.dragging()) this.lay(stopsUpTo(this.takes.limits[1], this.chosen));
    const stop = this.stops.findLastIndex((each) => each <= this.chosen);
    if (this.input.value !== String(stop)) this.input.value = String(stop);
    this.input.style.setProperty("--filled", this.place(stop));
    this.value.update(this.chosen);
    const announced = written(this.chosen);
    if (this.input.getAttribute("aria-valuetext") !== announced) this.input.setAttribute("aria-valuetext", announced);
    const all = asked || run.divergedAt !== null || lastEpoch(run) >= this.chosen;
    setText(this.says, all ? "" : `${written(lastEpoch(run))} of them trained`);
  }
}
