/** libsodium, compiled for JavaScript by its makers, as an oracle: boxes, secret boxes and signatures, both ways. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import sodium from 'libsodium-wrappers-sumo';
import {
  boxOpen, boxPublicKey, boxSeal, random, secretboxOpen, secretboxSeal,
} from '../../crypto/js/boxes.js';
import { fromHex, join, utf8 } from '../../crypto/js/encoding.js';
import { Damaged } from '../../crypto/js/errors.js';
import { Domain, isSignedBy, publicKey, sign } from '../../crypto/js/signatures.js';

await sodium.ready;

const LENGTHS = [0, 1, 15, 16, 17, 63, 64, 65, 1000, 16_336];
const ZERO_NONCE = new Uint8Array(sodium.crypto_secretbox_NONCEBYTES);
const VECTORS = new URL('../vectors/', import.meta.url);

/**
 * @param {string} area
 * @param {(input: Record<string, any>) => boolean} wanted
 * @returns {{ name: string, input: Record<string, any> }[]}
 */
function vectorsOf(area, wanted) {
  const names = readdirSync(new URL(area, VECTORS));
  const read = names.map((name) => JSON.parse(readFileSync(new URL(`${area}/${name}`, VECTORS), 'utf8')));
  return read.filter(({ input }) => wanted(input));
}

/**
 * @template T
 * @param {() => T} attempt
 * @returns {T | null} null where it throws
 */
function orNull(attempt) {
  try {
    return attempt();
  } catch {
    return null;
  }
}

test('libsodium opens the boxes sealed here, and what it seals is opened here', () => {
  for (const length of LENGTHS) {
    const [secret, message] = [random(32), random(length)];
    const key = boxPublicKey(secret);
    assert.deepEqual(key, sodium.crypto_scalarmult_base(secret));
    assert.deepEqual(sodium.crypto_box_seal_open(boxSeal(key, message), key, secret), message);
    assert.deepEqual(boxOpen(secret, key, join(sodium.crypto_box_seal(message, key))), message);
  }
});

test('secret boxes are the same bytes, and open on both sides', () => {
  for (const length of LENGTHS) {
    const [key, message] = [random(32), random(length)];
    const box = secretboxSeal(key, message);
    assert.deepEqual(box, sodium.crypto_secretbox_easy(message, ZERO_NONCE, key));
    assert.deepEqual(sodium.crypto_secretbox_open_easy(box, ZERO_NONCE, key), message);
    assert.deepEqual(secretboxOpen(key, join(sodium.crypto_secretbox_easy(message, ZERO_NONCE, key))), message);
    box[length] ^= 1;
    assert.throws(() => secretboxOpen(key, box), Damaged);
    assert.equal(orNull(() => sodium.crypto_secretbox_open_easy(box, ZERO_NONCE, key)), null);
  }
});

test('signatures are the same bytes, under the same key', () => {
  for (const length of LENGTHS) {
    const [seed, message] = [random(32), random(length)];
    const pair = sodium.crypto_sign_seed_keypair(seed);
    const signature = sign(Domain.REPLY, seed, message);
    assert.deepEqual(publicKey(seed), pair.publicKey);
    assert.deepEqual(signature, sodium.crypto_sign_detached(join(Domain.REPLY, message), pair.privateKey));
    assert.ok(isSignedBy(Domain.REPLY, pair.publicKey, message, signature));
  }
});

const boxes = vectorsOf('primitive', (input) => input.do === 'box_open');

test('libsodium opens the boxes of the vectors that are opened here, and no others', () => {
  assert.ok(boxes.length > 15);
  for (const { name, input } of boxes) {
    const [secret, box] = [fromHex(input.secret), fromHex(input.box)];
    const key = boxPublicKey(secret);
    const theirs = orNull(() => sodium.crypto_box_seal_open(box, key, secret));
    assert.deepEqual(orNull(() => boxOpen(secret, key, box)), theirs, name);
  }
});

const signatures = vectorsOf('signature', ({ signature }) => signature.length === 128);

test('libsodium judges the signatures of the vectors as they are judged here', () => {
  assert.ok(signatures.length > 40);
  for (const { name, input } of signatures) {
    const [key, message, signature] = [fromHex(input.key), fromHex(input.message), fromHex(input.signature)];
    const theirs = orNull(() => sodium.crypto_sign_verify_detached(signature, join(utf8(input.domain), message), key));
    assert.equal(isSignedBy(input.domain, key, message, signature), theirs ?? false, name);
  }
});

test('neither seals to a key of small order', () => {
  for (const { input } of boxes.filter(({ name }) => name.includes('small_order'))) {
    const key = fromHex(input.box.slice(0, 64));
    assert.equal(orNull(() => boxSeal(key, random(8))), null);
    assert.equal(orNull(() => sodium.crypto_box_seal(random(8), key)), null);
  }
});
