/**
 * What a reporter does in Firefox, in the words on the page; the verbs are those of tests/e2e/people.py.
 */
import { setTimeout as after } from 'node:timers/promises';

/** @import { Page } from 'puppeteer-core' */

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
const FIELDS = 'textarea:enabled, input:enabled, select:enabled, [contenteditable]';
const TABS = 80;

export class Reporter {
  /**
   * @param {Page} page
   * @param {string} address of the line, as this reporter knows it
   */
  constructor(page, address) {
    this.page = page;
    this.address = address;
  }

  /** @param {{ path?: string }} where */
  async open({ path = '/en/' }) {
    await this.page.goto(this.address + path);
  }

  /** @returns {Promise<unknown>} what the page can know of its browser */
  about() {
    return this.page.evaluate(`({ secure: isSecureContext, wasm: typeof WebAssembly, minutesFromUtc: new Date().getTimezoneOffset(),
      subtle: typeof crypto.subtle, storage: localStorage.length + sessionStorage.length, cookies: document.cookie })`);
  }

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

  /** @param {{ selector?: string }} place */
  async text({ selector = 'body' }) {
    return String(await this.page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`));
  }

  /** @returns {Promise<number>} fields that take words */
  async fields() {
    return Number(await this.page.evaluate(`document.querySelectorAll(${JSON.stringify(FIELDS)}).length`));
  }

  /** @param {{ path: string, width: number, height: number }} picture @returns {Promise<number>} pixels by which the page is too wide */
  async picture({ path, width, height }) {
    await this.page.setViewport({ width, height });
    await this.page.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: true });
    return Number(await this.page.evaluate('document.scrollingElement.scrollWidth - document.documentElement.clientWidth'));
  }

  /** Without a mouse: Tab until the control has the focus. @param {{ name: string }} control */
  async tabTo({ name }) {
    for (let tabs = 0; tabs < TABS; tabs += 1) {
      if (await this.page.evaluate(FOCUSED) === name) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${name}`);
  }

  /** @param {{ key: 'Enter' | ' ' }} which */
  async strike({ key }) {
    await this.page.keyboard.press(key);
  }

  /** @param {{ text: string }} words */
  async type({ text }) {
    await this.page.keyboard.type(text);
  }

  /** Waits for a heading that has the focus, as every view gives it. @param {{ name: string }} heading */
  async arrive({ name }) {
    await this.heading(name);
    if (await this.page.evaluate(FOCUSED) !== name) throw new Error(`${name} has not the focus`);
  }

  /**
   * @param {string} name
   * @param {string} [role]
   */
  async press(name, role = 'button') {
    await this.page.locator(named(name, role)).click();
  }

  /**
   * @param {string} label
   * @param {string} text
   */
  async fill(label, text) {
    await this.page.locator(named(label, 'textbox')).fill(text);
  }

  /** @param {string} name */
  async heading(name) {
    await this.page.locator(named(name, 'heading')).wait();
  }
}

/** The words of what has the focus: its label's, or its own. */
const FOCUSED = `(({ activeElement: one }) => (one.labels?.[0] ?? one).innerText.split('\\n')[0].trim())(document)`;

/**
 * @param {string} name
 * @param {string} role
 */
function named(name, role) {
  return `::-p-aria([name="${name}"][role="${role}"])`;
}
