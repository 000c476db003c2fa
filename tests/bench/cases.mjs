/**
 * Seals an index of many cases as their reader's browser keeps it, for a member with this seed:
 * cases.mjs COUNT SEED INSTANCE FILE writes the index to FILE and prints what the server lists of the cases, as JSON.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { sealIndex } from '../../crypto/js/cases.js';
import { fromHex, hex, random, WORDS } from '../../crypto/js/index.js';
import { daysAfter, dayOf } from '../../reviewer/browser/days.js';
import { fold } from '../../reviewer/browser/overview/folded.js';
import { noOverview, writeOverview } from '../../reviewer/browser/overview/kept.js';
import { summarise } from '../../reviewer/browser/overview/summary.js';
import { ANN, openedCase } from '../js/overview-cases.js';

/** @import { Summary } from '../../reviewer/browser/overview/summary.js' */

const [count, seed, instance, file] = process.argv.slice(2);
const FOLDER = new URL('../lifecycle/cases/', import.meta.url);
const STORY_BEGAN = Date.parse('2026-03-02T00:00:00Z');
const DAY = 86_400_000;
const GRADES = ['S1', 'S2', 'S3', 'S3', 'S4', 'S4'];
const TEXT = { middle: 900, spread: 0.9, most: 16_000 };

let chance = 20_260_302;
/** The same numbers at each run, from 0 to 1. */
function draw() {
  chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0;
  return chance / 2 ** 32;
}

/** @template T @param {readonly T[]} list */
function pick(list) {
  return list[Math.floor(draw() * list.length)];
}

/** Words as frequent as those of a language: the tenth is said ten times less than the first. */
function word() {
  return WORDS[Math.floor(WORDS.length ** draw()) - 1];
}

/** @param {number} length */
function text(length) {
  let said = word();
  while (said.length < length) said += `${draw() < 0.1 ? '. ' : ' '}${word()}`;
  return said;
}

/** Most are short and some are very long. */
function length() {
  const normal = Math.sqrt(-2 * Math.log(draw() || 1)) * Math.cos(2 * Math.PI * draw());
  return Math.min(TEXT.most, Math.round(TEXT.middle * Math.exp(TEXT.spread * normal)));
}

/** Every story of a case, broken off anywhere. @returns {Summary[]} */
function stories() {
  return readdirSync(FOLDER).flatMap((name) => [4, 8, 12, 16, 20].map((entries) => (
    summarise(openedCase(name.replace('.json', ''), { count: entries }), ANN))));
}

/** @param {Summary} story @returns {Summary} of another case, some time in the last five years */
function varied(story) {
  const shift = Math.floor((Date.now() - STORY_BEGAN) / DAY - draw() ** 2 * 1800);
  const moved = (/** @type {string} */ day) => (day ? daysAfter(day, shift) : '');
  const days = Object.fromEntries(Object.entries(story).filter(([, value]) => /^\d{4}-\d\d-\d\d$/.test(String(value)))
    .map(([name, day]) => [name, moved(String(day))]));
  const due = story.due.map((one) => ({ ...one, day: moved(one.day) }));
  const [title, said] = [text(30 + 60 * draw()), text(length())];
  return { ...story, ...days, due, case: hex(random(16)), last: hex(random(32)), severity: story.severity && pick(GRADES), title, text: fold(`${title}\n${said}`) };
}

const found = stories().filter(({ fine }) => fine !== '');
const cases = new Map(Array.from({ length: Number(count) }, () => varied(pick(found))).map((one) => [one.case, one]));
const overview = { ...noOverview(), cases, terms: JSON.stringify({ holidays: [], periods: {} }) };
writeFileSync(file, await sealIndex(writeOverview(overview), fromHex(seed), fromHex(instance)));
const listed = { state: 'open', hold: 0, review: '', due: [], key: 0, until: '', opened: dayOf(Date.now()) };
process.stdout.write(JSON.stringify({ cases: [...cases.values()].map((one) => ({ ...listed, case: one.case, entries: one.entries, last: one.last })) }));
