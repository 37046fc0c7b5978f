/** Buttons below the pictures that set the page up to show something: who presses one is led to the pictures. */

const BUTTONS = ".st-key-mistakes button";
let watched = false;

/** Watch these buttons, once a tab. @returns {() => void} nothing to clean up. */
export function mount() {
  if (!watched) document.addEventListener("click", ({ target }) => target instanceof Element && target.closest(BUTTONS) && lead());
  watched = true;
  return () => {};
}

/** Scroll to the pictures, and give Play the focus, so that a key goes on from there. */
function lead() {
  const player = document.querySelector(".slopewise-player");
  if (!player) return;
  const play = player.querySelector('button[aria-label="Play"]');
  if (play instanceof HTMLElement) play.focus({ preventScroll: true });
  const main = player.closest('[data-testid="stMain"]') ?? document.scrollingElement;
  const hidden = document.querySelector('[data-testid="stHeader"]')?.getBoundingClientRect().bottom ?? 0;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  main.scrollBy({ top: player.getBoundingClientRect().top - hidden - 8, behavior: calm ? "auto" : "smooth" });
}
