/** What the user drags: the line, the data points, Huber's δ, a guess; and the rows chosen by a click. Python receives it on release. */

import { Touched } from "../networks/touched.js";
import { Guess } from "./guess.js";
import { Handles } from "./handles.js";
import { Points } from "./points.js";
import { Probe } from "./probe.js";
import { RowChoice } from "./row_choice.js";
import { RowPoints } from "./row_points.js";

export class Dragged {
  /** @type {number[]|null} parameters of the user's own line */
  line = null;
  /** @type {{x: Float64Array, y: Float64Array}|null} a new object whenever one moves */
  points = null;
  /** Huber's δ. */
  delta = 1;
  /** @type {number[]|null} numbers of the rows that the user holds out, until Python knows of them */
  heldByHand = null;
  /** @type {number|null} the row chosen by its point, until Python knows of it */
  rowByHand = null;

  /** @param {{changed: () => void, send: (what: object) => void, settled: (name: string) => boolean, startOver: () => void, play: () => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.guess = new Guess(actions);
    this.touched = new Touched(actions.changed);
  }

  /** @param {import("../stage/stage.js").Stage} stage */
  attach(stage) {
    this.guess.attach(stage);
    this.handles = new Handles(stage, { move: (parameters) => this.moveLine(parameters), release: () => this.releaseLine() });
    this.grips = new Points(stage, { move: (points) => this.movePoints(points), release: () => this.releasePoints() });
    this.rowChoice = new RowChoice(stage, (row) => this.holdOut(row));
    this.rowPoints = new RowPoints(stage, (row) => this.chooseRow(row));
    this.probe = new Probe(stage, this.touched, (event) => this.rowPoints.click(event));
  }

  /** Take over what Python says. @param {object} content what it sent @param {(name: string) => boolean} settled whether Python knows what the user did last */
  adopt({ handles, points, rows, parts }, settled) {
    this.touched.adopt(parts, settled("changed"));
    if (rows?.data !== this.rows?.data) this.heldByHand = null;
    this.rows = rows;
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

  show({ handles, points, rows, row_points, guess, run }, colour) {
    this.rowChoice.show(rows, colour);
    this.rowPoints.show(row_points);
    this.handles.show(handles, colour);
    this.grips.show(points, colour);
    this.guess.show(guess, run, colour);
  }

  /** What the scene shows of it. */
  now() {
    return { line: this.line, points: this.points, delta: this.delta, guess: this.guess.heights, moving: this.moving, ...this.touched.now() };
  }

  /** Whether a scene shows it as it is. */
  shows({ line, points, delta, guess, off, point, change }) {
    const touched = this.touched.now();
    return (
      change === touched.change &&
      off === touched.off &&
      point === touched.point &&
      line === this.line &&
      points === this.points &&
      delta === this.delta &&
      guess === this.guess.heights
    );
  }

  /** Whether a finger is on any of it. */
  get moving() {
    return Boolean(this.handles?.dragging || this.grips?.dragging || this.slides || this.touched.byHand.dragging);
  }

  /** Put all grips where they belong. @param {import("../tracks/pen.js").Scene} scene */
  update(scene) {
    this.guess.update(scene);
    this.handles.update(this.line);
    this.grips.update(this.points);
    this.rowChoice.update(this.heldOut);
    this.rowPoints.update((this.actions.settled("row") ? null : this.rowByHand) ?? this.rowPoints.spec?.chosen ?? null);
    this.probe.update(scene.colour);
  }

  /** Numbers of the rows held out: what Python has refused is not. */
  get heldOut() {
    return (this.actions.settled("held") ? null : this.heldByHand) ?? this.rows?.held ?? [];
  }

  /** Hold a row out, or take it back. */
  holdOut(row) {
    const others = this.heldOut.filter((each) => each !== row);
    this.heldByHand = others.length < this.heldOut.length ? others : [...others, row];
    this.actions.send({ held: { rows: this.heldByHand, data: this.rows.data } });
    this.actions.changed();
  }

  /** Look at the numbers of a row. */
  chooseRow(row) {
    this.rowByHand = row;
    this.actions.send({ row });
    this.actions.changed();
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
