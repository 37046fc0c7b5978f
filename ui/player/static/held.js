/** What the person holds: the line, the data points, Huber's δ, a guess. Python hears of it on release. */

import { Guess } from "./guess.js";
import { Handles } from "./handles.js";
import { Points } from "./points.js";

export class Held {
  /** @type {number[]|null} parameters of the line held by hand */
  hand = null;
  /** @type {{x: Float64Array, y: Float64Array}|null} a new object whenever one moves */
  points = null;
  /** Huber's δ. */
  delta = 1;

  /** @param {{changed: () => void, tell: (what: object) => void, startOver: () => void, play: () => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.guess = new Guess(actions);
  }

  /** @param {import("./stage.js").Stage} stage */
  raise(stage) {
    this.guess.raise(stage);
    this.handles = new Handles(stage, { move: (parameters) => this.moveHand(parameters), release: () => this.releaseHand() });
    this.grips = new Points(stage, { move: (points) => this.movePoints(points), release: () => this.releasePoints() });
  }

  /** Take over what Python says. @param {boolean} current whether it answers the person's latest word */
  adopt({ hand, points }, current) {
    // A hand that trains is where training began; any other is the person's alone.
    const follows = hand?.trains && current && !this.handles?.held;
    if (!hand) this.hand = null;
    else if (follows || !this.hand) this.hand = Array.from(hand.parameters);
    this.trains = Boolean(hand?.trains);
    // While points are added or removed, an answer to an earlier word is no news.
    const others = points?.x.length !== this.points?.x.length && (current || !points?.most || !this.points);
    if (!points) this.points = null;
    else if (others || (current && !this.grips?.held)) this.points = { x: points.x.slice(), y: points.y.slice() };
    if (points && current && !this.slides) this.delta = points.delta;
  }

  show({ hand, points, guess, run }, colour) {
    this.handles.show(hand, colour);
    this.grips.show(points, colour);
    this.guess.show(guess, run, colour);
  }

  /** What the scene shows of it. */
  now() {
    return { hand: this.hand, points: this.points, delta: this.delta, guess: this.guess.heights, moving: this.moving };
  }

  /** Whether a scene shows it as it is. */
  shows({ hand, points, delta, guess }) {
    return hand === this.hand && points === this.points && delta === this.delta && guess === this.guess.heights;
  }

  /** Whether a finger is on any of it. */
  get moving() {
    return Boolean(this.handles?.held || this.grips?.held || this.slides);
  }

  /** Put all grips where they belong. @param {import("./pen.js").Scene} scene */
  update(scene) {
    this.guess.update(scene);
    this.handles.update(this.hand);
    this.grips.update(this.points);
  }

  moveHand(parameters) {
    if (!parameters.every(Number.isFinite)) return;
    this.hand = parameters;
    // At once, not with the next frame: a second key in the same frame goes on from here.
    this.handles.update(parameters);
    this.actions.changed();
  }

  releaseHand() {
    if (this.trains) this.trainFromHere();
  }

  trainFromHere() {
    this.actions.startOver();
    this.actions.tell({ start: this.hand });
  }

  movePoints(points) {
    this.points = points;
    this.grips.update(points);
    this.actions.changed();
  }

  releasePoints() {
    const { x, y } = this.points;
    this.actions.tell({ points: Array.from(x, (value, i) => [value, y[i]]) });
  }

  /** @param {number} delta @param {boolean} released */
  slideDelta(delta, released) {
    this.delta = delta;
    this.slides = !released;
    this.actions.changed();
    if (released) this.actions.tell({ delta });
  }
}
