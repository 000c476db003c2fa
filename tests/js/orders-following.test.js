/** What a look at the standing orders leads to: what was seen is demanded on every device, and a newer list is asked for first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areKnown } from '../../reviewer/browser/orders/looking.js';
import { movesBy, outlastedByDeliveries } from '../../reviewer/browser/orders/moving.js';
import { noMarks } from '../../reviewer/browser/marks.js';
import { keepOverview } from '../../reviewer/browser/overview/keeping.js';
import { rulesInForce } from '../../reviewer/browser/retention/in-force.js';
import { beginVisit } from '../../reviewer/browser/visit.js';
import { follow, give, orderingLine, RULES, visiting } from './standing-orders.js';

test('fewer orders than another device of the member has seen are named, and what was seen stays demanded', async () => {
  const of = orderingLine();
  const [ann, ben] = of.line.members;
  const [own] = of.people;
  give(of, { act: 'rules', rules: RULES }, ann, ben);
  give(of, { act: 'freeze' }, ben);
  await follow(of, own);
  await of.server.as(own, () => keepOverview(own));
  const later = visiting(of.line, own.secret);
  const taken = of.server.orders.pop();
  for (let look = 0; look < 2; look += 1) {
    await follow(of, later);
    assert.equal(later.ordered.trouble, 'other');
    assert.equal(later.ordered.orders, null);
  }
  of.server.orders.push(/** @type {object} */ (taken));
  await follow(of, later);
  assert.equal(later.ordered.trouble, '');
});

test('another order in the place of one that was seen is named', async () => {
  const of = orderingLine();
  const [ann, ben] = of.line.members;
  const [own] = of.people;
  give(of, { act: 'freeze' }, ben);
  await follow(of, own);
  of.server.orders = [];
  give(of, { act: 'rules', rules: RULES }, ann, ben);
  await follow(of, own);
  assert.equal(own.ordered.trouble, 'other');
});

test('rules that one member alone has signed are none', async () => {
  const of = orderingLine();
  const [own] = of.people;
  give(of, { act: 'rules', rules: RULES }, of.line.members[0]);
  beginVisit(Object.assign(own, { marks: noMarks() })); // it looks whether a newer list names who has signed
  await follow(of, own);
  assert.ok(of.server.asked.includes('GET /api/directory'));
  assert.equal(own.ordered.trouble, 'unsigned');
  assert.equal(rulesInForce(own).adopted, false);
});

test('rules that this page could not tell in words are known as that', () => {
  assert.ok(areKnown(RULES));
  assert.ok(!areKnown({ ...RULES, profile: 'mars' }));
  assert.ok(!areKnown({ ...RULES, classes: RULES.classes.slice(1) }));
  assert.ok(!areKnown({ ...RULES, classes: [...RULES.classes.slice(1), { class: 'unheard_of', years: 1, days: 0 }] }));
});

test('classes that are kept for less time than deliveries are known, to the day', () => {
  const kept = (/** @type {number} */ years, /** @type {number} */ days, /** @type {number} */ calendar) => (
    outlastedByDeliveries({ profile: 'us', classes: [{ class: 'general', years: 7, days: 0 }, { class: 'spam_or_test', years, days }], calendar }));
  assert.deepEqual(kept(0, 30, 31), ['spam_or_test']);
  assert.deepEqual(kept(0, 30, 30), []);
  assert.deepEqual(kept(1, 0, 366), ['spam_or_test']);
  assert.deepEqual(kept(1, 1, 366), []);
});

test('the preview names the cases that move, and none that does not', async () => {
  const of = orderingLine();
  const [own] = of.people;
  await follow(of, own);
  const kept = { fine: 'retained', closed: '2026-01-01', profile: 'us', years: 7, days: 0, keep: '2033-01-01', retention: 'general' };
  const open = { ...kept, case: '02'.repeat(16), fine: 'triage', closed: '', retention: '', keep: '' };
  for (const one of [{ ...kept, case: '01'.repeat(16) }, open]) own.overview?.cases.set(one.case, /** @type {any} */ (one));
  assert.deepEqual(movesBy(own, RULES), []);
  const longer = { ...RULES, classes: RULES.classes.map((one) => (one.class === 'general' ? { ...one, years: 8 } : one)) };
  assert.deepEqual(movesBy(own, longer), [{ case: '01'.repeat(16), class: 'general', from: '2033-01-01', to: '2034-01-01' }]);
});
