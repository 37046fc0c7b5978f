/** One neuron as a graph: the numbers of a row flow through it, phase by phase of an iteration. */

import { element, setText } from "../dom/dom.js";
import { listenToKeys } from "../dom/keys.js";
import { isDue, later } from "../dom/later.js";
import { ACTIVATIONS } from "../model/forms.js";
import { rateWritten, trimmed, written } from "../model/numbers.js";
import { rateAfter } from "../model/runs.js";
import { Graph } from "./neuron_graph.js";

const UPDATE = 3;
const REST = 400;
/** While the run plays the numbers change at every third frame: nobody reads faster. */
const FRAMES = 3;

/** What each activation's slope is, from z and its value there, as in `core.model.activations`. */
const SLOPES = {
  identity: () => 1,
  relu: (z) => (z > 0 ? 1 : 0),
  leaky_relu: (z) => (z > 0 ? 1 : 0.01),
  sigmoid: (_, value) => value * (1 - value),
  tanh: (_, value) => 1 - value * value,
};

/** All that an iteration computes: for one row, and for all of them. */
function numbersOf(spec, row, { parameters: [w, b], gradients: [dw, db], loss, run, epoch }) {
  const rate = rateAfter(run, epoch);
  const [x, y] = [spec.x[row], spec.y[row]];
  const z = w * x;
  const a = ACTIVATIONS[spec.activation](z);
  const slope = SLOPES[spec.activation](z, a);
  const guess = b + a;
  const share = spec.loss === "mse" ? spec.x.length : 1;
  const guessGradient = (2 * (guess - y)) / share;
  const paid = { w, b: spec.on_bias ? b : 0 };
  return {
    x,
    y,
    w,
    b,
    z,
    a,
    guess,
    loss,
    dw,
    db,
    slope,
    rate,
    cost: Object.values(paid).reduce((sum, value) => sum + (spec.decay / 2) * value * value + spec.l1 * Math.abs(value), 0),
    costDw: spec.decay * paid.w + spec.l1 * Math.sign(paid.w),
    costDb: spec.decay * paid.b + spec.l1 * Math.sign(paid.b),
    error: (guess - y) ** 2,
    guessGradient,
    innerGradient: guessGradient * slope,
    rowDw: guessGradient * slope * x,
    rowDb: guessGradient,
    newW: w - rate * dw,
    newB: b - rate * db,
  };
}

const counted = (iterations) => `${iterations.toLocaleString("en-US")} ${iterations === 1 ? "iteration" : "iterations"}`;

/** What the penalty on large weights is as a formula: what it adds to the loss, and to the gradients of w and b; empty without one. */
function penaltyWritten({ decay, l1, on_bias: onBias }) {
  const [squares, sizes] = onBias ? ["(w² + b²)", "(|w| + |b|)"] : ["w²", "|w|"];
  const both = (forDecay, forL1) => (decay ? ` + ${forDecay}` : "") + (l1 ? ` + ${forL1}` : "");
  return { loss: both(`λ/2 ${squares}`, `α ${sizes}`), w: both("λ w", "α sign w"), b: onBias ? both("λ b", "α sign b") : "" };
}

/** The two lines of a phase, with the numbers in them. */
function formulas(spec, phase, n) {
  const [one, all] = [(value) => trimmed(value, 4), (value) => written(value)];
  const bracketed = (value, digits = undefined) => (value < 0 ? `(${written(value, digits)})` : written(value, digits));
  const sum = spec.loss === "mse" ? `1/${spec.x.length} Σ` : "Σ";
  const penalty = penaltyWritten(spec);
  const whole = (formula, value, cost) => (formula ? `${formula} = ${written(value - cost, 4)} + ${bracketed(cost, 4)} = ${all(value)}` : ` = ${all(value)}`);
  return [
    [`z = w x = ${one(n.w)} × ${one(n.x)} = ${one(n.z)}`, `ŷ = b + ${spec.bend} = ${one(n.b)} + ${one(n.a)} = ${one(n.guess)}`],
    [
      `this row: (ŷ − y)² = (${one(n.guess)} − ${one(n.y)})² = ${one(n.error)}`,
      `all ${spec.x.length}: L = ${sum} (ŷ − y)²${whole(penalty.loss, n.loss, n.cost)}`,
    ],
    [`∂L/∂w = ${sum} 2(ŷ − y) f′(z) x${whole(penalty.w, n.dw, n.costDw)}`, `∂L/∂b = ${sum} 2(ŷ − y)${whole(penalty.b, n.db, n.costDb)}`],
    [
      `w ← ${all(n.w)} − ${rateWritten(n.rate)} × ${bracketed(n.dw)} = ${all(n.newW)}`,
      `b ← ${all(n.b)} − ${rateWritten(n.rate)} × ${bracketed(n.db)} = ${all(n.newB)}`,
    ],
  ][phase];
}

/** @returns {import("./parts.js").Part} */
export function neuron(actions) {
  const block = new Block(actions);
  return { node: block.node, show: (spec) => block.show(spec), update: (scene) => block.update(scene) };
}

