/** The pictures: Plotly draws what stands still, a canvas over it what moves, both on Plotly's own axes. */

import { Canvases } from "../dom/canvases.js";
import { recoloured } from "../dom/colours.js";
import { onRatioChange, onResize } from "../dom/screen.js";
import { visible } from "../tracks/pen.js";
import { tracesAt, tracksAt } from "../tracks/scaled.js";
import { KINDS } from "../tracks/tracks.js";
import { AxisRanges, axisKey } from "./axis_ranges.js";
import { leftWords } from "./panel_words.js";
import { saveStage } from "./picture.js";
import { isScene, Placement } from "./placement.js";
import { Tools } from "./plotly.js";
import { layoutOf } from "./plotly_inside.js";
import { flatAxes, restCameras, sceneAxes } from "./projection.js";
import { listenForSurfaceClicks } from "./surface_clicks.js";
import { WebGL } from "./webgl.js";

export class Stage {
  /**
   * @param {HTMLElement} root where to live @param {object} Plotly
   * @param {{scene: () => object, onRendered: (scene: object) => void, onLayout: () => void, onSurface: (place: number[]) => void, onSave: () => void, onFlat: () => void, onMistake: (mistake: Error) => void}} events
   *   scene: what is on show now; onRendered: Plotly has drawn all, with the tracks as they were in that scene;
   *   onSurface: a place on a surface was clicked; onFlat: a flat picture is asked for, where there is no 3-D
   * @param {AbortSignal} signal ends all of it
   */
  constructor(root, Plotly, events, signal) {
    this.signal = signal;
    this.Plotly = Plotly;
    this.events = events;
    this.root = root;
    /** @type {import("./plotly_inside.js").Graph} */
    this.graph = Object.assign(/** @type {any} */ (document.createElement("div")), { className: "slopewise-graph" });
    this.canvases = new Canvases(root, this.graph);
    this.drawn = Promise.resolve();
    this.anew = true;
    const drawn = () => this.drawn;
    onResize(root, drawn, () => this.resize(), signal);
    onRatioChange(() => this.events.onLayout(), signal);
    this.tools = new Tools(this, () => events.onSave());
    this.placement = new Placement(this);
    this.ranges = new AxisRanges();
    this.webgl = new WebGL(
      this,
      () => events.onFlat(),
      () => events.onLayout(),
      signal,
    );
  }

  /** Have Plotly do something, one pass after another; one that fails does not take the next ones with it. */
  plot(pass) {
    const done = this.drawn.then(pass);
    this.drawn = done.catch(() => {});
    return done;
  }

  /** Something went wrong: what is shown next is drawn as if nothing had been. */
  forget() {
    this.dark = undefined;
    this.anew = true;
  }

  /**
   * Show a figure and its tracks. What stands still is drawn anew only when it differs.
   * @param {object} content @param {(name: string) => string} colour @param {boolean} dark
   * @returns {Promise<boolean>} whether it was
   */
  async show(content, colour, dark) {
    const same = this.content?.still === content.still && this.dark === dark;
    this.content = content;
    this.tracks = tracksAt(content, this.placement.scale);
    this.colour = colour;
    this.dark = dark;
    if (same) return false;
    this.size = this.placement.sizeNow();
    await this.render();
    return true;
  }

  /** One pass of Plotly for all: what stands still, and the tracks where they are now. */
  async render() {
    const { figure, palette, panels } = this.content;
    const scene = this.events.scene();
    // Plotly writes into what it is given.
    const still = recoloured(structuredClone(figure), palette, this.dark);
    // Without a name of their own Plotly would give them those of tracks that were in their place, and they would be hidden as these.
    still.data.forEach((trace, i) => (trace.uid = `still${i}`));
    const layout = { ...still.layout, ...this.placement.measure(), dragmode: this.tools.inHand, uirevision: this.content.view };
    this.tracks = tracksAt(this.content, this.placement.scale);
    const moving = this.tracks.map((track, i) => ({ ...this.movingTrace(track, i), ...this.handedOver(track, scene) }));
    panels.forEach((panel, i) => Object.assign(layout, this.placement.placed(layout, panel, i)));
    layout.annotations = layout.annotations.map((title, i) => (i < panels.length ? { ...title, ...this.placement.titlePlace(layout, panels[i], i) } : title));
    this.ranges.place(this, layout, scene);
    this.handed = null;
    this.graph.style.height = `${layout.height}px`;
    await this.plot(() => this.drawAll([...tracesAt(still.data, this.placement.scale), ...moving], layout));
    this.firstMoving = still.data.length;
    this.fitCanvas();
    this.webgl.update();
    this.tools.rendered();
    this.events.onRendered(scene);
  }

  /** Have Plotly build on what it has drawn, if there is something, and nothing is wrong with it. */
  async drawAll(data, layout) {
    const { anew } = this;
    await this.Plotly[anew ? "newPlot" : "react"](this.graph, data, layout, this.tools.config);
    if (anew) this.listen();
    this.anew = false;
  }

