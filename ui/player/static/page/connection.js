/** The line to the server: the page says when it is down, and asks for a run of its own when it is back. */

import { element } from "../dom/dom.js";

const SAYS = "The server does not answer. The run on screen still plays, and what you change is sent when the server is back.";
let note = null;

/** Say when the server is down. @param {() => void} ask for a run of the page, called when it is back. */
export function watchConnection(ask) {
  const app = /** @type {HTMLElement} */ (document.querySelector('[data-testid="stApp"]'));
  let lost = false;
  new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    // A server that was started anew knows nothing of this page; it learns from the link before anything the user did is lost.
    if (connected && lost) {
      ask();
      document.dispatchEvent(new Event("slopewise-connected"));
    }
    if (connected === lost) announce(connected);
    lost = !connected;
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
}

function announce(connected) {
  note?.remove();
  note = connected ? null : element("p", { className: "slopewise-offline", role: "alert" }, SAYS);
  if (note) document.body.append(note);
}
