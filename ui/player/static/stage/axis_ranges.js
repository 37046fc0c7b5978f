/** Ranges of axes: where what moves would leave its panel, the axes grow with it, unless the person has zoomed. */

import { unpackRun } from "../model/runs.js";
import { visible } from "../tracks/pen.js";
import { KINDS } from "../tracks/tracks.js";
import { layoutOf } from "./plotly_inside.js";

export class AxisRanges {
  /** Ranges by axis that Plotly was last given. A range that is another one now is the person's own. */
  given = {};
  /** What the figure itself said of these axes: another figure begins anew, zoom or not. */
  homes = {};
  /** Of axes that Plotly keeps in proportion with another the range that it found. */
  kept = {};

  /** Write the ranges wanted now into a layout that Plotly is about to be given. */
  place(stage, layout, scene) {
    const wanted = this.wanted(stage.content, scene);
    // What an axis of the figure before was given says nothing of one that nothing asks for now.
    for (const axis of Object.keys(this.given)) if (!wanted.some(([asked]) => asked === axis)) this.forget(axis);
    for (const [axis, range, widened] of wanted) {
      const home = stage.content.figure.layout[axis].range;
      // The same words as before leave the person's zoom alone.
      if (!same(home, this.homes[axis]) || !this.zoomed(stage, axis)) this.given[axis] = range;
      this.homes[axis] = home;
      // A copy: Plotly writes a zoom into the very list that it was given.
      layout[axis] = { ...layout[axis], range: [...this.given[axis]], ...(widened && { tickmode: "auto" }) };
    }
  }

  forget(axis) {
    delete this.given[axis];
    delete this.homes[axis];
  }

  /**
   * Have Plotly widen axes in mid-move.
   * @param {boolean} moving whether a finger is still at it: then axes only grow, so that they do not pump
   */
  make(stage, scene, moving) {
    const update = {};
    for (const [axis, range, widened] of this.wanted(stage.content, scene)) {
      const now = this.given[axis];
      const fits = now && (moving ? range[1] <= now[1] && range[0] >= now[0] : range[0] === now[0] && range[1] === now[1]);
      if (fits || this.zoomed(stage, axis)) continue;
      this.given[axis] = range;
      update[`${axis}.range`] = [...range];
      // Ticks that were chosen for another range would crowd.
      update[`${axis}.tickmode`] = widened ? "auto" : (stage.content.figure.layout[axis].tickmode ?? null);
    }
    if (!Object.keys(update).length) return;
    stage.Plotly.relayout(stage.graph, update).catch(stage.events.onMistake);
    if (Object.keys(this.kept).some((axis) => `${axis}.range` in update)) this.note(stage);
  }

  /** @returns {[string, [number, number], boolean][]} each axis that tracks ask for, what holds all that they ask, and whether that is more than the figure has */
  wanted({ tracks, panels, figure, run }, scene) {
    const found = new Map();
    for (const track of tracks) {
      const kind = KINDS[track.kind];
      const panel = panels[track.panel];
      // A scene has no axes of its own in the layout.
      const [xaxis, yaxis] = [panel.x, panel.y].map((id) => figure.layout[axisKey(id)]);
      if (!kind.axisRanges || !xaxis?.range || !yaxis?.range || !visible(track, scene)) continue;
      const home = { x: xaxis.range, y: yaxis.range };
      for (const [letter, range] of Object.entries(kind.axisRanges(track, scene, home, unpackRun(run), yaxis.type === "log"))) {
        const axis = axisKey(panel[letter]);
        found.set(axis, holding(found.get(axis), range));
      }
    }
    return [...found].map(([axis, range]) => [axis, range, isWider(range, figure.layout[axis].range)]);
  }

  /** Show what the axes showed before anyone zoomed. */
  reset(stage) {
    const homes = flatAxes(stage).map((axis) => [`${axis}.range`, [...this.home(stage, axis)]]);
    stage.Plotly.relayout(stage.graph, Object.fromEntries(homes)).catch(stage.events.onMistake);
  }

  anyZoomed(stage) {
    return stage.isDrawn && flatAxes(stage).some((axis) => this.zoomed(stage, axis, this.home(stage, axis)));
  }

  /** Note the ranges that Plotly has found where two axes are in proportion: those are no zoom. */
  note(stage) {
    const layout = layoutOf(stage.graph);
    this.kept = Object.fromEntries(anchored(layout).map((axis) => [axis, [...layout[axis].range]]));
  }

  home(stage, axis) {
    return this.kept[axis] ?? this.given[axis] ?? stage.content.figure.layout[axis].range;
  }

  zoomed(stage, axis, given = this.kept[axis] ?? this.given[axis]) {
    const range = layoutOf(stage.graph)?.[axis]?.range;
    return Boolean(given && range?.some((end, i) => Math.abs(end - given[i]) > 1e-9 * Math.abs(given[1] - given[0])));
  }
}

const holding = (before, range) => (before ? [Math.min(before[0], range[0]), Math.max(before[1], range[1])] : [range[0], range[1]]);

const same = (range, other) => Boolean(other) && range.every((end, i) => end === other[i]);

/** Both axes of every pair that has one scale. */
const anchored = (layout) => Object.keys(layout).flatMap((name) => (layout[name]?.scaleanchor ? [name, axisKey(layout[name].scaleanchor)] : []));

const flatAxes = ({ content }) => Object.keys(content.figure.layout).filter((name) => /^[xy]axis\d*$/.test(name) && content.figure.layout[name].range);

const isWider = ([low, high], home) => low < home[0] || high > home[1];

export const axisKey = (id) => `${id[0]}axis${id.slice(1)}`;
