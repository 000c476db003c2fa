/** The overview comes back from the index as it was, and of two devices the newer of both wins, for each case. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openIndex, sealIndex } from '../../crypto/js/cases.js';
import { random } from '../../crypto/js/index.js';
import { joinOverviews } from '../../reviewer/browser/overview/joining.js';
import { noOverview, readOverview, writeOverview } from '../../reviewer/browser/overview/kept.js';
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
  const overview = overviewOf(odd, { gone: new Map([[TWO, gone(TWO, 3)]]), checkpoints: [{ size: 64, root: ROOT, epoch: 7 }], terms: '{}' });
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
