/** The clock of a run: where it stands, in epochs, and how fast it goes. */

const LONGEST_FRAME = 0.1;
const ALL_SECONDS = 5;

export class Clock {
  time = 0;
  playing = false;
  speed = "all";

  /** Start, from the beginning where there is nothing left to play. @param {number} last epoch */
  play(last) {
    if (this.time >= last) this.time = 0;
    this.playing = true;
    this.lastTick = undefined;
  }

  /** Stand at an epoch. */
  stand(epoch) {
    this.playing = false;
    this.time = Math.max(0, epoch);
  }

  /**
   * Go on to the moment of an animation frame. A tab that slept (a closed lid) goes on where it was, it does not leap.
   * @param {number} now milliseconds @param {number} last epoch
   * @returns {boolean} whether the end is reached
   */
  advance(now, last) {
    const seconds = Math.min(LONGEST_FRAME, (now - (this.lastTick ?? now)) / 1000);
    this.lastTick = now;
    this.time = Math.min(last, this.speed === "all" ? ofTheWhole(this.time, seconds, last) : this.time + seconds * Number(this.speed));
    return this.time >= last;
  }
}

/**
 * Where a whole run is so many seconds later. It begins slowly, as the square of time: most happens in its first epochs.
 * @param {number} time in epochs @param {number} seconds @param {number} last epoch @returns {number} in epochs
 */
export function ofTheWhole(time, seconds, last) {
  const spent = ALL_SECONDS * Math.sqrt(time / Math.max(1, last)) + seconds;
  return last * (spent / ALL_SECONDS) ** 2;
}
