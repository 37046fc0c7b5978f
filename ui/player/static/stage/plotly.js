/** Plotly.js, fetched once a tab; where it did not arrive, whoever asks next has it fetched anew. */

let failed = false;

/** @param {string} url @returns {Promise<object>} Plotly */
export function loadPlotly(url) {
  globalThis.slopewisePlotly ??= fetched(failed ? `${url}?again=${Date.now()}` : url).catch((problem) => {
    failed = true;
    globalThis.slopewisePlotly = null;
    throw problem;
  });
  return globalThis.slopewisePlotly;
}

/** Under an address of its own: what a browser keeps of the last try may be no script at all. */
function fetched(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const ends = new AbortController();
    const settle = () => {
      ends.abort();
      if (globalThis.Plotly?.react) return resolve(globalThis.Plotly);
      script.remove();
      reject(new NotArrived(`Plotly.js did not come from ${url}`));
    };
    // Half a script is an error on the page; here it is no more than a file that did not arrive.
    globalThis.addEventListener("error", (event) => event.filename === script.src && event.preventDefault(), { signal: ends.signal });
    script.addEventListener("load", settle);
    script.addEventListener("error", settle);
    script.src = url;
    document.head.append(script);
  });
}

/** @param {object} Plotly @param {() => void} save takes the picture away @returns {object} how Plotly draws, and its buttons */
export function configuration(Plotly, save) {
  const button = { name: "save", title: "Save the picture", icon: Plotly.Icons.camera, click: save };
  return { displaylogo: false, responsive: false, modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", button]] };
}

/** A file did not come, or not whole. */
export class NotArrived extends Error {}
