/** What a player and its page say to each other; `docs/protocol.md` has the whole of it, `ui/player/protocol.py` the other side. */

import { cachedFamilies } from "./model/runs.js";

const LETTERS = 8;
/** What is released about the data on show; it means nothing for others. */
const ABOUT_SUBJECT = ["start", "points", "delta", "guess", "row", "phase"];

export class Exchange {
  player = Array.from(crypto.getRandomValues(new Uint8Array(LETTERS)), (byte) => (byte % 36).toString(36)).join("");
  message = 0;
  answer = 0;
  /** @type {string|undefined} */
  session;
  /** @type {Map<string, [number, *, string]>} what no answer is known to: in which message it was first, its value, what it is about */
  unanswered = new Map();

  /** @type {?(message: object) => void} to the page; a player in a file of its own has nobody to send to */
  send = null;

  /**
   * The user has let go. Only what was changed is sent: of all else the page knows more.
   * @param {Record<string, *>} changes by the names of Python's `PlayerState`; none to say only what this tab holds
   */
  release(changes) {
    if (!this.send) return;
    this.message += 1;
    for (const [name, value] of Object.entries(changes)) this.unanswered.set(name, [this.message, value, this.subject]);
    this.say();
  }

  /** Say all that is unanswered; once more after the line was lost, or where another page did not come. */
  say = () => {
    const { player, message } = this;
    this.send({ player, message, holds: cachedFamilies(), changes: Object.fromEntries(this.unanswered) });
  };

  /** What is unanswered may have been missed: by an answer that leaves it so, or while the line was lost. */
  sayAgain = () => this.waiting && this.say();

  /**
   * The page has answered.
   * @param {{player: string, message: number, session: string, answer: number}} envelope
   * @returns {boolean} whether it is news; an answer before one that was received is not
   */
  receive({ player, message, session, answer }) {
    if (session === this.session && answer < this.answer) return false;
    Object.assign(this, { session, answer });
    const taken = player === this.player ? message : 0;
    for (const [name, [since]] of this.unanswered) if (since <= taken) this.unanswered.delete(name);
    return true;
  }

  /** Other data are on show: what was released about those before is let go, as the page does. */
  changeSubject(subject) {
    this.subject = subject;
    for (const [name, [, , about]] of this.unanswered) if (ABOUT_SUBJECT.includes(name) && about !== subject) this.unanswered.delete(name);
  }

  /** Whether the page knows what the user last did about something, so that its word counts. */
  settled(name) {
    return !this.unanswered.has(name);
  }

  get waiting() {
    return this.unanswered.size > 0;
  }
}