class Block {
  constructor(actions) {
    this.actions = actions;
    this.graph = new Graph(actions.signal());
    this.iteration = element("output", { className: "slopewise-neuron-iteration" });
    this.back = element("button", { type: "button", title: "Phase before (B)", onclick: () => this.go(-1) }, "‹ Back");
    this.next = element("button", { type: "button", title: "Next phase (N)", onclick: () => this.go(1) }, "Next ›");
    this.phases = element("div", { className: "slopewise-neuron-phases", role: "group", aria: { label: "Phase of the iteration" } });
    this.kept = element("output", { className: "slopewise-neuron-kept", aria: { label: "A now" } });
    this.rows = element("select", { aria: { label: "Row" }, title: "Row shown" });
    this.rows.addEventListener("change", () => this.chooseRow(Number(this.rows.value)));
    this.lines = [element("p", { data: { line: 1 } }), element("p", { data: { line: 2 } })];
    this.code = element("code");
    this.remark = element("p", { className: "slopewise-neuron-remark" });
    this.node = element(
      "section",
      { className: "slopewise-neuron", aria: { label: "The neuron" } },
      element("div", { className: "slopewise-neuron-bar" }, this.iteration, this.back, this.phases, this.next, this.kept, this.rows),
      element(
        "div",
        { className: "slopewise-neuron-body" },
        this.graph.node,
        element("div", { className: "slopewise-neuron-words" }, ...this.lines, this.code, this.remark),
      ),
    );
  }

  show(spec) {
    if (!this.listening) this.listen();
    this.spec = spec;
    this.apply(spec);
    this.row = Math.min(this.row, spec.x.length - 1);
    this.phases.replaceChildren(...spec.phases.map(({ name }, i) => this.phaseButton(name, i)));
    this.rows.replaceChildren(...Array.from(spec.x, (x, i) => element("option", { value: i }, `Row ${i + 1}: x ${x}, y ${spec.y[i]}`)));
    this.graph.show(spec.activation, { mean: spec.loss === "mse", penalised: spec.decay > 0 || spec.l1 > 0 });
    if (this.scene) this.write(this.scene);
  }

  /** Python may choose row and phase, unless the person has moved on since. */
  apply(spec) {
    const settled = ["row", "phase"].every((name) => this.actions.settled(name)) && !isDue(this.send);
    if (settled) Object.assign(this, { row: spec.row, phase: spec.phase });
  }

  phaseButton(name, i) {
    const onclick = () => this.goTo(i);
    return element("button", { type: "button", onclick, aria: { pressed: false } }, element("span", {}, `${i + 1} `), name);
  }

  listen() {
    this.listening = true;
    listenToKeys(this.node.closest(".slopewise-player"), { n: () => this.go(1), b: () => this.go(-1) }, this.actions.signal());
  }

  get playing() {
    return this.node.closest(".slopewise-player")?.getAttribute("data-playing") === "true";
  }

  /** One phase on or back; beyond the last one begins the next iteration. */
  go(by) {
    const { run, index } = this.scene.frame;
    const [first, last] = [index === 0, index === run.epochs.length - 1];
    const phase = this.phase + by;
    if (phase > UPDATE && last) return;
    if (phase < 0 && first) return;
    const turns = Math.floor(phase / (UPDATE + 1));
    this.phase = phase - turns * (UPDATE + 1);
    this.stand(turns);
  }

  goTo(phase) {
    this.phase = phase;
    this.stand(0);
  }

  chooseRow(row) {
    this.row = row;
    this.stand(0);
  }

  /** Stand still, so many iterations on, and send it to Python when the user rests. */
  stand(turns) {
    this.actions.stepBy(turns);
    later(this.send, REST);
  }

  send = () => {
    const { row, phase } = this;
    this.actions.send({ row, phase });
  };

  update(scene) {
    this.scene = scene;
    this.frames = this.playing ? (this.frames ?? 0) + 1 : 0;
    if (this.frames % FRAMES === 0) this.write(scene);
  }

  write(scene) {
    const { spec, phase, row, playing } = this;
    const numbers = numbersOf(spec, row, scene.frame);
    const { epoch, run, index } = scene.frame;
    // Behind its last iteration a run has none that it would begin: what stands here is what the last one has left.
    const over = index === run.epochs.length - 1 && (epoch >= run.planned || run.divergedAt !== null);
    setText(this.iteration, over ? `After ${counted(epoch)}` : `Iteration ${(epoch + 1).toLocaleString("en-US")}`);
    if (this.rows.value !== String(row)) this.rows.value = String(row);
    const shown = playing ? "all" : String(phase);
    if (this.node.dataset.phase !== shown || this.phases.children[phase].ariaPressed !== "true") {
      this.node.dataset.phase = shown;
      Array.from(this.phases.children, (button, i) => button.setAttribute("aria-pressed", String(i === phase)));
    }
    this.graph.update(numbers, { updated: phase === UPDATE && !playing && !over, ticking: playing });
    formulas(spec, phase, numbers).forEach((line, i) => setText(this.lines[i], line));
    // Beside this neuron there is A, or nobody.
    const [kept] = scene.others;
    setText(this.kept, kept ? `A: w ${written(kept.parameters[0], 4)}, b ${written(kept.parameters[1], 4)}, loss ${written(kept.loss, 4)}` : "");
    setText(this.code, spec.phases[phase].code);
    setText(this.remark, over && phase === UPDATE ? "The run is over: this update was not made." : spec.phases[phase].remark);
  }
}
