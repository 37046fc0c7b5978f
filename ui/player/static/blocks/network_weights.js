/** Choose a weight or bias in a network's graph, and set it: by dragging its line, or by a menu, a slider and a number. */

import { element, setDisabled, setHidden } from "../dom/dom.js";
import { trimmed } from "../model/numbers.js";
import { placesOf, withChange } from "../networks/by_hand.js";

/** How near a press must be, in pixels, by a mouse and by a finger; the circle at a bias is as wide as the first. */
const NEAR = 9;
const FINGER = 20;
/** On a neuron's own button its bias has this share of the neuron's height at most: the rest switches it. */
const OF_NEURON = 0.3;
/** A press that slips less only chooses, in pixels; and how much a pixel of a drag changes. */
const SLIP = 4;
const PER_PIXEL = 0.04;
const SLIDER = 8;
const STEP = 0.05;
const PIECES = 40;
const DIGITS = 4;

export class Weights {
  /** The index of the parameter that is chosen. @type {number|null} */
  chosen = null;
  /** Of the one that a finger touches; it is chosen if that was a tap. @type {number|null} */
  tapped = null;

  /** @param {any} graph the block that this is a part of */
  constructor(graph) {
    this.graph = graph;
    this.open = element("button", { type: "button", onclick: () => this.choose(this.chosen === null ? 0 : null, true) }, "Set a weight");
    this.open.title = "Or drag its line in the graph up and down, with a finger after a tap on it; a bias is the circle below its neuron";
    this.menu = element("select", { aria: { label: "Weight or bias" } });
    this.slider = element("input", { type: "range", min: `${-SLIDER}`, max: `${SLIDER}`, step: `${STEP}`, aria: { label: "Its value, by a slider" } });
    this.field = element("input", { type: "number", step: `${STEP}`, aria: { label: "Its value" } });
    this.undo = element("button", { type: "button", onclick: () => this.takeBack() }, "Undo");
    this.undo.title = "Take back the last weight that was set";
    this.editor = element("div", { className: "slopewise-network-weights", hidden: true }, this.menu, this.field, this.slider, this.undo);
    this.menu.addEventListener("change", () => this.choose(Number(this.menu.value)));
    this.slider.addEventListener("input", () => this.set(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.release());
    this.field.addEventListener("input", () => this.field.value !== "" && this.set(Number(this.field.value)));
    this.field.addEventListener("change", () => this.release());
    // The player's own keys step through the epochs.
    this.editor.addEventListener("keydown", (event) => event.stopPropagation());
    graph.board.addEventListener("pointerdown", (event) => this.press(event), { capture: true });
    graph.board.addEventListener("click", (event) => this.click(event), { capture: true });
    // A finger on the weight that is chosen does not scroll the page; any other does, for lines are everywhere in a large network.
    graph.board.addEventListener("touchstart", (event) => this.pressed && event.preventDefault(), { capture: true, passive: false });
  }

  /** @returns {import("../networks/by_hand.js").ByHand} */
  get byHand() {
    return this.graph.actions.touched().byHand;
  }

  /** @param {any} spec as `ui.player.networks.NetworkGraph` */
  show(spec) {
    const { form, inputs, outputs, editable } = spec;
    this.settable = editable?.weights;
    setHidden(this.open, !this.settable);
    if (!this.settable) return this.choose(null);
    if (this.graph.actions.settled("changed")) this.changed = this.settable.changed;
    const named = JSON.stringify([form.sizes, inputs, outputs]);
    if (named !== this.named) {
      this.places = placesOf(form);
      const options = this.places.map((place, i) => element("option", { value: `${i}` }, nameOf(place, spec)));
      this.menu.replaceChildren(...options);
      this.choose(null);
    }
    this.named = named;
  }

  /** @param {number|null} index @param {boolean} [focuses] whether the menu is to have the focus */
  choose(index, focuses = false) {
    this.chosen = index;
    if (this.byHand.dragging) this.release();
    setHidden(this.editor, index === null);
    setHidden(this.graph.words, index !== null);
    setHidden(this.graph.pin, index !== null || !this.graph.spec.pointable);
    this.open.textContent = index === null ? "Set a weight" : "Done";
    if (index !== null) this.menu.value = `${index}`;
    if (focuses && index !== null) this.menu.focus();
    this.graph.layOut();
    this.update();
  }

  /** Write the present value where it is not being typed. */
  update() {
    const { scene } = this.graph;
    if (this.chosen === null || !scene) return;
    const value = scene.frame.parameters[this.chosen];
    if (document.activeElement !== this.field || !this.byHand.dragging) this.field.value = String(Number(value.toPrecision(DIGITS)));
    this.slider.value = `${value}`;
    this.slider.setAttribute("aria-valuetext", trimmed(value, DIGITS));
    setDisabled(this.undo, !this.changed.length, this.field);
  }

  /** @param {number} wanted what the chosen parameter is to be, at the epoch on show */
  set(wanted) {
    const { byHand, graph, settable } = this;
    if (!Number.isFinite(wanted)) return;
    const { epoch } = graph.scene.frame;
    const value = Number(Math.max(-settable.largest, Math.min(settable.largest, wanted)).toPrecision(DIGITS));
    if (!byHand.dragging) graph.actions.seek(epoch);
    byHand.dragging = true;
    byHand.change = { epoch, index: this.chosen, value };
    graph.actions.changed();
  }

  release() {
    const { byHand, graph, settable } = this;
    if (!byHand.dragging) return;
    byHand.dragging = false;
    const changed = withChange(this.changed, byHand.change);
    if (changed.length > settable.most) changed.shift();
    this.send(changed, byHand.change.epoch);
    graph.actions.changed();
  }

  takeBack() {
    this.byHand.change = null;
    this.send(this.changed.slice(0, -1), this.graph.scene.frame.epoch);
    this.graph.actions.changed();
  }

  send(changed, epoch) {
    this.changed = changed;
    this.graph.actions.send({ changed, epoch });
  }

  /** Choose what is pressed, and drag it up and down; a finger drags what it has chosen by a tap. @param {PointerEvent} event */
  press(event) {
    if (!event.isPrimary) return;
    const away = this.settable && !event.button ? this.distances(event) : [];
    const nearest = indexOfLeast(away);
    const drags = event.pointerType !== "touch" || (this.chosen !== null && away[this.chosen] < Infinity);
    this.tapped = event.pointerType === "touch" ? nearest : null;
    this.pressed = nearest !== null && drags;
    if (!this.pressed) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.tapped === null) this.choose(nearest);
    this.follow(event);
  }

