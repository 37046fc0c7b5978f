/** The pictures: Plotly draws what stands still, a canvas over it what moves, both on Plotly's own axes. */

import { recoloured } from "./colours.js";
import { fittingSize, wrapped } from "./legends.js";
import { visible } from "./pen.js";
import { discs, ghosts, grips, savePicture } from "./picture.js";
import { restCameras, sceneAxes } from "./projection.js";
import { Room, axisKey } from "./room.js";
import { sceneLayout } from "./scenes.js";
import { listenForSurfaceClicks } from "./surface_clicks.js";
import { KINDS } from "./tracks.js";

const NARROW = 720;
const SCENE_MARGIN = { left: 4, right: 4, top: 30, bottom: 4 };
const MARGIN = { left: 62, right: 14, top: 30, bottom: 46 };
/** Room for a tick's label below a picture, in letters: with less, Plotly would turn them. */
const TICK_LETTERS = 2.4;
/** On a narrow screen Plotly's buttons have a row of their own, and legends may have two lines. */
const NARROW_HEAD = 26;
const NARROW_TOP = 46;

/** Load Plotly once a tab. @param {string} url */
export function loadPlotly(url) {
  globalThis.slopewisePlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => reject(new Error(`Plotly.js did not come from ${url}`));
    document.head.append(script);
  });
  return globalThis.slopewisePlotly;
}

export class Stage {
  /**
   * @param {HTMLElement} root where to live @param {object} Plotly
   * @param {{scene: () => object, onRendered: (scene: object) => void, onLayout: () => void, onSurface: (place: number[]) => void, onSave: () => void}} events
   *   scene: what is on show now; onRendered: Plotly has drawn all, with the tracks as they were in that scene;
   *   onSurface: a place on a surface was clicked
   */
  constructor(root, Plotly, events) {
    this.Plotly = Plotly;
    this.events = events;
    this.root = root;
    this.graph = Object.assign(document.createElement("div"), { className: "slopewise-graph" });
    this.canvas = Object.assign(document.createElement("canvas"), { className: "slopewise-canvas" });
    this.canvas.setAttribute("aria-hidden", "true");
    root.append(this.graph, this.canvas);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(root);
    this.drawn = Promise.resolve();
    this.space = new Room();
  }

  /**
   * Show a figure and its tracks. What stands still is drawn anew only when it differs.
   * @param {object} content @param {(name: string) => string} colour @param {boolean} dark
   * @returns {Promise<boolean>} whether it was
   */
  async show(content, colour, dark) {
    const same = this.content?.still === content.still && this.dark === dark;
    this.content = content;
    this.colour = colour;
    this.dark = dark;
    this.room = this.roomNow();
    if (!same) await this.render();
    return !same;
  }

  /** One pass of Plotly for all: what stands still, and the tracks where they are now. */
  async render() {
    const { figure, tracks, palette, panels } = this.content;
    const scene = this.events.scene();
    // Plotly writes into what it is given.
    const still = recoloured(structuredClone(figure), palette, this.dark);
    const moving = tracks.map((track, i) => ({ ...this.movingTrace(track, i), ...this.handedOver(track, scene) }));
    // A finger that swipes over the pictures scrolls the page; zoom is a button away.
    const dragmode = globalThis.matchMedia("(pointer: coarse)").matches ? false : still.layout.dragmode;
    const layout = { ...still.layout, ...this.measure(), dragmode, uirevision: this.content.view };
    panels.forEach((panel, i) => Object.assign(layout, this.placed(layout, panel, i)));
    layout.annotations = layout.annotations.map((title, i) => (i < panels.length ? { ...title, ...this.titlePlace(layout, panels[i], i) } : title));
    this.space.place(this, layout, scene);
    this.handed = null;
    this.graph.style.height = `${layout.height}px`;
    this.drawn = this.drawn.then(() => this.Plotly.react(this.graph, [...still.data, ...moving], layout, this.config()));
    await this.drawn;
    this.firstMoving = still.data.length;
    if (!this.listening) this.listen();
    this.fitCanvas();
    this.events.onRendered(scene);
  }

  listen() {
    this.listening = true;
    this.graph.on("plotly_relayout", (changed) => restCameras(this.graph, changed));
    for (const event of ["plotly_relayout", "plotly_relayouting"]) this.graph.on(event, () => this.events.onLayout());
    listenForSurfaceClicks(this.graph, (place) => this.events.onSurface(place));
  }

