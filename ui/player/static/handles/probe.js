/** A place in a network's picture that is pointed at: below the mouse, or where a grip stands, which goes by finger and arrow keys, too. */

import { listenForClicks, placeIn } from "../dom/clicks.js";
import { element, setHidden } from "../dom/dom.js";
import { written } from "../model/numbers.js";
import { ARROWS, clamp, extent, follow, speak } from "./grips.js";

const FINE = 0.01;
const COARSE = 0.05;
const KINDS = ["field", "network_curve"];

export class Probe {
  /**
   * @param {import("../stage/stage.js").Stage} stage @param {import("../networks/touched.js").Touched} touched what is pointed at
   * @param {(event: PointerEvent) => number[]|null} rowAt chooses the row whose point was clicked, and says where it lies
   */
  constructor(stage, touched, rowAt = () => null) {
    this.stage = stage;
    this.touched = touched;
    this.rowAt = rowAt;
    this.grip = element("div", { className: "slopewise-handle", tabIndex: 0, role: "slider", aria: { label: "Place pointed at" }, hidden: true });
    this.grip.style.cursor = "move";
    this.grip.addEventListener("pointerdown", (event) => this.grab(event));
    this.grip.addEventListener("keydown", (event) => this.press(event));
    this.node = element("div", { className: "slopewise-handles" }, this.grip);
    stage.root.append(this.node);
    this.listen(stage.graph, stage.signal);
  }

  listen(graph, signal) {
    const leave = () => this.touched.passing && this.touched.look({ passing: null });
    const pass = (event) => {
      const place = event.pointerType === "mouse" && !event.buttons ? this.placeOf(event) : null;
      if (place) this.touched.look({ passing: place });
      else leave();
    };
    graph.addEventListener("pointermove", pass, { signal });
    graph.addEventListener("pointerleave", leave, { signal });
    listenForClicks(graph, (event) => this.pin(this.rowAt(event) ?? this.placeOf(event)));
    // Below the grip may lie points, too.
    listenForClicks(this.grip, (event) => this.pin(this.rowAt(event)));
  }

  /** @returns {any} the track of a network's picture, if there is one */
  get track() {
    return this.stage.content?.tracks.find(({ kind }) => KINDS.includes(kind));
  }

  /** The inputs below a pointer; null elsewhere. */
  placeOf(event) {
    const { track, stage } = this;
    const place = track && stage.isDrawn && placeIn(stage, track.panel, event);
    return place ? place.slice(0, track.form.sizes[0]) : null;
  }

  /** @param {number[]|null} place in the picture, if there is one to be pointed at */
  pin(place) {
    if (place && this.track) this.touched.look({ pinned: place.slice(0, this.track.form.sizes[0]), passing: null });
  }

  move(...place) {
    this.pin(place);
  }

  grab(event) {
    follow(event, this.grip, this.stage, this.track.panel, { move: (x, y) => this.move(x, y), release: () => {} });
  }

  press(event) {
    if (event.key === "Escape") this.touched.look({ pinned: null });
    else if (!(event.key in ARROWS)) return;
    else this.nudge(ARROWS[event.key], event.shiftKey ? COARSE : FINE);
    event.preventDefault();
    event.stopPropagation();
  }

  nudge([dx, dy], step) {
    const axes = this.stage.axes(this.track.panel);
    const { left, right, top, bottom } = axes.box;
    const [width, height] = extent(axes);
    const [x, y = 0] = this.touched.pinned;
    this.move(clamp(x + dx * step * width, axes.fromX(left), axes.fromX(right)), clamp(y + dy * step * height, axes.fromY(bottom), axes.fromY(top)));
  }

  /** Put the grip where it stands. @param {(name: string) => string} colour */
  update(colour) {
    const { pinned } = this.touched;
    const { grip, track, stage } = this;
    setHidden(grip, !pinned || !track);
    if (grip.hidden) return;
    const axes = stage.axes(track.panel);
    const { left, right, top, bottom } = axes.box;
    const [x, y] = [clamp(axes.x(pinned[0]), left, right), pinned.length > 1 ? clamp(axes.y(pinned[1]), top, bottom) : bottom];
    this.node.style.setProperty("--user", colour("user"));
    grip.style.transform = `translate(${x}px, ${y}px)`;
    speak(grip, pinned[1] ?? pinned[0], axes, pinned.map((value) => written(value, 4)).join(", "));
    if (this.touched.focuses) grip.focus();
    this.touched.focuses = false;
  }
}
