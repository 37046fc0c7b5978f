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

/** What dragging does to the pictures, and Plotly's buttons. It does nothing before a tool is chosen; pressed again, the tool is laid down. */
export class Tools {
  /** @type {string|false} as Plotly calls what dragging does */
  inHand = false;

  /** @param {import("./stage.js").Stage} stage @param {() => void} save takes the picture away */
  constructor(stage, save) {
    const { Icons } = stage.Plotly;
    const tool = (val, title, icon) => ({ name: val, title, icon, attr: "dragmode", val, click: () => this.take(val) });
    const buttons = [
      tool("zoom", "Zoom: drag a box", Icons.zoombox),
      tool("pan", "Move: drag the picture", Icons.pan),
      { name: "reset", title: "Reset view", icon: Icons.home, click: () => stage.ranges.reset(stage) },
      { name: "save", title: "Save the picture", icon: Icons.camera, click: save },
    ];
    const quiet = { displaylogo: false, displayModeBar: true, displayNotifier: false, showTips: false, showAxisDragHandles: false };
    this.stage = stage;
    /** One object for good: to Plotly another is another configuration, and it would draw all anew, zoom lost. */
    this.config = { ...quiet, responsive: false, doubleClick: "reset", modeBarButtons: [buttons] };
  }

  take(tool) {
    const { Plotly, graph, events } = this.stage;
    this.inHand = this.inHand === tool ? false : tool;
    Plotly.relayout(graph, { dragmode: this.inHand }).catch(events.onMistake);
  }

  /** What is drawn anew is as it was laid out, unless someone has zoomed. */
  rendered() {
    const { graph, ranges } = this.stage;
    if (!graph.classList.contains("zoomed")) ranges.note(this.stage);
    this.mark();
  }

  listen() {
    this.stage.graph.on("plotly_relayout", () => this.mark());
  }

  /** Say for the style sheet whether a tool is in hand, a view was changed, and the buttons have a row of their own. */
  mark() {
    const { graph, ranges, placement } = this.stage;
    const marks = { tool: this.inHand, zoomed: ranges.anyZoomed(this.stage), headed: placement.head() > 0 };
    for (const [name, holds] of Object.entries(marks)) graph.classList.toggle(name, Boolean(holds));
  }
}

/** A file did not come, or not whole. */
export class NotArrived extends Error {}
