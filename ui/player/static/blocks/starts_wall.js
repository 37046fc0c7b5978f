/** Many starts at once, as a wall of small fields in step with the pictures: how many of them learn, and which. */

import { element, setText } from "../dom/dom.js";
import { dotsOf, StartTile } from "./start_tile.js";

/** Fields beside one another: beside the pictures as makes them largest, below them on a phone, and on a wider screen. */
const BESIDE = [4, 5, 7, 10];
const BELOW = { narrow: 4, wide: 10 };
const NARROW = 560;
const GAP = 6;
const CAPTION = 20;
const SIZES = [40, 110];
/** So many milliseconds of a frame it takes at most while it moves; the fields behind get the next. */
const PATIENCE = 4;

/** @param {import("./parts.js").Actions} actions @returns {import("./parts.js").Part} */
export function startsWall(actions) {
  const block = new Block(actions);
  return { node: block.node, show: (starts, colour) => block.show(starts, colour), update: (scene) => block.update(scene) };
}

class Block {
  /** @type {StartTile[]} */
  tiles = [];
  chosen = 0;
  next = 0;

  /** @param {import("./parts.js").Actions} actions */
  constructor(actions) {
    this.actions = actions;
    this.headline = element("p", { className: "slopewise-starts-headline" });
    this.wall = element("div", { className: "slopewise-starts-wall", role: "group", aria: { label: "Twenty starts" } });
    this.wall.addEventListener("keydown", (event) => this.go(event));
    this.words = element("p", { className: "slopewise-network-words" });
    this.node = element("section", { className: "slopewise-network slopewise-starts", aria: { label: "Twenty starts" } }, this.headline, this.wall, this.words);
    const observer = new ResizeObserver(() => this.layOut());
    observer.observe(this.node);
    actions.signal().addEventListener("abort", () => observer.disconnect());
  }

  /** @param {any} starts as `ui.player.networks.StartsWall` @param {(name: string) => string} colour */
  show(starts, colour) {
    this.starts = starts;
    this.colour = colour;
    if (this.tiles.length !== starts.seeds.length) {
      this.tiles = Array.from(starts.seeds, (_, i) => new StartTile((place) => this.choose(place), i));
      this.wall.replaceChildren(...this.tiles.map(({ node }) => node));
    }
    if (this.actions.settled("seed")) this.chosen = starts.chosen;
    for (const tile of this.tiles) tile.show(starts, colour);
    const press = starts.editable ? " Press a field to see its run." : "";
    setText(this.words, `✓ marks a start whose network ${starts.rule}.${press}`);
    this.layOut();
  }

  /** See a run: another seed of the page. @param {number} place */
  choose(place) {
    if (!this.starts.editable || place === this.chosen) return;
    this.chosen = place;
    this.entitle();
    this.actions.send({ seed: this.starts.seeds[place] });
  }

  layOut() {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (!this.starts || !width) return;
    const beside = Boolean(getComputedStyle(this.node).getPropertyValue("--beside"));
    const room = beside ? height - this.headline.offsetHeight - this.words.offsetHeight - 2 * GAP : Number.POSITIVE_INFINITY;
    const sizeBy = (columns) => {
      const rows = Math.ceil(this.tiles.length / columns);
      return Math.min(width / columns - GAP, room / rows - GAP - CAPTION);
    };
    const choices = beside ? BESIDE : [width < NARROW ? BELOW.narrow : BELOW.wide];
    this.columns = choices.reduce((best, columns) => (sizeBy(columns) > sizeBy(best) ? columns : best));
    const size = Math.floor(Math.max(SIZES[0], Math.min(SIZES[1], sizeBy(this.columns))));
    this.wall.style.setProperty("--start", `${size}px`);
    this.wall.style.setProperty("--columns", String(this.columns));
    const ratio = globalThis.devicePixelRatio;
    const dots = dotsOf(this.starts, size, ratio, this.colour);
    for (const tile of this.tiles) tile.fit(size, ratio, dots);
    if (this.scene) this.update({ ...this.scene, resting: true });
  }

  /** @param {any} scene of the moment */
  update(scene) {
    this.scene = scene;
    if (!this.columns) return;
    const [count, begin] = [this.tiles.length, performance.now()];
    let done = 0;
    while (done < count && (scene.resting || performance.now() - begin < PATIENCE)) {
      this.tiles[(this.next + done) % count].update(scene.time);
      done += 1;
    }
    this.next = (this.next + done) % count;
    const learned = this.tiles.filter((tile) => tile.learned).length;
    const epoch = Math.floor(scene.time + 1e-9).toLocaleString("en");
    setText(this.headline, `${learned} of ${count} starts have learned at epoch ${epoch}`);
    if (scene.resting) this.entitle();
  }

  entitle() {
    this.tiles.forEach((tile, i) => {
      if (tile.at) tile.entitle(this.chosen);
      tile.node.tabIndex = i === this.chosen ? 0 : -1;
    });
  }

  /** Arrow keys go from field to field; Enter chooses. @param {KeyboardEvent} event */
  go(event) {
    const { columns, tiles } = this;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const here = tiles.findIndex(({ node }) => node === event.target);
    const ends = { Home: -here, End: tiles.length - 1 - here };
    const step = steps[event.key] ?? ends[event.key];
    if (step === undefined || here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    tiles[here + step]?.node.focus();
  }
}
