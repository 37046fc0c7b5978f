/** The keyboard: shortcuts that work wherever nothing else waits for the key. */

/**
 * @param {HTMLElement} root the player @param {Record<string, () => void>} shortcuts key to action
 * @param {AbortSignal} signal ends the listening
 */
export function listenToKeys(root, shortcuts, signal) {
  document.addEventListener("keydown", (event) => onKey(event, root, shortcuts), { signal });
}

function onKey(event, root, shortcuts) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target !== document.body && !root.contains(target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (takenBy(target, key) || !(key in shortcuts)) return;
  event.preventDefault();
  shortcuts[key]();
}

/** Whether a control in the player has a use of its own for the key. */
function takenBy(target, key) {
  if (target.tagName === "SELECT" || target.isContentEditable) return true;
  if (target.tagName === "BUTTON") return key === " ";
  // A range knows the arrows, Home and End itself.
  return target.tagName === "INPUT" && key !== " " && key !== "f";
}
