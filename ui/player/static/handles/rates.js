/** What dragging on the ruler does to its player, and a rate that is typed beside it. */

/** @param {object} player its timeline, its content and what it sends @returns {Parameters<typeof import("../controls/ruler.js").ruler>[0]} */
export const rateActions = (player) => ({
  onInput(stop) {
    const { content, timeline } = player;
    if (!content.family) return;
    timeline.choose(content.family.rates[stop]);
    player.changed();
  },
  onRelease: () => player.send({ learning_rate: player.timeline.run.rate, epoch: player.timeline.moment }),
  onTyped(rate) {
    // A player in a file of its own has nobody who trains.
    const taken = player.timeline.type(rate, Boolean(player.exchange.send));
    player.changed();
    player.send({ learning_rate: taken, epoch: player.timeline.moment });
    return taken;
  },
});
