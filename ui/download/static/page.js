/** A run in a file of its own: unpack what lies in the page and hand it to the player. Nobody listens. */

import { mount } from "./player.js";

const host = document.getElementById("player");

/** @param {string} id of a script element with gzipped bytes in base64 @returns {Promise<Uint8Array>} */
async function unpacked(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

async function show() {
  // The player measures words, so their letters come first; they lie in the page.
  const letters = Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 16px 'Source Sans'`)));
  const [plotly, data] = await Promise.all([unpacked("plotly"), unpacked("run"), letters]);
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(plotly);
  document.head.append(script);
  globalThis.slopewisePlotly = Promise.resolve(globalThis.Plotly);
  const receive = () => mount({ parentElement: host, data, setTriggerValue: null }, "");
  host.replaceChildren();
  receive();
  globalThis.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", receive);
}

show().catch((problem) => {
  host.textContent = `This browser cannot show the run (${problem.message}). A browser of 2023 or later can.`;
});
