/**
 * Firefox ESR under the hands of tests/e2e/firefox/driven.py: one JSON object a line comes in, one goes out.
 *
 *     node tests/e2e/firefox/driver.mjs ADDRESS LEVEL [WHO]
 *
 * WHO is "reporter" (as it is without it) or "member". LEVEL is "plain" for Firefox as it comes, "safer" for Tor Browser's preferences, or "scriptless" for those with JavaScript off.
 */
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';
import { Member } from './member.mjs';
import { reaching, safer } from './preferences.mjs';
import { Reporter } from './reporter.mjs';

const [address, level, who = 'reporter'] = process.argv.slice(2);
const { hostname } = new URL(address);
const LEVELS = {
  plain: () => reaching(hostname),
  safer: () => safer(hostname),
  scriptless: () => ({ ...safer(hostname), 'javascript.enabled': false }),
};
const chosen = LEVELS[/** @type {keyof typeof LEVELS} */ (level)];
if (!chosen) throw new Error(`no level is called ${level}`);

const firefox = await puppeteer.launch({
  browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true, acceptInsecureCerts: true, extraPrefsFirefox: chosen(),
});
const page = await firefox.newPage();
page.setDefaultTimeout(60_000);
/** @type {string[]} what the page said to the console, and what it failed with */
const said = [];
page.on('console', (message) => said.push(message.text()));
page.on('pageerror', (error) => said.push(String(error)));
const visitor = who === 'member' ? new Member(page, address) : new Reporter(page, address);

const answer = (/** @type {object} */ told) => process.stdout.write(`${JSON.stringify(told)}\n`);
answer({ gave: await firefox.version() });
for await (const line of createInterface({ input: process.stdin })) {
  const { act, ...how } = JSON.parse(line);
  try {
    answer({ gave: (act === 'said' ? said : await Reflect.get(visitor, act).call(visitor, how)) ?? null });
  } catch (error) {
    answer({ failed: `${act}: ${error}\n${await visitor.text({}).catch(() => '')}` });
  }
}
await firefox.close();
