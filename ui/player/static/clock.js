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
    const epochsPerSecond = this.speed === "all" ? last / ALL_SECONDS : Number(this.speed);
    this.time = Math.min(last, this.time + seconds * epochsPerSecond);
    return this.time >= last;
  }
}
