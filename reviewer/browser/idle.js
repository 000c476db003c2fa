/** Ends a visit that nobody attends to: warns first, and asks whether somebody is still there. */
import { announce } from './announce.js';
import * as api from './api.js';
import { make } from './dom.js';
import { say } from './words.js';

const WARNING = 2 * 60_000;
const CHECK = 5_000;
/** The server counts requests only: somebody who writes for long has to be reported to it. */
const REPORT = 4 * 60_000;

export class Idleness {
  /**
   * @param {number} minutes
   * @param {() => void} end
   */
  constructor(minutes, end) {
    this.limit = minutes * 60_000;
    this.end = end;
    this.active = Date.now();
    this.reported = Date.now();
    /** @type {HTMLElement | null} */
    this.warning = null;
    this.attend = () => {
      if (!this.warning) this.active = Date.now();
    };
    for (const sign of ['keydown', 'pointerdown', 'scroll']) window.addEventListener(sign, this.attend, { passive: true });
    this.timer = setInterval(() => this.look(), CHECK);
  }

  stop() {
    clearInterval(this.timer);
    for (const sign of ['keydown', 'pointerdown', 'scroll']) window.removeEventListener(sign, this.attend);
    this.unwarn();
  }

  look() {
    const idle = Date.now() - this.active;
    if (idle >= this.limit) this.end();
    else if (idle >= this.limit - WARNING) this.warn();
    else if (this.active > this.reported && Date.now() - this.reported >= REPORT) this.report();
  }

  report() {
    this.reported = Date.now();
    api.stay().catch(() => undefined); // an expired session shows itself at the next act
  }

  warn() {
    if (this.warning) return;
    const stay = make('button', { type: 'button' }, say('idle.stay'));
    stay.addEventListener('click', () => this.stay());
    this.warning = make('div', { class: 'idle', role: 'region', 'aria-label': say('idle.title') }, make('p', {}, say('idle.text')), stay);
    document.body.append(this.warning);
    announce(say('idle.text'));
  }

  stay() {
    this.unwarn();
    this.active = Date.now();
    this.report();
  }

  unwarn() {
    this.warning?.remove();
    this.warning = null;
  }
}