  /** A tap on a weight chooses it, and presses nothing else; keys press what has the focus. @param {MouseEvent} event */
  click(event) {
    if (!event.detail || (!this.pressed && this.tapped === null)) return;
    event.stopPropagation();
    if (!this.pressed) this.choose(this.tapped);
  }

  follow({ clientY: from, pointerId }) {
    const { board } = this.graph;
    const [value, end] = [this.graph.scene.frame.parameters[this.chosen], new AbortController()];
    const { signal } = end;
    const move = ({ clientY }) => {
      if (this.byHand.dragging || Math.abs(clientY - from) > SLIP) this.set(value + PER_PIXEL * (from - clientY));
    };
    const stop = ({ type }) => {
      end.abort();
      if (type === "pointerup" && this.tapped !== null && !this.byHand.dragging) this.choose(this.tapped);
      this.release();
    };
    board.setPointerCapture(pointerId);
    board.addEventListener("pointermove", move, { signal });
    board.addEventListener("pointerup", stop, { signal });
    board.addEventListener("pointercancel", stop, { signal });
  }

  /** How far from each parameter's mark or line a press is, infinity where it is too far. @param {PointerEvent} event @returns {number[]} */
  distances({ clientX, clientY, target, pointerType }) {
    const pressed = /** @type {Element} */ (target);
    if (pressed.closest("select, button:not(.slopewise-network-neuron)")) return [];
    const box = this.graph.board.getBoundingClientRect();
    const far = ({ x, y }) => Math.hypot(clientX - box.left - x, clientY - box.top - y);
    const onNeuron = pressed.closest("button") !== null;
    const reach = pointerType === "mouse" ? NEAR : FINGER;
    const ofMark = onNeuron ? Math.min(1.5 * NEAR, OF_NEURON * this.graph.size) : Math.max(1.5 * NEAR, reach);
    return this.places.map((place) => {
      if (place.bias) return within(ofMark, far(this.mark(place)));
      return onNeuron ? Infinity : within(reach, Math.min(...this.line(place).map(far)));
    });
  }

  mark({ layer, column }) {
    const { x, y } = this.graph.places[layer][column];
    return { x, y: y + this.graph.size / 2 };
  }

  line({ layer, row, column }) {
    const { places, size } = this.graph;
    const [from, to] = [places[layer - 1][row], places[layer][column]];
    const [left, right] = [from.x + size / 2, to.x - size / 2];
    const at = (t) => ({ x: left + (right - left) * (1.5 * t * (1 - t) + t ** 3), y: from.y + (to.y - from.y) * t * t * (3 - 2 * t) });
    return Array.from({ length: PIECES + 1 }, (_, i) => at(i / PIECES));
  }

  /** Show what is chosen. @param {CanvasRenderingContext2D} context */
  draw(context) {
    if (this.chosen === null) return;
    const place = this.places[this.chosen];
    context.strokeStyle = this.graph.colour("user");
    context.lineWidth = 4;
    context.beginPath();
    if (place.bias) context.arc(this.mark(place).x, this.mark(place).y, NEAR, 0, 2 * Math.PI);
    else for (const { x, y } of this.line(place)) context.lineTo(x, y);
    context.stroke();
  }
}

/** @param {number[]} distances @returns {number|null} of the nearest; null where all are too far */
function indexOfLeast(distances) {
  const least = Math.min(...distances);
  return least < Infinity ? distances.indexOf(least) : null;
}

/** A distance, or infinity beyond a reach. @param {number} reach @param {number} distance @returns {number} */
const within = (reach, distance) => (distance < reach ? distance : Infinity);

/** @param {ReturnType<typeof placesOf>[number]} place @param {any} spec as `ui.player.networks.NetworkGraph` @returns {string} */
function nameOf({ layer, row, column, bias }, { form, inputs, outputs }) {
  const last = form.sizes.length - 1;
  const neuron = (l, j) => (l === 0 ? inputs[j] : l === last ? outputs[j] : `neuron ${j + 1} of layer ${l}`);
  return bias ? `Bias of ${neuron(layer, column)}` : `Weight from ${neuron(layer - 1, row)} to ${neuron(layer, column)}`;
}