  /** One object for good: to Plotly another closure is another configuration, and it would draw all anew, zoom lost. */
  config() {
    if (this.settings) return this.settings;
    const save = {
      name: "save",
      title: "Save the picture",
      icon: this.Plotly.Icons.camera,
      click: () => this.events.onSave(),
    };
    this.settings = { displaylogo: false, responsive: false, modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", save]] };
    return this.settings;
  }

  movingTrace(track, i) {
    const panel = this.content.panels[track.panel];
    const where = isScene(panel) ? { type: "scatter3d", scene: panel.x } : { type: "scatter", xaxis: panel.x, yaxis: panel.y, cliponaxis: true };
    return { uid: `track${i}`, name: track.name, showlegend: false, ...where, ...KINDS[track.kind].style(track, this.colour) };
  }

  /** Width, height and letter size of the whole figure in the room there is. */
  measure() {
    const width = Math.max(260, this.root.clientWidth);
    const present = this.root.closest(".present") !== null;
    const letters = present ? Math.max(16, Math.min(24, width / 70)) : 13;
    this.scale = letters / 13;
    this.columns = width < NARROW ? 1 : this.content.panels.length;
    const rows = Math.ceil(this.content.panels.length / this.columns);
    const height = present && this.columns > 1 ? Math.max(260, this.root.clientHeight) : rows * this.content.height + this.head();
    return { width, height, font: { ...this.content.figure.layout.font, color: this.colour("text"), size: letters } };
  }

  head() {
    return this.columns === 1 ? NARROW_HEAD : 0;
  }

  /** The room of a panel in the figure: side by side, by their shares, or one below another. */
  cell(i, width, height) {
    const { panels } = this.content;
    const each = (height - this.head()) / panels.length;
    if (this.columns === 1) return { left: 0, right: width, top: this.head() + i * each, bottom: this.head() + (i + 1) * each };
    const upTo = (end) => panels.slice(0, end).reduce((sum, panel) => sum + panel.share, 0);
    return { left: (width * upTo(i)) / upTo(), right: (width * upTo(i + 1)) / upTo(), top: 0, bottom: height };
  }

  placed(layout, panel, i) {
    const { width, height } = layout;
    const cell = this.cell(i, width, height);
    const margin = this.margin(panel);
    const x = [cell.left + margin.left, cell.right - margin.right].map((p) => p / width);
    const y = [cell.bottom - margin.bottom, cell.top + margin.top].map((p) => 1 - p / height);
    if (isScene(panel)) return { [panel.x]: sceneLayout(layout[panel.x], x, y, layout, this.scale) };
    const [xaxis, yaxis] = [axisKey(panel.x), axisKey(panel.y)];
    const nticks = Math.min(layout[xaxis].nticks, Math.floor((width * (x[1] - x[0])) / (TICK_LETTERS * layout.font.size)));
    return { [xaxis]: { ...layout[xaxis], domain: x, nticks }, [yaxis]: { ...layout[yaxis], domain: y } };
  }

  margin(panel) {
    const margin = { ...(isScene(panel) ? SCENE_MARGIN : MARGIN), ...(this.columns === 1 && { top: NARROW_TOP }) };
    return Object.fromEntries(Object.entries(margin).map(([side, size]) => [side, size * this.scale]));
  }

  /** Where a panel's title is, in how many lines, and how large. A scene has no axes that it could refer to. */
  titlePlace(layout, panel, i) {
    const { width, height, font } = layout;
    const { left, right, top } = this.cell(i, width, height);
    const margin = this.margin(panel);
    const room = right - left - margin.left;
    const { text: line } = layout.annotations[i];
    const title = this.columns === 1 ? { text: wrapped(line, room, font) } : { font: { size: fittingSize(line, room, font) } };
    if (!isScene(panel)) return title;
    return { ...title, xref: "paper", yref: "paper", x: layout[panel.x].domain.x[0], y: 1 - (top + margin.top) / height };
  }

  resize() {
    if (!this.content || this.room === this.roomNow()) return;
    this.room = this.roomNow();
    this.render();
  }

  /** The room there is, as far as the pictures follow it: their height is their own unless they fill the screen. */
  roomNow() {
    const present = this.root.closest(".present") !== null;
    return `${this.root.clientWidth} ${present ? this.root.clientHeight : ""}`;
  }

  fitCanvas() {
    const { width, height } = this.graph._fullLayout;
    const ratio = globalThis.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.ratio = ratio;
  }

  /** Pixel maps of a panel, read from Plotly at every frame, so that zoom and pan never part the two; `look` is another text when they differ. */
  axes(panelIndex) {
    const panel = this.content.panels[panelIndex];
    if (isScene(panel)) return sceneAxes(this.graph._fullLayout, panel.x);
    const [xaxis, yaxis] = [this.graph._fullLayout[axisKey(panel.x)], this.graph._fullLayout[axisKey(panel.y)]];
    const box = { left: xaxis._offset, right: xaxis._offset + xaxis._length, top: yaxis._offset, bottom: yaxis._offset + yaxis._length };
    const look = [xaxis, yaxis].flatMap((axis) => [axis._offset, axis._m, axis._b, axis.type]).join();
    const [fromX, fromY] = [xaxis, yaxis].map((axis) => (p) => axis.p2d(p - axis._offset));
    return { x: toPixel(xaxis), y: toPixel(yaxis), fromX, fromY, box, look };
  }

  /**
   * Draw one frame.
   * @param {import("./pen.js").Scene} scene @param {boolean} live whether the tracks are on the canvas
   * @param {boolean} moving whether a finger is on something
   */
  draw(scene, live, moving) {
    if (!this.graph._fullLayout || this.firstMoving === undefined) return;
    this.space.make(this, scene, moving);
    const context = this.canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    for (const track of this.content.tracks) {
      if (!visible(track, scene)) continue;
      const axes = this.axes(track.panel);
      const kind = KINDS[track.kind];
      context.save();
      context.beginPath();
      context.rect(axes.box.left, axes.box.top, axes.box.right - axes.box.left, axes.box.bottom - axes.box.top);
      context.clip();
      if (track.ghost) kind.ghost(context, axes, track, scene);
      if (live || this.staysOnCanvas(track)) kind.draw(context, axes, track, scene);
      context.restore();
    }
  }

  /** Hand the present frame to Plotly, after some milliseconds without a move. @returns {Promise<boolean>} whether it did. */
  handOverAfter(delay) {
    this.cancelHandOver();
    return new Promise((resolve) => {
      this.timer = setTimeout(() => resolve(this.handOver()), delay);
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
    if (this.closed || this.handed !== token) return false;
    const scene = this.events.scene();
    const { tracks } = this.content;
    const chosen = tracks.flatMap((track, i) => (this.staysOnCanvas(track) ? [] : [i]));
    const places = chosen.map((i) => this.handedOver(tracks[i], scene));
    const high = chosen.some((i) => isScene(this.content.panels[tracks[i].panel]) || KINDS[tracks[i].kind].hasHeights);
    const names = high ? ["x", "y", "z"] : ["x", "y"];
    const update = Object.fromEntries(names.map((name) => [name, places.map((place) => place[name])]));
    if (chosen.length) this.drawn = this.Plotly.restyle(this.graph, update, chosen.map((i) => this.firstMoving + i));
    await this.drawn;
    return this.handed === token;
  }

  /** To draw in a scene again takes Plotly long: what moves there stays on the canvas, too, until a picture is saved. */
  staysOnCanvas(track) {
    return KINDS[track.kind].staysOnCanvas || isScene(this.content.panels[track.panel]);
  }

  /** What Plotly shows of a track; nothing, if it is not on show, or stays on the canvas and `all` is not asked for. */
  handedOver(track, scene, all = false) {
    if (!visible(track, scene) || (this.staysOnCanvas(track) && !all)) return { x: [], y: [], z: [] };
    return KINDS[track.kind].handOver(track, scene, all ? this.axes(track.panel) : null);
  }

  /** Save the picture as it is seen. @param {"png"|"svg"} format */
  async save(name, format) {
    await this.drawn;
    const { tracks } = this.content;
    const scene = this.events.scene();
    const moving = tracks.map((track, i) => ({ ...this.movingTrace(track, i), ...this.handedOver(track, scene, true) }));
    const still = this.graph.data.slice(0, this.firstMoving);
    const marks = discs(tracks, moving, scene, (panel) => this.axes(panel));
    const figure = { data: [...still, ...ghosts(tracks, moving, scene), ...moving, ...marks, ...grips(this.content, scene)], layout: this.graph.layout };
    await savePicture(this.Plotly, figure, name, format);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.drawn.then(() => this.Plotly.purge(this.graph));
  }
}

const isScene = ({ x }) => x.startsWith("scene");

function toPixel(axis) {
  // Not by l2p: it rounds to hundredths of a pixel, and a unit read off it is wrong by pixels at large values.
  const zero = axis._offset + axis._b;
  if (axis.type === "log") return (value) => zero + axis._m * Math.log10(value);
  return (value) => zero + axis._m * value;
}
