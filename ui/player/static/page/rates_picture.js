/** The picture of what every value of a knob comes to, such as every learning rate: a click or a tap goes to the run there. */

import { listenForPresses } from "../dom/clicks.js";
import { isDark, recoloured } from "../dom/colours.js";
import { element } from "../dom/dom.js";
import { wrapped } from "../dom/legends.js";
import { onResize } from "../dom/screen.js";
import { loadPlotly } from "../stage/plotly.js";
import { layoutOf } from "../stage/plotly_inside.js";
import { flatAxes } from "../stage/projection.js";

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, showAxisDragHandles: false };
const FONT = { size: 13 };
/** Space above the picture for each line of its legend. */
const [LINE, ABOVE] = [17, 12];
/** It has so many at most: on a phone it needs three. */
const LINES = 4;
/** @type {WeakMap<HTMLElement, RatesPicture>} */
const pictures = new WeakMap();

/**
 * Show what Python sent in `component.parentElement`, at the first call and at every later one.
 * @param {{parentElement: HTMLElement, data: object, setTriggerValue: (name: string, value: number) => void}} component
 * @param {string} plotlyUrl @returns {() => void} cleanup; that of an outdated call does nothing
 */
export function mount({ parentElement: host, data, setTriggerValue }, plotlyUrl) {
  const picture = pictures.get(host) ?? new RatesPicture(host, plotlyUrl);
  pictures.set(host, picture);
  const call = (picture.calls += 1);
  picture.choose = (value) => setTriggerValue("value", value);
  picture.show(data);
  return () => {
    if (call !== picture.calls) return;
    picture.close();
    pictures.delete(host);
  };
}

class RatesPicture {
  calls = 0;
  /** @type {(value: number) => void} */
  choose = () => {};
  drawn = Promise.resolve();
  width = 0;

  constructor(host, plotlyUrl) {
    this.plotlyUrl = plotlyUrl;
    this.listening = new AbortController();
    /** @type {import("../stage/plotly_inside.js").Graph} */
    this.graph = Object.assign(/** @type {any} */ (document.createElement("div")), { className: "slopewise-graph" });
    this.node = element("div", { className: "slopewise-rates" }, this.graph);
    this.node.setAttribute("role", "img");
    host.append(this.node);
    const { signal } = this.listening;
    listenForPresses(
      this.graph,
      () => {},
      (press, event) => press.moved || this.click(event),
      signal,
    );
    onResize(
      this.node,
      () => this.drawn,
      () => this.node.clientWidth === this.width || this.show(this.data),
      signal,
    );
  }

  show(data) {
    this.data = data;
    this.node.style.height = `${data.figure.layout.height}px`;
    this.node.setAttribute("aria-label", data.says);
    this.drawn = this.drawn.then(() => this.draw()).catch(console.error);
  }

  async draw() {
    const Plotly = await loadPlotly(this.plotlyUrl);
    if (this.listening.signal.aborted) return;
    const { figure, palette } = this.data;
    this.width = Math.max(260, this.node.clientWidth);
    const { data, layout } = recoloured(structuredClone(figure), palette, isDark(this.node));
    const font = { ...layout.font, ...FONT, color: palette.text[isDark(this.node) ? "dark" : "light"] };
    const [title, ...names] = layout.annotations;
    const text = wrapped(title.text, this.width - layout.margin.l - layout.margin.r, font, LINES);
    const margin = { ...layout.margin, t: ABOVE + LINE * text.split("<br>").length };
    await Plotly.react(this.graph, data, { ...layout, width: this.width, font, margin, annotations: [{ ...title, text }, ...names] }, CONFIG);
    this.node.dataset.value = String(this.data.value);
  }

  /** Choose the value nearest to where a pointer is. */
  click({ clientX, clientY }) {
    const layout = layoutOf(this.graph);
    if (!layout) return;
    const { box, fromX } = flatAxes(layout.xaxis, layout.yaxis);
    const { left, top } = this.graph.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return;
    const along = layout.xaxis.type === "log" ? Math.log : Number;
    const far = (value) => Math.abs(along(value) - along(fromX(x)));
    this.choose(this.data.values.reduce((best, value) => (far(value) < far(best) ? value : best)));
  }

  close() {
    this.listening.abort();
    this.drawn.then(() => globalThis.Plotly?.purge(this.graph));
    this.node.remove();
  }
}
