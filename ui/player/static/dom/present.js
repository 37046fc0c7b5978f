/** Present mode: the player fills the screen; where a browser grants none, its window. */

import { icon } from "./dom.js";

export class Present {
  /** @param {HTMLElement} root the player @param {() => void} resized @param {AbortSignal} signal ends the listening */
  constructor(root, resized, signal) {
    this.root = root;
    this.resized = resized;
    document.addEventListener("fullscreenchange", () => this.show(document.fullscreenElement === root), { signal });
  }

  get on() {
    return this.root.classList.contains("present");
  }

  /** Go there, or come back. */
  toggle() {
    const instead = () => this.show(!this.on);
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.root.requestFullscreen) this.root.requestFullscreen().catch(instead);
    else instead();
  }

  /** The focus is the player's meanwhile, or Space would press the button that led here; then it goes back to where it was. */
  show(on) {
    if (on === this.on) return;
    if (on) this.from = /** @type {HTMLElement} */ (document.activeElement);
    this.root.classList.toggle("present", on);
    for (const button of this.root.querySelectorAll(".slopewise-present")) rename(button, on);
    // Whoever shows more on a full screen hears of it.
    this.root.dispatchEvent(new Event("slopewise-presented"));
    this.resized();
    if (on) this.root.focus({ preventScroll: true });
    else if (this.from === document.body) /** @type {HTMLElement} */ (document.activeElement).blur();
    else this.from.focus({ preventScroll: true });
  }
}

function rename(button, on) {
  const name = on ? "Leave full screen" : "Present";
  button.title = name;
  button.setAttribute("aria-label", name);
  button.replaceChildren(icon(on ? "leave" : "present"));
}
