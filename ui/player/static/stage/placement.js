/** Where the panels, their margins and their titles are in the space that the pictures have, and how large the letters. */

import { fittingSize, wrapped } from "../dom/legends.js";
import { axisKey } from "./axis_ranges.js";
import { sceneLayout } from "./scenes.js";

const NARROW = 720;
const SCENE_MARGIN = { left: 4, right: 4, top: 30, bottom: 4 };
const MARGIN = { left: 62, right: 14, top: 30, bottom: 46 };
/** Space for a tick's label below a picture, in letters: with less, Plotly would turn them. */
const TICK_LETTERS = 2.4;
/** Plotly writes the titles of axes so many times as large as all else. */
const TITLE_LETTERS = 1.2;
/** So many pixels longer than its axis a title may be. */
const BEYOND = 28;
/** Plotly's buttons have a row of their own on a narrow screen, and where no mouse can hover: there they are always on show. */
const HEAD = 26;
/** The question mark at the end of a title has so many pixels. */
const WORDS = 24;
/** So much is above a panel where legends have two lines: on a narrow screen, and where one would be too small in one. */
const TALL_TOP = 46;
/** In letters smaller than this part of the usual ones, a legend is not read any more. */
const LEAST = 0.8;

/** @returns {boolean} whether a panel is in 3-D */
export const isScene = (panel) => panel.x.startsWith("scene");

export class Placement {
  /** Letters are so many times as large as in a page. */
  scale = 1;
  /** Whether titles with their legends may have two lines. */
  tall = false;

  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
  }

  /** Width, height and letter size of the whole figure in the space there is. */
  measure() {
    const width = Math.max(260, this.stage.root.clientWidth);
    const present = this.stage.root.closest(".present") !== null;
    const letters = present ? Math.max(16, Math.min(36, width / 70)) : 13;
    this.scale = letters / 13;
    this.columns = width < NARROW ? 1 : this.stage.content.panels.length;
    const rows = Math.ceil(this.stage.content.panels.length / this.columns);
    // Presented on a phone, one whole chart is seen at a time.
    const filled = Math.max(260, this.stage.root.clientHeight - this.head());
    const height = rows * (present ? filled : this.stage.content.height) + this.head();
    const font = { ...this.stage.content.figure.layout.font, color: this.stage.colour("text"), size: letters };
    this.tall = this.columns === 1 || this.crowded({ width, height, font });
    return { width, height, font };
  }

  /** Whether a legend has so many names that it would be too small in one line. */
  crowded({ width, height, font }) {
    const { panels, figure } = this.stage.content;
    // Where a guess is asked, a panel may stand without a title.
    const titles = figure.layout.annotations ?? [];
    const small = (panel, i) => fittingSize(titles[i].text, this.room(panel, i, width, height), font) < LEAST * font.size;
    return panels.some((panel, i) => titles[i] && !isScene(panel) && small(panel, i));
  }

  /** How long a panel's title may be. */
  room(panel, i, width, height) {
    const { left, right } = this.cell(i, width, height);
    const margin = this.margin(panel);
    return right - left - margin.left - margin.right - WORDS;
  }

  head() {
    return this.columns === 1 || globalThis.matchMedia("(hover: none)").matches ? HEAD : 0;
  }

  /** Where a panel is in the figure: side by side, by their shares, or one below another. */
  cell(i, width, height) {
    const { panels } = this.stage.content;
    const each = (height - this.head()) / panels.length;
    if (this.columns === 1) return { left: 0, right: width, top: this.head() + i * each, bottom: this.head() + (i + 1) * each };
    const upTo = (end) => panels.slice(0, end).reduce((sum, panel) => sum + panel.share, 0);
    return { left: (width * upTo(i)) / upTo(), right: (width * upTo(i + 1)) / upTo(), top: this.head(), bottom: height };
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
    const title = this.shortened(layout[yaxis].title, layout.font, height * (y[1] - y[0]));
    return { [xaxis]: { ...layout[xaxis], domain: x, nticks }, [yaxis]: { ...layout[yaxis], domain: y, title } };
  }

  /** The title of a vertical axis in smaller letters, where it would reach into what is above the panel. */
  shortened(title, font, length) {
    const usual = { ...font, size: TITLE_LETTERS * font.size };
    return title?.text ? { ...title, font: { size: fittingSize(title.text, length + BEYOND * this.scale, usual) } } : title;
  }

  margin(panel) {
    const margin = { ...(isScene(panel) ? SCENE_MARGIN : MARGIN), ...(this.tall && { top: TALL_TOP }) };
    return Object.fromEntries(Object.entries(margin).map(([side, size]) => [side, size * this.scale]));
  }

  /** Where a panel's title is, in how many lines, and how large. A scene has no axes that it could refer to. */
  titlePlace(layout, panel, i) {
    const { width, height, font } = layout;
    const { top } = this.cell(i, width, height);
    const margin = this.margin(panel);
    const available = this.room(panel, i, width, height);
    const { text: line } = layout.annotations[i];
    const text = this.tall ? wrapped(line, available, font) : line;
    const size = Math.min(...text.split("<br>").map((each) => fittingSize(each, available, font)));
    const title = { text, font: { size } };
    if (!isScene(panel)) return title;
    return { ...title, xref: "paper", yref: "paper", x: layout[panel.x].domain.x[0], y: 1 - (top + margin.top) / height };
  }

  /** The space there is, as far as the pictures follow it: their height is their own unless they fill the screen. */
  sizeNow() {
    const present = this.stage.root.closest(".present") !== null;
    return `${this.stage.root.clientWidth} ${present ? this.stage.root.clientHeight : ""}`;
  }
}