  listen() {
    this.listening?.abort();
    this.listening = new AbortController();
    this.graph.on("plotly_relayout", (changed) => restCameras(this.graph, changed));
    for (const event of ["plotly_relayout", "plotly_relayouting"]) this.graph.on(event, () => this.events.onLayout());
    this.tools.listen();
    listenForSurfaceClicks(this.graph, (place) => this.events.onSurface(place), this.listening.signal);
  }

  movingTrace(track, i) {
    const panel = this.content.panels[track.panel];
    const where = isScene(panel) ? { type: "scatter3d", scene: panel.x } : { type: "scatter", xaxis: panel.x, yaxis: panel.y, cliponaxis: true };
    return { uid: `track${i}`, name: track.name, showlegend: false, ...where, ...KINDS[track.kind].style(track, this.colour) };
  }

  resize() {
    if (!this.content || this.size === this.placement.sizeNow()) return;
    this.size = this.placement.sizeNow();
    this.render().catch(this.events.onMistake);
  }

  get isDrawn() {
    return layoutOf(this.graph) !== undefined;
  }

  fitCanvas() {
    this.canvases.fit(
      layoutOf(this.graph),
      this.tracks.some((track) => KINDS[track.kind].liesBelow),
    );
  }

  /** Pixel maps of a panel, read from Plotly at every frame, so that zoom and pan never part the two; `signature` is another text when they differ. @param {number} panelIndex @returns {import("../tracks/pen.js").Axes} */
  axes(panelIndex) {
    const panel = this.content.panels[panelIndex];
    const layout = layoutOf(this.graph);
    return isScene(panel) ? sceneAxes(layout, panel.x) : flatAxes(layout[axisKey(panel.x)], layout[axisKey(panel.y)]);
  }

  /**
   * Draw one frame.
   * @param {import("../tracks/pen.js").Scene} scene @param {boolean} live whether the tracks are on the canvas
   * @param {boolean} moving whether a finger is on something
   */
  draw(scene, live, moving) {
    if (!this.isDrawn || this.firstMoving === undefined) return;
    if (!this.canvases.fits) this.fitCanvas();
    this.ranges.make(this, scene, moving);
    const { above, below } = this.canvases.clear();
    for (const track of this.tracks) this.drawTrack(KINDS[track.kind].liesBelow ? below : above, track, scene, live || this.staysOnCanvas(track));
  }

  /** Draw a track in its panel, or if not `fully` what lies faintly below it alone. */
  drawTrack(context, track, scene, fully) {
    if (!visible(track, scene)) return;
    const axes = this.axes(track.panel);
    const kind = KINDS[track.kind];
    context.save();
    context.beginPath();
    context.rect(axes.box.left, axes.box.top, axes.box.right - axes.box.left, axes.box.bottom - axes.box.top);
    context.clip();
    if (track.ghost) kind.ghost(context, axes, track, scene);
    kind.below?.(context, axes, track, scene, (of, epoch) => leftWords(this, of, epoch));
    if (fully) kind.draw(context, axes, track, scene);
    context.restore();
  }

  /** Hand the present frame to Plotly, after some milliseconds without a move. @returns {Promise<boolean>} whether it did. */
  handOverAfter(delay) {
    this.cancelHandOver();
    return new Promise((resolve) => {
      this.timer = setTimeout(() => resolve(this.handOver().catch((mistake) => void this.events.onMistake(mistake))), delay);
    });
  }

  cancelHandOver() {
    clearTimeout(this.timer);
    this.handed = null;
  }

  async handOver() {
    const token = {};
    this.handed = token;
    await this.drawn;
    if (this.closed || this.handed !== token || this.firstMoving === undefined) return false;
    const scene = this.events.scene();
    const { tracks } = this;
    const chosen = tracks.flatMap((track, i) => (this.staysOnCanvas(track) ? [] : [i]));
    const places = chosen.map((i) => this.handedOver(tracks[i], scene));
    const high = chosen.some((i) => this.inScene(tracks[i]) || KINDS[tracks[i].kind].hasHeights);
    const names = high ? ["x", "y", "z"] : ["x", "y"];
    const update = Object.fromEntries(names.map((name) => [name, places.map((place) => place[name])]));
    if (chosen.length)
      await this.plot(() =>
        this.Plotly.restyle(
          this.graph,
          update,
          chosen.map((i) => this.firstMoving + i),
        ),
      );
    return this.handed === token;
  }

  /** To draw in a scene again takes Plotly long: what moves there stays on the canvas, too, until a picture is saved. */
  staysOnCanvas(track) {
    return KINDS[track.kind].staysOnCanvas || this.inScene(track);
  }

  inScene(track) {
    return isScene(this.content.panels[track.panel]);
  }

  /** What Plotly shows of a track; nothing, if it is not on show, or stays on the canvas and `all` is not asked for. */
  handedOver(track, scene, all = false) {
    if (!visible(track, scene) || (this.staysOnCanvas(track) && !all)) return { x: [], y: [], z: [] };
    return KINDS[track.kind].handOver(track, scene, all ? this.axes(track.panel) : null);
  }

  /** Save the picture as it is seen. @param {string} name @param {"png"|"svg"} format */
  async save(name, format) {
    await this.drawn;
    await saveStage(this, name, format);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.drawn.then(() => this.Plotly.purge(this.graph));
  }
}
