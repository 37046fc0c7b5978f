/** Whether a finger is on a slider: it knows better than an answer to what it let go of before. */

/** @param {HTMLElement} input @param {AbortSignal} signal ends the watching @param {() => void} [onLift] the finger has left it */
export function finger(input, signal, onLift = () => {}) {
  let on = false;
  const lift = () => {
    if (!on) return;
    on = false;
    onLift();
  };
  input.addEventListener("pointerdown", () => (on = true));
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, lift, { capture: true, signal });
  return () => on;
}
