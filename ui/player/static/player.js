/** The player: one component that owns the moving pictures. Python describes, the browser plays, the server sleeps. */

import { colourBy, isDark } from "./dom/colours.js";
import { setText } from "./dom/dom.js";
import { forget, later, unlessLeaving } from "./dom/later.js";
import { layOut } from "./dom/layout.js";
import { Present } from "./dom/present.js";
import { Exchange } from "./exchange.js";
import { listenForEpochClicks } from "./handles/epoch_clicks.js";
import { unpack } from "./model/blob.js";
import { written } from "./model/numbers.js";
import { fullFamily } from "./model/runs.js";
import { Timeline } from "./model/timeline.js";
import { Alternatives } from "./stage/alternatives.js";
import { Highlight } from "./stage/highlight.js";
import { Showing } from "./stage/showing.js";
import { asksGuess, controlsOf, listen, showControls, stageOf, updateControls } from "./wiring.js";

const STEPS_END = 400;
const REST_DELAY = 200;
const LONGEST_ANSWER = 1000;
const SAID_AGAIN = 1500;
const players = new WeakMap();

/**
 * Show what Python sent in `component.parentElement`, at the first call and at every later one.
 * @returns {() => void} cleanup; that of an outdated call does nothing.
 */
export function mount(component, plotlyUrl) {
  const host = component.parentElement;
  if (!players.has(host)) players.set(host, new Player(host, plotlyUrl));
  const player = players.get(host);
  player.showing.try(() => player.receive(component));
  const call = player.calls;
  return () => {
    if (call !== player.calls) return;
    player.close();
    players.delete(host);
  };
}

export class Player {
  /** From `controlsOf` and `layOut`. */
  heading;
  transport;
  ruler;
  epochs;
  readouts;
  dragged;
  parts;
  root;
  pictures;
  train;
  status;
  calls = 0;
  knownEpoch = 0;

  /** @param {HTMLElement} host where to live @param {string} plotlyUrl */
  constructor(host, plotlyUrl) {
    this.exchange = new Exchange();
    this.timeline = new Timeline();
    this.clock = this.timeline.clock;
    this.listening = new AbortController();
    this.highlight = new Highlight();
    Object.assign(this, controlsOf(this));
    const { heading, transport, ruler, epochs, readouts, dragged } = this;
    Object.assign(
      this,
      layOut({ heading, transport, guess: dragged.guess, ruler, epochs, readouts }, () => dragged.trainFromHere()),
    );
    host.append(this.root);
    this.showing = new Showing(this, plotlyUrl);
    this.present = new Present(this.root, () => this.stage?.resize(), this.listening.signal);
    listen(this, this.listening.signal);
  }

  attach(Plotly) {
    this.stage = stageOf(this, Plotly);
    this.alternatives = new Alternatives(this.stage);
    this.dragged.attach(this.stage);
    listenForEpochClicks(this.stage, (time) => this.seek(this.timeline.nearest(time), true), this.listening.signal);
  }

  /** @returns {number} the number of this call; only the latest one's cleanup counts. */
  receive({ data, setTriggerValue }) {
    this.calls += 1;
    this.exchange.send = setTriggerValue && unlessLeaving((message) => setTriggerValue("released", message), this.exchange.say);
    const { digest, tree, epoch, ...envelope } = unpack(data);
    if (!this.exchange.receive(envelope)) return this.calls;
    if (this.exchange.waiting) later(this.exchange.sayAgain, SAID_AGAIN);
    const dark = isDark(this.root);
    const content = digest === this.digest ? null : tree();
    if (this.exchange.settled("learning_rate")) this.timeline.asked = false;
    const follows = content && this.adopt(content);
    // What nobody has answered yet is newer than what the page says of it.
    if (this.exchange.settled("epoch") && epoch !== this.knownEpoch) this.clock.stand((this.knownEpoch = epoch));
    if (follows && this.timeline.moment !== this.knownEpoch) this.sendSoon();
    if (!content && dark === this.dark) this.changed();
    else this.showing.soon();
    this.digest = digest;
    this.dark = dark;
    return this.calls;
  }

  /** Take over what Python says. @returns {boolean} whether the picture went along with the end, and Python is to know. */
  adopt(content) {
    this.root.dataset.shown = "false";
    this.exchange.changeSubject(content.subject);
    const atEnd = this.content && this.timeline.atEnd;
    this.content = content;
    const family = content.family && fullFamily(content.family);
    // One that this tab has let go is asked for, and until it comes the ruler stays as it is.
    this.awaitsFamily = Boolean(content.family) && !family;
    if (this.awaitsFamily) this.send({});
    content.family = family;
    const follows = this.exchange.settled("learning_rate") && !this.ruler.dragging();
    this.epochs.adopt(content.epochs, this.exchange.settled("epochs"));
    this.timeline.adopt(content, follows ? content.run.rate : this.timeline.run.rate, this.epochs.chosen);
    // Before a guess there is the start alone; the epoch of the run that was on show means nothing here.
    if (asksGuess(content) && this.digest) this.clock.stand(0);
    else if (atEnd) this.timeline.toPlannedEnd();
    this.dragged.adopt(content, (name) => this.exchange.settled(name));
    // While the user still drags the end, it is sent on release.
    return atEnd && !content.growing && !asksGuess(content) && !this.epochs.dragging();
  }

