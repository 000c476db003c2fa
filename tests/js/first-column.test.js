/** The fast way to try the first column of a whole batch opens what the careful way opens, and nothing else. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { mock, test } from 'node:test';
import { agree, agreeWithMany } from '../../crypto/js/agreement.js';
import { boxOpener, boxPublicKey } from '../../crypto/js/boxes.js';
import {
  envelopeOpener, filler, fromHex, generateKeys, hashesCarrying, hex, openEnvelope, random, sealMessage,
} from '../../crypto/js/index.js';
import { line, reportBy, reporter } from './line.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const { instance, members, directory } = line;
const FOLDER = new URL('../vectors/primitive/', import.meta.url);
const boxes = readdirSync(FOLDER)
  .filter((name) => name.startsWith('box_open_'))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));

/** What a browser may be; each is made by spoiling this one. */
const BROWSERS = {
  'that computes X25519': () => {},
  'without X25519': () => {
    const known = crypto.subtle.importKey.bind(crypto.subtle);
    mock.method(crypto.subtle, 'importKey', async (/** @type {[any, any, any, any, any]} */ ...given) => {
      if (given[2] === 'X25519') throw new DOMException('', 'NotSupportedError');
      return known(...given);
    });
  },
  'that computes something else': () => mock.method(crypto.subtle, 'deriveBits', async () => random(32).buffer),
};

/** @param {Promise<unknown>} opening */
async function outcome(opening) {
  try {
    const found = await opening;
    return found instanceof Uint8Array ? hex(found) : found;
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

for (const [browser, spoil] of Object.entries(BROWSERS)) {
  /**
   * @param {string} promise
   * @param {() => Promise<void>} body
   */
  const check = (promise, body) =>
    test(`in a browser ${browser} ${promise}`, async (t) => {
      t.after(() => mock.restoreAll());
      spoil();
      await body();
    });

  check('every vector of a sealed box has its outcome', async () => {
    assert.ok(boxes.length >= 18);
    for (const { name, input, outcome: wanted, output } of boxes) {
      const secret = fromHex(input.secret);
      const open = await boxOpener(secret, boxPublicKey(secret));
      assert.equal(await outcome(open(fromHex(input.box))), wanted === 'ok' ? output.result : wanted, name);
    }
  });

  check('many points give what each gives alone', async () => {
    const secret = random(32);
    const agreed = await agreeWithMany(secret);
    for (const point of [...Array.from({ length: 20 }, () => random(32)), new Uint8Array(32)]) {
      assert.deepEqual(await agreed(point), agree(secret, point));
    }
  });

  check('an envelope opens, or not, as by all the steps', async () => {
    for (const envelope of await strangeEnvelopes()) {
      for (const member of [...members, generateKeys(0)]) {
        const hashes = hashesCarrying(directory, members[0]);
        const fast = await envelopeOpener(member, hashes, instance);
        assert.deepEqual(await outcome(fast(envelope)), await outcome(openEnvelope(envelope, member, hashes, instance)));
      }
    }
  });
}

/** @returns {Promise<Bytes[]>} whole, for nobody, for some, and changed in every part */
async function strangeEnvelopes() {
  const whole = await sealMessage(reportBy(reporter), reporter, directory);
  const changed = [0, 8, 30, 79, 80, 112, 159, 160, 1248, 1297, 9816, 16_303].map((at) => {
    const one = whole.slice();
    one[at] ^= 1;
    return one;
  });
  const some = await sealMessage(reportBy(reporter, { excluded: [5] }), reporter, directory);
  return [whole, some, await filler(instance), whole.slice(1), ...changed];
}

test('this browser computes X25519, so the fast way is the one that is tried', async (t) => {
  const derive = mock.method(crypto.subtle, 'deriveBits');
  t.after(() => mock.restoreAll());
  const agreed = await agreeWithMany(random(32));
  const before = derive.mock.callCount();
  await agreed(boxPublicKey(random(32)));
  assert.equal(derive.mock.callCount(), before + 1);
});

test('the secret is handed to the browser in a form that no script gets back', async (t) => {
  const imported = mock.method(crypto.subtle, 'importKey');
  t.after(() => mock.restoreAll());
  await agreeWithMany(random(32));
  const own = imported.mock.calls.filter(({ arguments: [format] }) => String(format) === 'pkcs8');
  assert.deepEqual(own.map(({ arguments: [, pkcs8, , extractable] }) => [extractable, hex(new Uint8Array(/** @type {Bytes} */ (pkcs8)))]), [
    [false, '00'.repeat(48)], // wiped as soon as it was taken
  ]);
});
