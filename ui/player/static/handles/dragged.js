/** What the user drags: the line, the data points, Huber's δ, a guess. Python receives it on release. */

import { Guess } from "./guess.js";
import { Handles } from "./handles.js";
import { Points } from "./points.js";

export class Dragged {
  /** @type {number[]|null} parameters of the user's own line */
  line = null;
  /** @type {{x: Float64Array, y: Float64Array}|null} a new object whenever one moves */
  points = null;
  /** Huber's δ. */
  delta = 1;

  /** @param {{changed: () => void, send: (what: object) => void, startOver: () => void, play: () => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.guess = new Guess(actions);
  }

  /** @param {import("../stage/stage.js").Stage} stage */
  attach(stage) {
    this.guess.attach(stage);
    this.handles = new Handles(stage, { move: (parameters) => this.moveLine(parameters), release: () => this.releaseLine() });
    this.grips = new Points(stage, { move: (points) => this.movePoints(points), release: () => this.releasePoints() });
  }

  /** Take over what Python says. @param {object} content what it sent @param {(name: string) => boolean} settled whether Python knows what the user did last */
  adopt({ handles, points }, settled) {
    // A line that trains is where training began; any other is the user's alone.
    const follows = handles?.trains && settled("start") && !this.handles?.dragging;
    if (!handles) this.line = null;
    else if (follows || !this.line) this.line = Array.from(handles.parameters);
    this.trains = Boolean(handles?.trains);
    // While points are added or removed, an answer to an earlier word is no news.
    const others = points?.x.length !== this.points?.x.length && (settled("points") || !points?.most || !this.points);
    if (!points) this.points = null;
    else if (others || (settled("points") && !this.grips?.dragging)) this.points = { x: points.x.slice(), y: points.y.slice() };
    if (points && settled("delta") && !this.slides) this.delta = points.delta;
  }

  show({ handles, points, guess, run }, colour) {
    this.handles.show(handles, colour);
    this.grips.show(points, colour);
    this.guess.show(guess, run, colour);
  }

  /** What the scene shows of it. */
  now() {
    return { line: this.line, points: this.points, delta: this.delta, guess: this.guess.heights, moving: this.moving };
  }

  /** Whether a scene shows it as it is. */
  shows({ line, points, delta, guess }) {
    return line === this.line && points === this.points && delta === this.delta && guess === this.guess.heights;
  }

  /** Whether a finger is on any of it. */
  get moving() {
    return Boolean(this.handles?.dragging || this.grips?.dragging || this.slides);
  }

  /** Put all grips where they belong. @param {import("../tracks/pen.js").Scene} scene */
  update(scene) {
    this.guess.update(scene);
    this.handles.update(this.line);
    this.grips.update(this.points);
  }

  moveLine(parameters) {
    if (!parameters.every(Number.isFinite)) return;
    this.line = parameters;
    // At once, not with the next frame: a second key in the same frame goes on from here.
    this.handles.update(parameters);
    this.actions.changed();
  }

  releaseLine() {
    if (this.trains) this.trainFromHere();
  }

  trainFromHere() {
    this.actions.startOver();
    this.actions.send({ start: this.line, epoch: 0 });
  }

  movePoints(points) {
    this.points = points;
    this.grips.update(points);
    this.actions.changed();
  }

  releasePoints() {
    const { x, y } = this.points;
    this.actions.send({ points: Array.from(x, (value, i) => [value, y[i]]) });
  }

  /** @param {number} delta @param {boolean} released */
  slideDelta(delta, released) {
    this.delta = delta;
    this.slides = !released;
    this.actions.changed();
    if (released) this.actions.send({ delta });
  }
}
