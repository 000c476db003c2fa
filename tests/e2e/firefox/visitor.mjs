/** What anybody does in Firefox, whoever it is: opens a page, presses, types, looks. */

/** @import { Page } from 'puppeteer-core' */

const FIELDS = 'textarea:enabled, input:enabled, select:enabled, [contenteditable]';
const TABS = 80;

export class Visitor {
  /**
   * @param {Page} page
   * @param {string} address of the line, as this visitor knows it
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
