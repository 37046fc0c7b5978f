/** What the benchmarks observe from inside a page; added to every page they open. */

globalThis.probes = {
  /** Resolve once an animation frame begins. */
  frame: () => new Promise((resolve) => requestAnimationFrame(resolve)),

  /** Resolve once the frame that is being made has been painted: this message waits behind style, layout, paint. */
  painted: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    }),

  /** A number that changes when any pixel of the canvas does (FNV-1a over all of them). */
  pixels(canvas) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const words = new Uint32Array(data.buffer);
    let hash = 2166136261;
    for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 16777619);
    return hash;
  },

  /**
   * Look at the page once each animation frame while `during()` holds, and count the pictures that differ.
   * @param {() => unknown} picture equal for equal pictures @param {() => boolean} during
   * @returns {Promise<{pictures: number, frames: number, seconds: number}>}
   */
  async distinct(picture, during) {
    const seen = new Set();
    let frames = 0;
    const begin = await probes.frame();
    let now = begin;
    while (during()) {
      seen.add(picture());
      frames += 1;
      now = await probes.frame();
    }
    return { pictures: seen.size, frames, seconds: (now - begin) / 1000 };
  },

  /**
   * Play a run to its end and count pictures by the pixels of the player's canvas: every frame in which a moving
   * thing really moved counts, a frame drawn twice the same does not, whatever the epoch's number says.
   */
  async playback() {
    const root = document.querySelector(".slopewise-player");
    const canvas = root.querySelector(".slopewise-canvas");
    root.querySelector('button[aria-label="Play"]').click();
    while (root.dataset.playing !== "true") await probes.frame();
    return probes.distinct(() => probes.pixels(canvas), () => root.dataset.playing === "true");
  },

  /** Lead the grip that the pointer holds round its place for some seconds, a step a frame, and count the pictures. */
  async circle(seconds) {
    const canvas = document.querySelector(".slopewise-canvas");
    const grip = document.activeElement;
    const { left, top, width, height } = grip.getBoundingClientRect();
    const end = performance.now() + 1000 * seconds;
    let angle = 0;
    const moved = () => {
      const picture = probes.pixels(canvas);
      angle += 0.07;
      const place = { clientX: left + width / 2 + 25 * Math.sin(0.61 * angle), clientY: top + height / 2 + 45 * Math.sin(angle) };
      grip.dispatchEvent(new PointerEvent("pointermove", { ...place, bubbles: true }));
      return picture;
    };
    return probes.distinct(moved, () => performance.now() < end);
  },

  /**
   * Report every new picture of the page's Plotly charts, by the paths of their lines, to `seen(chart, pictures)`,
   * which lives outside the page: a page that is busy drawing need not answer.
   */
  async reportCharts() {
    const shown = [];
    for (;;) {
      document.querySelectorAll(".js-plotly-plot").forEach((chart, i) => {
        const lines = Array.from(chart.querySelectorAll(".scatterlayer path.js-line"), (line) => line.getAttribute("d"));
        shown[i] ??= new Set();
        if (!lines.length || shown[i].has(lines.join())) return;
        shown[i].add(lines.join());
        globalThis.seen(i, shown[i].size);
      });
      await probes.frame();
    }
  },

  /** The learning rate that the URL has, which only Python writes. */
  urlRate: () => Number(new URLSearchParams(location.search).get("learning_rate") ?? 0.01),

  pending: 0,
  followed: [],

  /** What the URL has of a setting, if it is not the page's default. */
  inLink: (name) => new URLSearchParams(location.search).get(name),

  /**
   * Note for each input on a slider how long it takes until the frame with the new value has been painted, by
   * itself and since the pointer's own time stamp.
   * @param {string} slider its name @param {string} says the player's data attribute with the value
   * @param {number[]} values of the slider's stops
   */
  follow(slider, says, values) {
    const root = document.querySelector(".slopewise-player");
    const canvas = root.querySelector(".slopewise-canvas");
    let pointer = 0;
    let last = probes.pixels(canvas);
    document.addEventListener("pointermove", (event) => (pointer = event.timeStamp), { capture: true });
    document.addEventListener("pointerdown", (event) => (pointer = event.timeStamp), { capture: true });
    const follow = async (event) => {
      if (event.target.getAttribute("aria-label") !== slider) return;
      const [begin, touched, wanted] = [performance.now(), pointer, values[event.target.value]];
      probes.pending += 1;
      do await probes.frame();
      while (Number(root.dataset[says]) !== wanted && performance.now() - begin < 5000);
      await probes.painted();
      const end = performance.now();
      const pixels = probes.pixels(canvas);
      probes.followed.push({ milliseconds: end - begin, sincePointer: end - touched, redrawn: pixels !== last });
      last = pixels;
      probes.pending -= 1;
    };
    // On the way down to the input, before the player receives it.
    document.addEventListener("input", follow, { capture: true });
  },

  /**
   * Note when each stage of an answer to the next key began to hold for good: a stage that holds, fails and holds
   * again counts from the second time on, so that an old picture at rest is not taken for the new one.
   * @param {Record<string, () => boolean>} stages @returns {Promise<Record<string, number>>} ms since the key
   */
  async stages(stages) {
    const begin = await new Promise((resolve) =>
      document.addEventListener("keydown", (event) => resolve(event.timeStamp), { capture: true, once: true }),
    );
    const since = {};
    for (;;) {
      const now = performance.now();
      for (const [name, holds] of Object.entries(stages)) {
        if (!holds()) delete since[name];
        else since[name] ??= now;
      }
      const times = Object.values(since);
      const settled = times.length === Object.keys(stages).length && now - Math.max(...times) > 400;
      if (settled) return Object.fromEntries(Object.entries(since).map(([name, at]) => [name, at - begin]));
      if (now - begin > 20000) throw new Error(`no answer within 20 s; there were ${Object.keys(since)}`);
      await probes.frame();
    }
  },

  /** One more on the slider of the bare page, until its text says so. */
  bareAnswer() {
    const shown = probes.notes().find((note) => note.startsWith("The value is "));
    const wanted = parseInt(shown.slice("The value is ".length)) + 1;
    return probes.stages({ final: () => probes.notes().includes(`The value is ${wanted}.`) });
  },

  /** The next rate on the ruler, until URL, words and picture have it. */
  rulerAnswer() {
    const root = () => document.querySelector(".slopewise-player");
    const old = root().dataset.learningRate;
    const moved = () => root().dataset.learningRate !== old;
    const words = () => root().querySelector(".slopewise-rate input").value.replace("−", "-");
    const said = () => probes.notes().some((note) => note.startsWith(`A rate of ${words()} `));
    const answered = () => moved() && probes.urlRate() === Number(root().dataset.learningRate) && said();
    return probes.stages({
      canvas: moved,
      final: () => answered() && probes.isShown(root()),
      rest: () => answered() && probes.atRest(root()),
    });
  },

  /** Another number of epochs, until URL, words and picture have it. */
  epochsAnswer(epochs) {
    const root = () => document.querySelector(".slopewise-player");
    const shown = () => root().querySelector('input[aria-label="Epoch"]').max === String(epochs);
    const said = () => probes.notes().some((note) => note.startsWith(`Epoch ${epochs.toLocaleString("en-US")}:`));
    const answered = () => shown() && new URLSearchParams(location.search).get("epochs") === String(epochs) && said();
    return probes.stages({
      canvas: shown,
      final: () => answered() && probes.isShown(root()),
      rest: () => answered() && probes.atRest(root()),
    });
  },

  notes: () => Array.from(document.querySelectorAll("[data-testid=stMarkdownContainer] p"), (p) => p.textContent.replace("−", "-")),

  /** The figure and its tracks are on screen as Python sent them; nothing that follows changes what one sees. */
  isShown: (root) => root.dataset.shown === "true",

  /** Plotly has taken the frame over from the canvas, for hovering. */
  atRest: (root) => "ready" in root.dataset && !root.classList.contains("live"),
};
