/** Showing what Python sent: Plotly is fetched first, and where anything goes wrong a sentence says so, with a way on. */

import { element } from "../dom/dom.js";
import { loadPlotly, NotArrived } from "./plotly.js";

const NOT_ARRIVED = "The picture did not arrive: the connection broke off, or the server has changed. Try again; if that does not help, reload the page.";
const MISTAKEN = "The picture could not be drawn: the program made a mistake. Try again; if that does not help, change a setting, or reload the page.";
const NOT_SAVED = "The picture could not be saved: the browser did not draw it once more. Try again; if that does not help, take a screenshot.";

export class Showing {
  /** @param {object} player whose pictures it is about @param {string} plotlyUrl */
  constructor(player, plotlyUrl) {
    this.player = player;
    this.plotlyUrl = plotlyUrl;
  }

  /** Show what the player has, as soon as Plotly is there. */
  async soon() {
    const { player } = this;
    try {
      // Not before the message that is to be shown has been taken over.
      await null;
      player.showControls();
      const Plotly = await loadPlotly(this.plotlyUrl);
      if (player.closed) return;
      if (!player.stage) player.attach(Plotly);
      await this.showPictures();
      this.clear();
    } catch (mistake) {
      this.fail(mistake);
    }
  }

  async showPictures() {
    const { player } = this;
    player.dragged.show(player.content, player.colour);
    // Where nothing that stands still has changed, the canvas shows all; Plotly takes over when the browser rests.
    if (!(await player.stage.show(player.content, player.colour, player.dark))) player.changed();
    Object.assign(player.root.dataset, { ready: true, shown: true });
    player.dragged.guess.goOn();
  }

  /** Do something whose mistakes are said. @param {() => void} act */
  try(act) {
    try {
      act();
    } catch (mistake) {
      this.fail(mistake);
    }
  }

  /** Say that something went wrong; the next message from Python is shown as if nothing had been before it. @param {Error} mistake */
  fail(mistake) {
    const { player } = this;
    if (player.closed) return;
    console.error(mistake);
    player.digest = null;
    // What fails in a frame would fail in the next one, too.
    if (player.timeline.run) player.clock.stand(player.timeline.epoch);
    player.stage?.forget();
    this.say(mistake instanceof NotArrived ? NOT_ARRIVED : MISTAKEN);
  }

  /** Say that the picture could not be taken away; what is on show stays. @param {Error} mistake @param {() => Promise<void>} save */
  notSaved(mistake, save) {
    console.error(mistake);
    const acts = { "Try again": save, Close: () => {} };
    const leave = (act) => () => {
      this.clear();
      act();
    };
    const buttons = Object.entries(acts).map(([name, act]) => element("button", { type: "button", onclick: leave(act) }, name));
    this.put(NOT_SAVED, element("div", { className: "slopewise-missing-ways" }, ...buttons)).classList.add("slopewise-not-saved");
  }

  say(sentence) {
    const again = element("button", { type: "button" }, "Try again");
    again.addEventListener("click", () => {
      again.textContent = "Trying again …";
      this.soon();
    });
    const focused = this.note?.contains(document.activeElement);
    this.put(sentence, again);
    if (focused) again.focus();
  }

  /** Put a sentence over the pictures, with what to do about it. @param {string} sentence @param {HTMLElement} way @returns {HTMLElement} */
  put(sentence, way) {
    const note = element("div", { className: "slopewise-missing", role: "alert" }, element("p", {}, sentence), way);
    this.note?.remove();
    this.player.pictures.append(note);
    this.note = note;
    return note;
  }

  clear() {
    const focused = this.note?.contains(document.activeElement);
    this.note?.remove();
    this.note = null;
    if (focused) this.player.root.focus({ preventScroll: true });
  }
}
