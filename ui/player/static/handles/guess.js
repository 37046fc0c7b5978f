/** A guess before a run is played: asked below the pictures, shown in them while it plays, judged when the run has shown it. */

import { element, setText } from "../dom/dom.js";
import { form } from "./guess_form.js";
import { GuessGrips } from "./guess_grips.js";

const NOTHING = {};

export class Guess {
  /** Heights of the guess by the owner that tracks name: another object whenever they change. */
  heights = NOTHING;

  /** @param {{changed: () => void, send: (what: object) => void, startOver: () => void, play: () => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.node = element("section", { className: "slopewise-guess", hidden: true, role: "group", aria: { label: "Your guess" } });
    // What is typed here is no shortcut.
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.skip()) event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param {import("../stage/stage.js").Stage} stage */
  attach(stage) {
    this.grips = new GuessGrips(stage, (heights) => {
      this.form?.set(heights);
      this.hold(heights);
    });
  }

  /** Whether a guess is wanted before the run may be seen. */
  get wanted() {
    return Boolean(this.spec) && !this.spec.result;
  }

  /** @param {object|null} spec questions, the result, the score, as sent by Python @param {object} run the run on show */
  show(spec, run, colour) {
    this.node.style.setProperty("--guess", colour("guess"));
    this.colour = colour;
    this.run = run;
    const word = JSON.stringify(spec);
    if (word === this.word) return;
    this.spec = spec;
    this.word = word;
    this.form = null;
    this.seen = false;
    this.drop();
    this.node.hidden = !spec || (spec.result?.key === "" && !spec.score);
    if (spec?.result) this.showResult(spec.result);
    else if (spec) this.node.replaceChildren(element("p", {}, "Play asks for your guess first."), ...this.scored());
  }

  /** Ask, if a guess is wanted. @returns {boolean} whether it is */
  ask() {
    if (!this.wanted) return false;
    if (!this.form) {
      this.form = form(this.spec.questions, {
        choose: (question, heights) => this.choose(question, heights),
        answer: (key, guessed) => this.answer(key, guessed),
        type: (heights) => this.hold(heights),
      });
      this.node.replaceChildren(this.form.node, ...this.scored());
      this.node.hidden = false;
    }
    this.form.focus();
    return true;
  }

  /** @returns {boolean} whether there was a question to skip */
  skip() {
    if (!this.form) return false;
    this.answer("", []);
    return true;
  }

  answer(key, guessed) {
    this.answered = true;
    this.actions.startOver();
    this.actions.send({ guess: { key, guessed }, epoch: 0 });
  }

  /** A question was chosen: show what it is dragged by. */
  choose(question, heights) {
    this.question = question;
    const dragged = question.panel === null ? null : question;
    this.grips.show(dragged, this.colour);
    if (!dragged) {
      this.drop();
      return;
    }
    this.hold(heights);
    this.grips.come();
  }

  hold(heights) {
    this.heights = { [`guess ${this.question.key}`]: heights };
    this.grips.update(heights);
    this.actions.changed();
  }

  drop() {
    this.heights = NOTHING;
    this.grips.show(null);
    this.actions.changed();
  }

  /** Say what was guessed; how good it was comes when the run has shown it. */
  showResult({ key, heights, said }) {
    if (heights.length) this.heights = { [`guess ${key}`]: Array.from(heights) };
    this.verdict = element("p", { className: "slopewise-guess-verdict", role: "status" });
    this.after = element("div", { className: "slopewise-guess-score", hidden: true }, ...this.scored());
    const guess = element("p", { className: "slopewise-guess-said" }, `Your guess: ${said}.`);
    this.node.replaceChildren(...(key ? [guess, this.verdict, this.after] : this.scored()));
  }

  scored() {
    const { score } = this.spec;
    if (!score) return [];
    const anew = element("button", { type: "button", onclick: () => this.actions.send({ guess: { forget: true } }) }, "New score");
    return [element("p", { className: "slopewise-guess-points" }, `Score: ${score}`), anew];
  }

  /** Play what was guessed, as soon as it is there. */
  goOn() {
    if (!this.answered || this.wanted) return;
    this.answered = false;
    /** @type {HTMLElement} */ (this.node.parentElement.querySelector(".slopewise-play")).focus({ preventScroll: true });
    this.actions.play();
  }

  /** @param {import("../tracks/pen.js").Scene} scene */
  update({ frame }) {
    if (this.form && this.question?.panel !== null) this.grips.update(this.heights[`guess ${this.question.key}`]);
    const result = this.spec?.result;
    if (!result || this.seen || this.answered || frame.run.rate !== this.run.rate || frame.run.epochs.length < this.run.epochs.length) return;
    if (frame.epoch < Math.min(result.due, this.run.epochs.at(-1))) return;
    this.seen = true;
    setText(this.verdict, result.verdict);
    this.after.hidden = false;
  }
}
