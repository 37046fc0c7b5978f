/** The transport: play, step, scrub, speed, present. */

import { button, element, icon } from "../dom/dom.js";

const SPEEDS = [
  ["1", "1 epoch/s"],
  ["5", "5 epochs/s"],
  ["20", "20 epochs/s"],
  ["60", "60 epochs/s"],
  ["200", "200 epochs/s"],
  ["all", "whole run in 5 s"],
];

/**
 * @param {{toggle, seek, stepBy, toStart, toEnd, setSpeed, present, release}} actions
 * @returns {{node: HTMLElement, update: (state: {epoch: number, last: number, playing: boolean, speed: string}) => void}}
 */
export function transport(actions) {
  const play = button("Play", "play", actions.toggle, "slopewise-play");
  const scrub = element("input", { type: "range", min: 0, step: 1, className: "slopewise-scrub", aria: { label: "Epoch" } });
  scrub.addEventListener("input", () => actions.seek(Number(scrub.value)));
  scrub.addEventListener("change", actions.release);
  const speed = element("select", { aria: { label: "Speed" }, title: "Speed" });
  speed.append(...SPEEDS.map(([value, label]) => element("option", { value }, label)));
  speed.addEventListener("change", () => actions.setSpeed(speed.value));
  const node = element(
    "div",
    { className: "slopewise-transport", role: "group", aria: { label: "Playback" } },
    button("To start", "start", actions.toStart),
    button("Step back", "back", () => actions.stepBy(-1)),
    play,
    button("Step forward", "forward", () => actions.stepBy(1)),
    button("To end", "end", actions.toEnd),
    scrub,
    speed,
    button("Present", "present", actions.present, "slopewise-present"),
  );
  return { node, update: (state) => update(state, play, scrub, speed) };
}

function update(state, play, scrub, speed) {
  const name = state.playing ? "Pause" : "Play";
  if (play.title !== name) {
    play.title = name;
    play.setAttribute("aria-label", name);
    play.replaceChildren(icon(state.playing ? "pause" : "play"));
  }
  if (scrub.max !== String(state.last)) scrub.max = state.last;
  if (scrub.value !== String(state.epoch)) scrub.value = state.epoch;
  scrub.style.setProperty("--filled", `${state.last ? (100 * state.epoch) / state.last : 0}%`);
  if (speed.value !== state.speed) speed.value = state.speed;
}
