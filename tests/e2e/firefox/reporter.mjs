/**
 * What a reporter does in Firefox, in the words on the page; the verbs are those of tests/e2e/people.py.
 */
import { setTimeout as after } from 'node:timers/promises';
import { Visitor } from './visitor.mjs';

/** Pressed and awaited in the page, so that the driver's own way there does not count. */
const PRESS_SEND = `(async () => {
  const shown = (selector, text) => [...document.querySelectorAll(selector)]
    .find((one) => one.textContent.trim() === text && one.checkVisibility());
  const begin = performance.now();
  shown('button', 'Send').click();
  while (!shown('h1', 'It is stored')) {
    if (performance.now() - begin > 60000) throw new Error('it was not stored: ' + document.body.innerText);
    await new Promise((next) => setTimeout(next, 1));
  }
  return performance.now() - begin;
})()`;

export class Reporter extends Visitor {
  async begin() {
    await this.press('Write a report');
    await this.heading('Write a report');
  }

  /** @param {{ what: string, excluded?: string[] }} report */
  async write({ what, excluded = [] }) {
    await this.fill('What happened?', what);
    for (const role of excluded) await this.press(role, 'checkbox');
  }

  /** @returns {Promise<string>} the phrase */
  async go() {
    await this.press('Continue');
    await this.heading('Your phrase, before you send');
    return this.phrase();
  }

  /** @returns {Promise<string>} as it is shown */
  async phrase() {
    return String(await this.page.evaluate(`[...document.querySelectorAll('.card ol.words li')].filter((one) => one.checkVisibility())
      .map((one) => one.textContent).join(' ')`));
  }

  /** @returns {Promise<number>} milliseconds from pressing "Send" to "It is stored" */
  async send() {
    await this.press('I have the eight words', 'checkbox');
    return Number(await this.page.evaluate(PRESS_SEND));
  }

  /** @param {{ phrase: string }} known */
  async comeBack(known) {
    await this.recall(known);
    await this.look();
  }

  /** @param {{ phrase: string }} known typed, and nothing asked for yet */
  async recall({ phrase }) {
    await this.open({});
    await this.press('Come back with your phrase');
    await this.fill('Your eight words', phrase);
  }

  async look() {
    await this.press('Look for answers');
    await this.heading('What is here for your phrase');
  }

  /** @param {{ text: string }} sought looked for again and again */
  async waitFor({ text }) {
    for (let tries = 0; !(await this.text({})).includes(text); tries += 1) {
      if (tries > 60) throw new Error(`${text} did not come`);
      await after(1000);
      await this.press('Look again');
      await after(500);
      await this.heading('What is here for your phrase');
    }
  }

  /** Says that the two check words are the right ones, where the page asks. */
  async beSure() {
    const name = 'These are the two words that I noted';
    if ((await this.text({})).includes(name)) await this.press(name, 'checkbox');
  }

  /** @param {{ text: string }} message */
  async writeAgain({ text }) {
    await this.beSure();
    await this.fill('Your message', text);
    return Number(await this.page.evaluate(PRESS_SEND));
  }
}
