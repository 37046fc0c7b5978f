/** Ranges of axes: where what moves would leave its panel, the axes grow with it, unless the person has zoomed. */

import { KINDS } from "../tracks/tracks.js";
import { layoutOf } from "./plotly_inside.js";

export class AxisRanges {
  /** Ranges by axis that Plotly was last given. A range that is another one now is the person's own. */
  given = {};

  /** Write the ranges wanted now into a layout that Plotly is about to be given. */
  place(stage, layout, scene) {
    for (const [axis, range] of this.wanted(stage.content, scene)) {
      // The same words as before leave the person's zoom alone.
      if (!this.zoomed(stage, axis)) this.given[axis] = range;
      layout[axis] = { ...layout[axis], range: this.given[axis] };
    }
  }

  /**
   * Have Plotly widen axes in mid-move.
   * @param {boolean} moving whether a finger is still at it: then axes only grow, so that they do not pump
   */
  make(stage, scene, moving) {
    const update = {};
    for (const [axis, range] of this.wanted(stage.content, scene)) {
      const now = this.given[axis];
      const fits = now && (moving ? range[1] <= now[1] && range[0] >= now[0] : range[0] === now[0] && range[1] === now[1]);
      if (fits || this.zoomed(stage, axis)) continue;
      this.given[axis] = range;
      update[`${axis}.range`] = [...range];
    }
    if (Object.keys(update).length) stage.Plotly.relayout(stage.graph, update).catch(stage.events.onMistake);
  }

  /** @returns {[string, [number, number]][]} axis and range of every track that asks for one */
  wanted({ tracks, panels }, scene) {
    return tracks.flatMap((track) => {
      const wanted = KINDS[track.kind].axisRanges?.(track, scene) ?? {};
      return Object.entries(wanted).map(([letter, range]) => [axisKey(panels[track.panel][letter]), range]);
    });
  }

  zoomed(stage, axis) {
    const given = this.given[axis];
    const range = layoutOf(stage.graph)?.[axis]?.range;
    return Boolean(given && range?.some((end, i) => Math.abs(end - given[i]) > 1e-9 * Math.abs(given[1] - given[0])));
  }
}

export const axisKey = (id) => `${id[0]}axis${id.slice(1)}`;
