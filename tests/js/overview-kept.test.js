/** The overview comes back from the index as it was, and of two devices the newer of both wins, for each case. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openIndex, sealIndex } from '../../crypto/js/cases.js';
import { random } from '../../crypto/js/index.js';
import { joinOverviews } from '../../reviewer/browser/overview/joining.js';
import { noOverview, readOverview, writeOverview } from '../../reviewer/browser/overview/kept.js';
import { beginDay, hasNews, markLooked } from '../../reviewer/browser/overview/looked.js';
import { summarise } from '../../reviewer/browser/overview/summary.js';
import { ANN, openedCase } from './overview-cases.js';

/** @import { Overview, Gone } from '../../reviewer/browser/overview/kept.js' */
/** @import { Summary } from '../../reviewer/browser/overview/summary.js' */

const LIFE = 'whole_life';
const ROOT = '0f'.repeat(32);
const [ONE, TWO, THREE] = ['01', '02', '03'].map((octet) => octet.repeat(16));

/** @param {string} id @param {number} count @param {Partial<Summary>} [changes] */
function caseOf(id, count, changes = {}) {
  return { ...summarise(openedCase(LIFE, { id, count, report: { what: `Books of ${id}` } }), ANN), ...changes };
}

/** @param {Summary[]} summaries @param {Partial<Overview>} [more] @returns {Overview} */
function overviewOf(summaries, more = {}) {
  return { ...noOverview(), cases: new Map(summaries.map((one) => [one.case, one])), ...more };
}

/** @param {string} id @param {number} entries @returns {Gone} */
function gone(id, entries) {
  return { case: id, entries, last: caseOf(id, entries).last, told: 0 };
}

test('what is kept comes back from the sealed index, at every step of a life', async () => {
  const summaries = Array.from({ length: 20 }, (_, at) => caseOf(String(at + 10).repeat(16), at + 1));
  const [lone, ...others] = summaries;
  const odd = [{ ...lone, title: '“Bücher” \\ \n of\t', period: 'Q1 "2025"', outcomes: ['', 'partly', ''], readers: [] }, ...others];
  const overview = overviewOf(odd, { gone: new Map([[TWO, gone(TWO, 3)]]), checkpoints: [{ size: 64, root: ROOT, epoch: 7 }], terms: '{}', visited: '2026-03-02' });
  for (const [at, { case: id }] of odd.entries()) overview.looked.set(id, at % 3);
  const [seed, instance] = [random(32), random(16)];
  const found = readOverview(await openIndex(await sealIndex(writeOverview(overview), seed, instance), seed, instance));
  assert.deepEqual(found, overview);
});

test('an overview without cases is kept too', () => {
  assert.deepEqual(readOverview(writeOverview(noOverview())), noOverview());
});

test('of an overview of another version the pins are taken, so that nothing seen is forgotten', () => {
  const written = { ...writeOverview(overviewOf([caseOf(ONE, 3)], { gone: new Map([[TWO, gone(TWO, 2)]]) })), version: 99 };
  const found = readOverview(written);
  assert.equal(found.cases.size, 0);
  assert.deepEqual([...found.gone.values()], [gone(TWO, 2), { ...gone(ONE, 3), told: 1 }]);
});

test('on the first visit of a day all that was there before is no news, and within the day nothing is forgotten', () => {
  const overview = overviewOf([caseOf(ONE, 5)], { gone: new Map([[TWO, gone(TWO, 3)]]), visited: '2026-03-02', looked: new Map([[ONE, 2]]) });
  beginDay(overview, '2026-03-02');
  assert.equal(hasNews({ case: ONE, news: 4 }, overview), true);
  beginDay(overview, '2026-03-03');
  assert.deepEqual([...overview.looked], [[TWO, 3], [ONE, 5]]);
  assert.deepEqual([4, 5, 6].map((news) => hasNews({ case: ONE, news }, overview)), [false, false, true]);
  assert.equal(hasNews({ case: THREE, news: 1 }, overview), true, 'a case that was not there');
  markLooked(overview, ONE, 6);
  markLooked(overview, ONE, 4);
  assert.equal(overview.looked.get(ONE), 6);
  assert.equal(hasNews({ case: ONE, news: 6 }, overview), false);
});

test('of another version, what was seen is no news again', () => {
  const written = { ...writeOverview(overviewOf([caseOf(ONE, 3)])), version: 99, looked: undefined, visited: undefined };
  const found = readOverview(written);
  beginDay(found, '2026-03-03');
  assert.equal(hasNews({ case: ONE, news: 3 }, found), false);
});

test('what was looked at on one of two devices is no news on the other', () => {
  const here = overviewOf([caseOf(ONE, 5), caseOf(TWO, 5)], { visited: '2026-03-03', looked: new Map([[ONE, 5], [TWO, 1]]) });
  const there = overviewOf([caseOf(ONE, 5)], { visited: '2026-03-02', looked: new Map([[ONE, 2], [TWO, 4]]) });
  const { looked, visited } = joinOverviews(here, there).joined;
  assert.deepEqual([looked.get(ONE), looked.get(TWO), visited], [5, 4, '2026-03-03']);
});

