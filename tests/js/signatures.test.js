/** Signatures are judged alike in every implementation, and each under one domain. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../crypto/js/boxes.js';
import { fromHex, utf8 } from '../../crypto/js/encoding.js';
import { Domain, isSignedBy, publicKey, sign } from '../../crypto/js/signatures.js';

test('a signature of one domain is none in another', () => {
  const seed = random(32);
  const signature = sign(Domain.REPLY, seed, utf8('x'));
  assert.ok(isSignedBy(Domain.REPLY, publicKey(seed), utf8('x'), signature));
  assert.ok(!isSignedBy(Domain.MESSAGE, publicKey(seed), utf8('x'), signature));
  assert.ok(!isSignedBy(Domain.REPLY, publicKey(random(32)), utf8('x'), signature));
});

/** Over 'SLREP/1hello': a plain one, keys and nonces with a part of small order, as libsodium judges them. */
const ODD_SIGNATURES = [
  { good: true, key: 'ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081',
    signature: '1d84c09c915b1e355f4130b3950f6754270b37696f36f1b6ca5d4a9b4cf48860f9c3b7c981f90168fc77b01fe2ecece0b2fec36cc19065d1ddc230a28d07de0c' },
  { good: true, key: '6eeaacf978541883af3309442014767b2d55c1f435baf0858c625212e990e3c9',
    signature: '1d84c09c915b1e355f4130b3950f6754270b37696f36f1b6ca5d4a9b4cf48860d0fee8b6408606a7ab9a05a6b6640ba69958ff5edef6246d1f4bcee2f7df8a00' },
  { good: false, key: 'aee92f920e167db0024c99dd97f652f497fefa45aacd67597e6eb88c170e3021',
    signature: '1d84c09c915b1e355f4130b3950f6754270b37696f36f1b6ca5d4a9b4cf48860341cb3242eb3c618e9dbd4489da1fe5a479efff28457bd1b47522a37130aaa04' },
  { good: false, key: 'ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081',
    signature: '2856536c4aeeeb789bd4c703a54587280a914c7e7b9054f42dda4012e369282c5834fccc0da1f77fe7369de69ecf00965c041631325af8b4b4f32cb12b35270c' },
  { good: false, key: 'ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081',
    signature: '0100000000000000000000000000000000000000000000000000000000000000da2ca7d28f282f9ab2b39895c49194fb578a7ac19f5a9a9b501fd44bffe4cd0b' },
];

test('signatures with a part of small order are judged as libsodium does', () => {
  for (const { good, key, signature } of ODD_SIGNATURES) {
    assert.equal(isSignedBy(Domain.REPLY, fromHex(key), utf8('hello'), fromHex(signature)), good);
  }
});
