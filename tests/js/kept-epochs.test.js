/** Which batches the calendar may have taken, as the committee ordered it: the same as in Python. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSurelyKept } from '../../reviewer/browser/retention/kept-epochs.js';

/** @import { Orders } from '../../crypto/js/cases.js' */

const DAY = 86_400;
const DAY_OF = (/** @type {number} */ epoch) => new Date(epoch * DAY * 1000).toISOString().slice(0, 10);

/**
 * @param {...[number, string, { calendar?: number, of?: number }?]} acts day by number, act
 * @returns {Orders}
 */
function ordered(...acts) {
  const orders = acts.map(([day, act, { calendar = 0, of = -1 } = {}], number) => ({
    ...{ number, act, day: DAY_OF(day), of: of < 0 ? number : of, rules: act === 'rules' ? { calendar } : null },
  }));
  return /** @type {Orders} */ (/** @type {unknown} */ ({ orders }));
}

test('before rules are adopted, and where none could be checked, all must be there', () => {
  assert.equal(firstSurelyKept(null, 20_000, DAY), 0);
  assert.equal(firstSurelyKept(ordered([19_000, 'freeze']), 20_000, DAY), 0);
});

test('what ended more days ago than the calendar has may be gone', () => {
  assert.equal(firstSurelyKept(ordered([19_000, 'rules', { calendar: 30 }]), 20_000, DAY), 20_001 - 30);
  assert.equal(firstSurelyKept(ordered([19_000, 'rules', { calendar: 30 }]), 80_000, DAY / 4), 80_001 - 120);
});

test('a freeze keeps what was there when it was placed', () => {
  const frozen = ordered([19_000, 'rules', { calendar: 30 }], [19_500, 'freeze']);
  assert.equal(firstSurelyKept(frozen, 20_000, DAY), 19_501 + 1 - 30);
});

test('after a longer calendar what was destroyed under the shorter one is not missed', () => {
  const longer = ordered([19_000, 'rules', { calendar: 30 }], [19_900, 'rules', { calendar: 366 }]);
  assert.equal(firstSurelyKept(longer, 20_000, DAY), 19_931 + 1 - 30);
});