test('every field of a summary is kept', () => {
  const kept = Object.keys(writeOverview(noOverview()).columns).sort();
  assert.deepEqual(kept, Object.keys(caseOf(ONE, 3)).sort());
});

test('where texts are too many, the long ones give, and the pins never', () => {
  const summaries = [caseOf(ONE, 2, { text: 'a'.repeat(9000) }), caseOf(TWO, 2, { text: 'short' })];
  const { cases } = readOverview(writeOverview(overviewOf(summaries), 4000));
  const texts = [...cases.values()].map(({ text }) => text.length);
  assert.ok(texts[0] > 3000 && texts[0] + texts[1] <= 4000 && texts[1] === 5, String(texts));
  const bare = readOverview(writeOverview(overviewOf(summaries), 0)).cases.get(ONE);
  assert.deepEqual([bare?.text, bare?.entries, bare?.last], ['', 2, summaries[0].last]);
});

test('that texts were cut stays known, and is not said where none was', () => {
  const summaries = [caseOf(ONE, 2, { text: 'a'.repeat(9000) })];
  assert.equal(readOverview(writeOverview(overviewOf(summaries))).cut, 0);
  const shorter = readOverview(writeOverview(overviewOf(summaries), 4000));
  assert.equal(shorter.cut, 1);
  assert.equal(readOverview(writeOverview(shorter)).cut, 1);
  assert.equal(joinOverviews(shorter, noOverview()).joined.cut, 1);
});

test('of two devices the newer of both wins, for each case', () => {
  const here = overviewOf([caseOf(ONE, 5), caseOf(TWO, 2)]);
  const there = overviewOf([caseOf(ONE, 4), caseOf(TWO, 3), caseOf(THREE, 1)]);
  for (const [a, b] of [[here, there], [there, here]]) {
    const { joined } = joinOverviews(a, b);
    assert.deepEqual([ONE, TWO, THREE].map((id) => joined.cases.get(id)?.entries), [5, 3, 1]);
  }
});

test('what the other device has seen is to be demanded too', () => {
  const { older } = joinOverviews(overviewOf([caseOf(ONE, 5), caseOf(TWO, 2)]), overviewOf([caseOf(ONE, 4), caseOf(TWO, 2)]));
  assert.deepEqual([...older], [[ONE, [{ entries: 4, last: caseOf(ONE, 4).last }]]]);
});

test('two devices that saw different last entries of one number are not reconciled', () => {
  const { joined, older } = joinOverviews(overviewOf([caseOf(ONE, 4)]), overviewOf([caseOf(ONE, 4, { last: ROOT })]));
  assert.equal(joined.cases.get(ONE)?.last, caseOf(ONE, 4).last);
  assert.deepEqual(older.get(ONE), [{ entries: 4, last: ROOT }]);
});

test('a case that one device found gone is gone, unless the other has seen more of it', () => {
  const left = overviewOf([], { gone: new Map([[ONE, gone(ONE, 4)]]) });
  for (const [a, b] of [[left, overviewOf([caseOf(ONE, 4)])], [overviewOf([caseOf(ONE, 4)]), left]]) assert.ok(joinOverviews(a, b).joined.gone.has(ONE));
  assert.ok(joinOverviews(overviewOf([caseOf(ONE, 5)]), left).joined.cases.has(ONE));
});

test('that somebody was told once is enough for both devices', () => {
  const [told, untold] = [1, 0].map((flag) => overviewOf([], { gone: new Map([[ONE, { ...gone(ONE, 4), told: /** @type {0 | 1} */ (flag) }]]) }));
  for (const [a, b] of [[told, untold], [untold, told]]) assert.equal(joinOverviews(a, b).joined.gone.get(ONE)?.told, 1);
});

test('what two devices saw of the tree is kept of both, until a look has compared it', () => {
  const [early, late] = [{ size: 64, root: ROOT, epoch: 7 }, { size: 128, root: ROOT, epoch: 8 }];
  const joined = (/** @type {any[]} */ a, /** @type {any[]} */ b) => joinOverviews(overviewOf([], { checkpoints: a }), overviewOf([], { checkpoints: b })).joined;
  assert.deepEqual(joined([early], [late]).checkpoints, [early, late]);
  assert.deepEqual(joined([late], [{ ...late }]).checkpoints, [late]);
  const forked = { ...early, root: '1f'.repeat(32) };
  assert.deepEqual(joined([early], [forked]).checkpoints, [early, forked]);
});

test('days due that two devices worked out by other terms are worked out anew', () => {
  const terms = (/** @type {string} */ a, /** @type {string} */ b) => joinOverviews(overviewOf([], { terms: a }), overviewOf([], { terms: b })).joined.terms;
  assert.deepEqual([terms('a', 'a'), terms('a', 'b'), terms('', 'b')], ['a', '', '']);
});
