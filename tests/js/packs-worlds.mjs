/**
 * Makes packs whose readers include M in pairs of worlds that differ in cases which exclude M, and prints how many pairs
 * differ. `counts_all` is the broken variant, which does not ask who can open a case.
 */
import { CODES } from '../../reviewer/browser/lifecycle/rules.js';
import { countedFor } from '../../reviewer/browser/packs/audience.js';
import { KINDS, makePack } from '../../reviewer/browser/packs/pack.js';
import { periodOf } from '../../reviewer/browser/packs/period.js';
import { ANNA, dice, EVERYBODY, summary, TERMS } from './packs-summaries.js';

const WORLDS = 40;
const KNOWN = { today: '2026-06-30', terms: TERMS, chain: [] };
const M = ANNA;
const roll = dice(20260106);

/** @param {readonly string[]} from */
const any = (from) => from[roll(from.length)];
/** @param {string} name */
const code = (name) => any(CODES.get(name) ?? []);
const day = () => `2026-0${1 + roll(6)}-1${roll(10)}`;

/** @param {string[]} readers */
function randomCase(readers) {
  const [received, closed] = [day(), roll(2) ? day() : ''];
  return summary({
    readers, received, closed, category: code('categories'), severity: code('severities'), detriment: code('detriments'), channel: code('channels'),
    acknowledged: roll(2) ? day() : '', triaged: roll(2) ? day() : '', outcomes: [code('outcomes')], recusals: roll(2), holds: roll(2),
    test: Number(roll(6) === 0), severe: roll(2) ? received : '', reviews: roll(4) ? [] : [{ from: day(), done: '', ended: '' }],
    followUps: roll(3), fine: closed ? 'closed' : 'triage', retention: roll(2) ? 'general' : '', keep: '2033-01-01',
    held: roll(3) ? [] : [{ matter: '', since: day(), reviewed: '' }], destroyed: roll(5) ? '' : day(),
  });
}

/** @param {string[]} readers of tests that nobody made a case of */
function someTests(readers) {
  return Array.from({ length: roll(4) }, () => ({ received: day(), readers }));
}

/** @typedef {{ cases: any[], tests: { received: string, readers: string[] }[] }} World */
/** @param {World} world @param {string} how @param {typeof KINDS[number]} kind */
function shown({ cases, tests }, how, kind) {
  const all = how === 'counts_all';
  const known = { ...KNOWN, tests: all ? tests : countedFor(tests, EVERYBODY) };
  return JSON.stringify(makePack(kind, all ? cases : countedFor(cases, EVERYBODY), periodOf('2026'), known));
}

const how = process.argv[2];
let different = 0;
for (let world = 0; world < WORLDS; world += 1) {
  const others = EVERYBODY.filter((one) => one !== M);
  const open = { cases: Array.from({ length: roll(30) }, () => randomCase(EVERYBODY)), tests: someTests(EVERYBODY) };
  const hidden = Array.from({ length: 1 + roll(12) }, () => randomCase(others));
  const both = { cases: [...open.cases, ...hidden], tests: [...open.tests, ...someTests(others)] };
  different += KINDS.filter((kind) => shown(both, how, kind) !== shown(open, how, kind)).length;
}
process.stdout.write(String(different));
