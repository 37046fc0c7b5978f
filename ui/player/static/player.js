/** The player: one component that owns the moving pictures. Python describes, the browser plays, the server sleeps. */

import { unpack } from "./blob.js";
import { colourBy, isDark } from "./colours.js";
import { element, setText } from "./dom.js";
import { Held } from "./held.js";
import { listenToKeys } from "./keys.js";
import { Lit } from "./lit.js";
import { written } from "./numbers.js";
import { parts } from "./parts.js";
import { readouts } from "./readouts.js";
import { ruler } from "./ruler.js";
import { plannedEnd, runOf, stopOf, wholeFamily, wholeRun } from "./runs.js";
import { Stage, loadPlotly } from "./stage.js";
import { Timeline } from "./timeline.js";
import { transport } from "./transport.js";

const STEPS_END = 400;
const REST_DELAY = 200;
const LONGEST_ANSWER = 1000;
const players = new WeakMap();
const asks = ({ guess }) => guess && !guess.told;

/**
 * Show what Python sent in `component.parentElement`, at the first call and at every later one.
 * @returns {() => void} cleanup; that of an outdated call does nothing.
 */
export function mount(component, plotlyUrl) {
  const host = component.parentElement;
  if (!players.has(host)) players.set(host, new Player(host, plotlyUrl));
  const player = players.get(host);
  const call = player.receive(component);
  return () => {
    if (call !== player.calls) return;
    player.close();
    players.delete(host);
  };
}

class Player {
  constructor(host, plotlyUrl) {
    Object.assign(this, { calls: 0, turn: 0, knownEpoch: 0 });
    this.timeline = new Timeline();
    this.clock = this.timeline.clock;
    this.transport = transport({
      toggle: () => this.toggle(),
      seek: (epoch) => this.seek(epoch),
      stepBy: (by) => this.stepBy(by),
      toStart: () => this.seek(0, true),
      toEnd: () => this.toEnd(),
      setSpeed: (speed) => {
        this.clock.speed = speed;
        this.changed();
      },
      present: () => this.present(),
      release: () => this.tell(),
    });
    this.ruler = ruler({ onInput: (stop) => this.choose(stop), onRelease: () => this.tell() });
    this.readouts = readouts();
    this.lit = new Lit();
    this.held = new Held({ changed: () => this.changed(), tell: (what) => this.tell(what), startOver: () => this.clock.stand(0), play: () => this.toggle() });
    this.parts = parts({
      stepBy: (by) => this.stepBy(by),
      seek: (epoch) => this.seek(epoch, true),
      changed: () => this.changed(),
      slideDelta: (delta, released) => this.held.slideDelta(delta, released),
      tell: (what) => this.tell(what),
      signal: () => this.listening.signal,
    });
    this.build(host);
    this.ready = loadPlotly(plotlyUrl).then((Plotly) => this.raise(Plotly));
    this.listen();
  }

  build(host) {
    this.pictures = element("div", { className: "slopewise-pictures" });
    this.train = element("button", { type: "button", className: "slopewise-train", hidden: true, onclick: () => this.held.trainFromHere() }, "Train from here");
    this.status = element("p", { className: "slopewise-status", role: "status" });
    this.root = element(
      "section",
      { className: "slopewise-player", tabIndex: -1, aria: { label: "Player" } },
      this.pictures,
      this.transport.node,
      this.held.guess.node,
      element("div", { className: "slopewise-below" }, this.ruler.node, this.train),
      this.readouts.node,
      this.status,
    );
    host.append(this.root);
  }

  raise(Plotly) {
    if (this.closed) return;
    this.stage = new Stage(this.pictures, Plotly, {
      scene: () => this.scene(),
      onRendered: (scene) => (this.shows(scene) ? this.rest() : this.changed()),
      onLayout: () => this.request(),
      onSurface: (place) => this.held.handles.goTo(place),
      onSave: () => this.save("png"),
    });
    this.held.raise(this.stage);
  }

