/** A member relies on a list only when the own signature is under its beginning: public keys can be put into any list. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BadSignature, BrokenChain, assemble, generateKeys, keysHash, makeBody, makeKeysSignature, random, sha256, signBody,
} from '../../crypto/js/index.js';
import { ownDirectory } from '../../reviewer/browser/own-list.js';
import { SLOTS, line } from './line.js';

/** @import { Directory, DirectoryMember } from '../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */

const { instance, directory, file, body, members: [, member] } = line;
const { current } = directory;
const puppets = SLOTS.map(generateKeys);
const seat = /** @type {DirectoryMember} */ (current.members.find(({ slot }) => slot === member.slot));
const others = puppets.filter(({ slot }) => slot !== member.slot);

/** @param {MemberSecret} secret @returns {DirectoryMember} */
function seatOf(secret) {
  const keysSignature = makeKeysSignature(secret, instance, 1);
  return { slot: secret.slot, role: 'Somebody', sign: secret.signKey, keys: keysHash(secret.public), since: 1, keysSignature };
}

/** @param {Partial<Directory>} changes */
function bodyOf(changes) {
  return makeBody({ ...current, ...changes });
}

/** @param {string} text */
function signedByPuppets(text) {
  return { body: text, signatures: puppets.map((one) => ({ key: one.signKey, signature: signBody(text, one) })) };
}

/** @param {MemberSecret[]} secrets */
const publicOf = (secrets) => secrets.map((one) => one.public).sort((a, b) => a.slot - b.slot);

test('the list that a founder signed is taken', () => {
  assert.deepEqual(ownDirectory(file, member, null).current.hash, current.hash);
  assert.deepEqual(ownDirectory(file, member, body).current.hash, current.hash);
});

test('a list begun by others is refused, though its second version carries the right keys and their signature', () => {
  const first = bodyOf({ members: puppets.map(seatOf) });
  const seated = [...others.map(seatOf), seat].sort((a, b) => a.slot - b.slot);
  const second = bodyOf({ version: 2, previous: sha256(first), members: seated });
  const forged = assemble([first, second].map(signedByPuppets), publicOf([...others, member]));
  assert.throws(() => ownDirectory(forged, member, null), (error) => error instanceof BrokenChain && error.message.includes('founder'));
});

test('a first version that names a member who never signed it is refused', () => {
  const first = bodyOf({ members: [...others.map(seatOf), seat].sort((a, b) => a.slot - b.slot) });
  assert.throws(() => ownDirectory(assemble([signedByPuppets(first)], publicOf([...others, member])), member, null), BadSignature);
});

test('the own key in the place of somebody else is not enough', () => {
  const elsewhere = generateKeys(7);
  assert.throws(() => ownDirectory(file, elsewhere, null), BrokenChain);
});

test('another list than the one signed in this visit is refused', () => {
  const other = bodyOf({ boardKey: random(32) });
  assert.throws(() => ownDirectory(file, member, other), (error) => error instanceof BrokenChain && error.message.includes('signed'));
});
