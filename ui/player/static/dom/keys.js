/** The keyboard: the player's shortcuts, which take no key that anything else waits for. */

/** Keys that step go on stepping while they are pressed; every other key acts once. */
const STEPPING = ["ArrowLeft", "ArrowRight", "n", "b"];
const SLIDING = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
/** What lies over the page: behind it no shortcut acts. */
const OVERLAYS = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox], .slopewise-words";
const CONTROLS = "button, a, input, select, textarea, label, [tabindex='0']";

/**
 * Letters act while the focus is in the player, so that they are nobody else's, nor those of speech input. Space, arrows,
 * Home and End act also while nothing has the focus, or only what the player lies in, as the page's main part; the
 * player takes the focus then.
 * @param {HTMLElement} root the player @param {Record<string, () => void>} shortcuts key to action
 * @param {AbortSignal} signal ends the listening @param {() => boolean} useful whether the shortcuts have a use now
 */
export function listenToKeys(root, shortcuts, signal, useful = () => true) {
  const listen = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!(key in shortcuts) || !useful() || !receives(root, event.target, key) || isTakenBy(event.target, key)) return;
    event.preventDefault();
    // A frame around the whole page would say nothing.
    if (!root.contains(event.target)) root.focus({ preventScroll: true });
    if (!event.repeat || STEPPING.includes(key)) shortcuts[key]();
  };
  document.addEventListener("keydown", listen, { signal });
}

/** A press into the pictures gives the player the focus, and an Enter that is kept down presses a button once. */
export function takeFocus(root, signal) {
  let pressed = false;
  const press = ({ target }) => (pressed = root.contains(target) && !root.contains(target.closest(CONTROLS)));
  // When the press ends: at its beginning Plotly would take the focus away again.
  const release = () => pressed && root.focus({ preventScroll: true });
  const once = (event) => event.repeat && event.key === "Enter" && event.target.closest("button") && event.preventDefault();
  document.addEventListener("pointerdown", press, { capture: true, signal });
  document.addEventListener("pointerup", release, { capture: true, signal });
  root.addEventListener("keydown", once, { signal });
}

/** Whether something lies over the page. */
export const isOverlaid = () => document.querySelector(OVERLAYS) !== null;

function receives(root, target, key) {
  if (isOverlaid()) return false;
  if (root.contains(target)) return true;
  const isLetter = key.length === 1 && key !== " ";
  return target.contains(root) && (!isLetter || root.classList.contains("present"));
}

/** Whether a control has a use of its own for the key. */
function isTakenBy(target, key) {
  if (target.isContentEditable || target.matches("select, textarea, input:not([type=range])")) return true;
  if (target.matches("button, a, summary")) return key === " ";
  return target.matches("input, [role=slider]") && SLIDING.includes(key);
}