  listen() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    const shortcuts = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.stepBy(-1),
      ArrowRight: () => this.stepBy(1),
      Home: () => this.seek(0, true),
      End: () => this.toEnd(),
      f: () => this.present(),
      Escape: () => this.held.guess.skip() || this.presenting(false),
    };
    listenToKeys(this.root, shortcuts, signal);
    this.lit.listen(this.root, () => this.request(), signal);
    document.addEventListener("slopewise-save", ({ detail }) => this.save(detail), { signal });
    document.addEventListener("fullscreenchange", () => this.presenting(document.fullscreenElement === this.root), { signal });
  }

  /** @returns {number} the number of this call; only the latest one's cleanup counts. */
  receive({ data, setTriggerValue }) {
    this.calls += 1;
    // In a file of its own the player has nobody to tell.
    this.send = setTriggerValue && ((payload) => setTriggerValue("released", payload));
    const { epoch, turn, digest, tree } = unpack(data);
    const dark = isDark(this.root);
    const content = digest === this.digest ? null : tree();
    if (turn >= this.turn) this.awaiting = false;
    // What answers an older turn is news about everything but rate and epoch: there the person has moved on.
    const current = turn >= this.turn && !this.ruler.held();
    if (content) this.adopt(content, current);
    if (turn >= this.turn && epoch !== this.knownEpoch) this.clock.stand((this.knownEpoch = epoch));
    if (!content && dark === this.dark) this.changed();
    else this.ready.then(() => this.closed || this.show());
    this.digest = digest;
    this.dark = dark;
    return this.calls;
  }

  /** Take over what Python says. */
  adopt(content, current) {
    this.root.dataset.shown = "false";
    // A run that diverged ends early; its end is not the one that was planned.
    const atEnd = this.content && this.clock.time >= plannedEnd(this.content);
    this.content = content;
    if (content.family) content.family = wholeFamily(content.family);
    this.timeline.run = runOf(content, current ? content.run.rate : this.timeline.run.rate);
    // Before a guess there is the start alone; the epoch of the run that was on show means nothing here.
    if (asks(content) && this.digest) this.clock.stand(0);
    else if (atEnd) this.clock.time = plannedEnd(content);
    this.timeline.others = content.others.map(wholeRun);
    this.held.adopt(content, current);
  }

  async show() {
    const colour = colourBy(this.content.palette, this.dark);
    this.colour = colour;
    for (const name of Object.keys(this.content.palette)) this.root.style.setProperty(`--slopewise-${name}`, colour(name));
    this.root.setAttribute("aria-label", this.content.title);
    this.ruler.show({ rates: this.content.family?.rates ?? [], limits: this.content.limits, colour });
    this.readouts.show(this.content.readouts, colour);
    this.held.show(this.content, colour);
    this.parts.show(this.content.parts, colour, this.root);
    this.transport.node.hidden = !this.content.transport;
    this.train.hidden = !this.content.hand || this.content.hand.trains;
    // What was built anew is filled at once: no number is away for a frame.
    if (this.stage.content) this.write(this.scene());
    this.changed();
    // Where nothing that stands still has changed, the canvas shows all; Plotly takes over when the browser rests.
    if (!(await this.stage.show(this.content, colour, this.dark))) this.changed();
    Object.assign(this.root.dataset, { ready: true, shown: true });
    this.held.guess.goOn();
  }

  // Time -------------------------------------------------------------------------------------------

  toggle() {
    if (this.clock.playing) return this.pause();
    if (!this.content.transport || this.held.guess.ask()) return;
    this.clock.play(this.timeline.last);
    this.changed();
  }

  pause() {
    this.seek(this.timeline.epoch, true);
  }

  toEnd() {
    if (!this.held.guess.ask()) this.seek(this.timeline.last, true);
  }

  seek(epoch, release = false) {
    this.clock.stand(Math.min(this.timeline.last, epoch));
    this.changed();
    if (release && this.content.transport) this.tell();
  }

  stepBy(by) {
    if (!this.content.transport || (by > 0 && this.held.guess.ask())) return;
    this.seek(this.timeline.neighbour(by));
    // Many steps in a row are one release: one word to the server, one entry in the browser's history.
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), STEPS_END);
  }

  tick(now) {
    this.requested = undefined;
    if (this.closed) return;
    // A run that still grows is played as far as it has come, and goes on when there is more.
    if (this.clock.playing && this.clock.advance(now, this.timeline.last) && !this.content.growing) this.pause();
    this.draw();
    if (this.clock.playing) this.request();
  }

  request() {
    this.requested ??= requestAnimationFrame((now) => this.tick(now));
  }

  /** Something to see has changed: draw it on the canvas, and hand it to Plotly when it rests. */
  changed() {
    if (!this.timeline.run) return;
    this.stage?.cancelHandOver();
    this.resting = false;
    this.request();
  }

  scene() {
    return { ...this.timeline.now(), ...this.held.now(), colour: this.colour };
  }

  /** Whether a scene is the one on show, paused. */
  shows(scene) {
    const now = this.scene();
    return !this.clock.playing && now.frame.run === scene.frame.run && now.time === scene.time && this.held.shows(scene);
  }

  draw() {
    const scene = this.scene();
    this.describe(scene.frame);
    if (!this.stage?.content) return;
    this.root.classList.toggle("live", !this.resting);
    this.stage.draw(scene, !this.resting, this.held.moving);
    this.lit.draw(this.stage, scene);
    if (this.stage.graph._fullLayout) this.held.update(scene);
    this.write(scene);
    if (!this.clock.playing && !this.resting) this.restSoon();
  }

  write(scene) {
    this.readouts.update(scene, this.content.model);
    this.parts.update(scene);
  }

  /** While Python is about to answer, wait for it: the answer is one pass of Plotly anyway. */
  restSoon() {
    const delay = this.awaiting ? LONGEST_ANSWER : REST_DELAY;
    this.stage.handOverAfter(delay).then((done) => done && !this.clock.playing && this.rest());
  }

  rest() {
    this.stage.cancelHandOver();
    this.resting = true;
    this.request();
    if (this.content.transport) setText(this.status, `Epoch ${this.timeline.epoch}, loss ${written(this.scene().frame.loss)}`);
  }

  describe(frame) {
    Object.assign(this.root.dataset, { growing: this.content.growing, epoch: this.timeline.epoch, loss: frame.loss, learningRate: this.timeline.run.rate, playing: this.clock.playing });
    this.transport.update({ epoch: this.timeline.epoch, last: this.timeline.last, playing: this.clock.playing, speed: this.clock.speed });
    const rates = this.content.family?.rates ?? [];
    if (rates.length) this.ruler.update(this.timeline.run.rate, Math.round(stopOf(rates, this.timeline.run.rate)), this.content.limits);
  }

  // Choices ----------------------------------------------------------------------------------------

  choose(stop) {
    this.timeline.run = runOf(this.content, this.content.family.rates[stop]);
    this.changed();
  }

  /** Tell Python where things stand, on release only. */
  tell(more = {}) {
    clearTimeout(this.telling);
    if (!this.send) return;
    this.turn += 1;
    this.knownEpoch = this.timeline.epoch;
    const family = this.content.family?.digest ?? "";
    this.awaiting = true;
    this.send({ turn: this.turn, family, learning_rate: this.timeline.run.rate, epoch: this.knownEpoch, ...more });
  }

  /** @param {"png"|"svg"} format */
  save(format) {
    const { name, transport } = this.content;
    this.seek(this.timeline.epoch);
    this.stage?.save(transport ? `${name}-epoch-${this.timeline.epoch}` : name, format);
  }

  present() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.root.requestFullscreen) this.root.requestFullscreen().catch(() => this.presenting(!this.root.classList.contains("present")));
    else this.presenting(!this.root.classList.contains("present"));
  }

  presenting(on) {
    this.root.classList.toggle("present", on);
    this.stage?.resize();
  }

  close() {
    this.closed = true;
    clearTimeout(this.telling);
    this.listening.abort();
    if (this.requested !== undefined) cancelAnimationFrame(this.requested);
    this.stage?.close();
    this.root.remove();
  }
}