  /** Show controls and numbers, which need not wait for Plotly. */
  showControls() {
    this.colour = colourBy(this.content.palette, this.dark);
    showControls(this);
    // What was built anew is filled at once: no number is away for a frame.
    this.write(this.scene());
    this.changed();
  }

  toggle() {
    if (this.clock.playing) return this.pause();
    if (!this.content.transport || this.dragged.guess.ask()) return;
    this.clock.play(this.timeline.last);
    this.changed();
  }

  pause() {
    this.seek(this.timeline.epoch, true);
  }

  toEnd() {
    if (!this.dragged.guess.ask()) this.seek(this.timeline.farthest, true);
  }

  seek(epoch, release = false) {
    this.clock.stand(Math.min(this.timeline.farthest, epoch));
    this.changed();
    if (release && this.content.transport) this.sendEpoch();
  }

  stepBy(by) {
    if (!this.content.transport || (by > 0 && this.dragged.guess.ask())) return;
    this.seek(this.timeline.neighbour(by));
    this.sendSoon();
  }

  tick(now) {
    this.requested = undefined;
    if (this.closed) return;
    // A run that still grows is played as far as it has come, and goes on when there is more.
    const more = this.content.growing || this.exchange.waiting || this.epochs.dragging();
    if (this.clock.playing && this.clock.advance(now, this.timeline.last) && !more) this.pause();
    this.showing.try(() => this.draw());
    if (this.clock.playing) this.request();
  }

  request() {
    this.requested ??= requestAnimationFrame((now) => this.tick(now));
  }

  /** Something to see has changed: draw it on the canvas, and give it to Plotly when it rests. */
  changed() {
    if (!this.timeline.run) return;
    this.stage?.cancelHandOver();
    this.resting = false;
    this.request();
  }

  scene() {
    return { ...this.dragged.touched.byHand.seenIn(this.timeline.now()), ...this.dragged.now(), colour: this.colour, resting: this.resting };
  }

  /** Whether a scene is the one on show, paused. */
  shows(scene) {
    const now = this.scene();
    return !this.clock.playing && now.frame.run === scene.frame.run && now.time === scene.time && this.dragged.shows(scene);
  }

  draw() {
    const scene = this.scene();
    updateControls(this, scene.frame);
    if (!this.stage?.content) return this.write(scene);
    this.root.classList.toggle("live", !this.resting);
    this.stage.draw(scene, !this.resting, this.dragged.moving);
    this.highlight.draw(this.stage, scene);
    if (this.stage.isDrawn) this.dragged.update(scene);
    this.write(scene);
    if (!this.clock.playing && !this.resting) this.restSoon();
  }

  write(scene) {
    this.readouts.update(scene, this.content.model);
    this.parts.update(scene);
  }

  /** While Python is about to answer, wait for it: the answer is one pass of Plotly anyway. */
  restSoon() {
    const delay = this.exchange.waiting ? LONGEST_ANSWER : REST_DELAY;
    this.stage.handOverAfter(delay).then((done) => done && !this.clock.playing && this.rest());
  }

  rest() {
    this.stage.cancelHandOver();
    this.resting = true;
    this.request();
    this.alternatives.announce(this.scene(), this.content.transport ? this.timeline.epoch : null);
    if (this.content.transport) setText(this.status, `Epoch ${this.timeline.epoch}, loss ${written(this.scene().frame.loss)}`);
  }

  /** Many steps in a row are one release: one word to the server, one entry in the browser's history. */
  sendSoon() {
    later(this.sendEpoch, STEPS_END);
  }

  /** Send Python what the user did, on release only. @param {Record<string, *>} changes by the names of Python's `PlayerState` */
  send(changes) {
    this.knownEpoch = changes.epoch ?? this.knownEpoch;
    this.exchange.release(changes);
  }

  sendEpoch = () => {
    forget(this.sendEpoch);
    this.send({ epoch: this.timeline.moment });
  };

  close() {
    this.closed = true;
    this.listening.abort();
    if (this.requested !== undefined) cancelAnimationFrame(this.requested);
    this.stage?.close();
    this.root.remove();
  }
}
