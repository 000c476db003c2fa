/** Signatures are judged alike in every implementation, and each under one domain. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../crypto/js/boxes.js';
import { utf8 } from '../../crypto/js/encoding.js';
import { Domain, isSignedBy, publicKey, sign } from '../../crypto/js/signatures.js';

test('a signature of one domain is none in another', () => {
  const seed = random(32);
  const signature = sign(Domain.REPLY, seed, utf8('x'));
  assert.ok(isSignedBy(Domain.REPLY, publicKey(seed), utf8('x'), signature));
  assert.ok(!isSignedBy(Domain.MESSAGE, publicKey(seed), utf8('x'), signature));
  assert.ok(!isSignedBy(Domain.REPLY, publicKey(random(32)), utf8('x'), signature));
});
