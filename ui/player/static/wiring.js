/** What the player's parts do when something happens in them: each calls the player, and none knows another. */

import { parts } from "./blocks/parts.js";
import { Epochs } from "./controls/epochs.js";
import { heading } from "./controls/heading.js";
import { readouts } from "./controls/readouts.js";
import { ruler } from "./controls/ruler.js";
import { transport } from "./controls/transport.js";
import { listenToKeys, takeFocus } from "./dom/keys.js";
import { sayBeforeLeaving } from "./dom/later.js";
import { Dragged } from "./handles/dragged.js";
import { rateActions } from "./handles/rates.js";
import { showPanelWords } from "./stage/panel_words.js";
import { Stage } from "./stage/stage.js";

/** @typedef {import("./player.js").Player} Player */

/** @param {Player} player @returns what stands below the pictures, and what the user drags */
export function controlsOf(player) {
  const { signal } = player.listening;
  const changed = () => player.changed();
  const send = (what) => player.send(what);
  const settled = (name) => player.exchange.settled(name);
  return {
    transport: transport(transportActions(player)),
    ruler: ruler(rateActions(player), signal),
    epochs: new Epochs(player.timeline, { changed, send }, signal),
    heading: heading(),
    readouts: readouts(),
    dragged: new Dragged({ changed, send, settled, startOver: () => player.clock.stand(0), play: () => player.toggle() }),
    parts: parts({
      stepBy: (by) => player.stepBy(by),
      seek: (epoch) => player.seek(epoch, true),
      present: () => player.present.toggle(),
      changed,
      slideDelta: (delta, released) => player.dragged.slideDelta(delta, released),
      send,
      settled,
      touched: () => player.dragged.touched,
      signal: () => signal,
    }),
  };
}

function transportActions(player) {
  return {
    toggle: () => player.toggle(),
    seek: (epoch) => player.seek(epoch),
    stepBy: (by) => player.stepBy(by),
    toStart: () => player.seek(0, true),
    toEnd: () => player.toEnd(),
    setSpeed: (speed) => {
      player.clock.speed = speed;
      player.changed();
    },
    present: () => player.present.toggle(),
    release: () => player.sendEpoch(),
  };
}

/** @param {Player} player @param {object} Plotly @returns {Stage} its pictures */
export function stageOf(player, Plotly) {
  const events = {
    scene: () => player.scene(),
    onRendered: (scene) => {
      showPanelWords(player.stage);
      if (player.shows(scene)) player.rest();
      else player.changed();
    },
    onLayout: () => player.request(),
    onSurface: (place) => player.dragged.handles.goTo(place),
    onSave: () => save(player, "png"),
    onFlat: () => player.send({ flat: true }),
    onMistake: (mistake) => player.showing.fail(mistake),
  };
  return new Stage(player.pictures, Plotly, events, player.listening.signal);
}

/** @returns {boolean} whether a content's run is to be guessed before it is shown */
export const asksGuess = ({ guess }) => guess && !guess.result;

/** Take the picture away as it stands. @param {Player} player @param {"png"|"svg"} format */
async function save(player, format) {
  const { name, transport } = player.content;
  if (player.clock.playing) player.pause();
  try {
    await player.stage?.save(transport ? `${name}-epoch-${player.timeline.epoch}` : name, format);
  } catch (mistake) {
    player.showing.notSaved(mistake, () => save(player, format));
  }
}

/** Give controls and numbers what Python says of them. @param {Player} player */
export function showControls({ content, colour, root, awaitsFamily, ...controls }) {
  for (const name of Object.keys(content.palette)) root.style.setProperty(`--slopewise-${name}`, colour(name));
  root.setAttribute("aria-label", content.title);
  if (!awaitsFamily) controls.ruler.show({ rates: content.family?.rates ?? [], limits: content.limits, colour, words: content.words.rate });
  controls.epochs.show(content.epochs, colour);
  controls.heading.show(content.heading, colour);
  controls.readouts.show(content.readouts, colour);
  controls.parts.show(content.parts, colour, root);
  controls.transport.node.hidden = !content.transport;
  controls.train.hidden = !content.handles || content.handles.trains;
}

/** Say on the player's root, and on transport and sliders, where a run stands. @param {Player} player @param {{loss: number}} frame */
export function updateControls(player, { loss }) {
  const { content, timeline, clock, root, heading, transport, epochs, ruler } = player;
  const { epoch, last, run } = timeline;
  const { playing, speed } = clock;
  Object.assign(root.dataset, { growing: content.growing, epochs: run.planned, epoch, loss, learningRate: run.rate, playing });
  transport.update({ epoch, last, playing, speed });
  epochs.update(run, asksGuess(content));
  heading.update(timeline, content.limits);
  const rates = content.family?.rates ?? [];
  if (rates.length) ruler.update(rates, timeline.rate, content.limits);
}

/** Listen to keys, the focus, rows that are pointed at, and what the page says. @param {Player} player @param {AbortSignal} signal ends it */
export function listen(player, signal) {
  const { root } = player;
  const playing = {
    " ": () => player.toggle(),
    ArrowLeft: () => player.stepBy(-1),
    ArrowRight: () => player.stepBy(1),
    Home: () => player.seek(0, true),
    End: () => player.toEnd(),
  };
  sayBeforeLeaving(root, signal);
  // Of what was said to a server that is gone nobody knows.
  document.addEventListener("slopewise-connected", player.exchange.sayAgain, { signal });
  listenToKeys(root, playing, signal, () => player.content?.transport);
  listenToKeys(root, { f: () => player.present.toggle(), Escape: () => player.dragged.guess.skip() || player.present.show(false) }, signal);
  takeFocus(root, signal);
  player.highlight.listen(root, () => player.request(), signal);
  listenToTools(player, signal);
  document.addEventListener("slopewise-save", (/** @type {CustomEvent} */ { detail }) => save(player, detail), { signal });
}

/** Listen to the tools of the page, which know nothing of players. @param {Player} player @param {AbortSignal} signal ends it */
function listenToTools(player, signal) {
  const reset = () => {
    player.clock.stand(0);
    player.changed();
  };
  const tell = (/** @type {CustomEvent} */ { detail }) => {
    detail.waiting ||= player.exchange.waiting;
    if (player.content?.transport) detail.epoch = player.timeline.moment;
  };
  player.root.addEventListener("slopewise-presented", () => player.heading.showViews(), { signal });
  document.addEventListener("slopewise-present", () => player.present.toggle(), { signal });
  document.addEventListener("slopewise-reset", reset, { signal });
  document.addEventListener("slopewise-link", tell, { signal });
}
