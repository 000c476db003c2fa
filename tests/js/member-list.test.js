/** Whoever came after the founding relies on a list whose words they compared; and nobody takes a list back, or another branch of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BrokenChain, assemble, generateKeys, hex, keysHash, makeBody, makeKeysSignature, signBody, verifyDirectory,
} from '../../crypto/js/index.js';
import { NotCompared, ownDirectory } from '../../reviewer/browser/own-list.js';
import { line } from './line.js';

/** @import { Directory, DirectoryMember } from '../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @typedef {{ file: Uint8Array<ArrayBuffer>, current: Directory }} Shown */

const { instance, directory, file, members } = line;
const [founder] = members;
const newcomer = generateKeys(3);

/** @param {MemberSecret} secret @param {number} since @returns {DirectoryMember} */
function seat(secret, since) {
  const keysSignature = makeKeysSignature(secret, instance, since);
  return { slot: secret.slot, role: 'Somebody', sign: secret.signKey, keys: keysHash(secret.public), since, keysSignature };
}

/** @param {MemberSecret[]} secrets @param {string} day @returns {Shown} the founding and a version after it */
function followedBy(secrets, day = '2026-02-01') {
  const old = new Map(directory.current.members.map((one) => [hex(one.sign), one]));
  const seats = secrets.map((one) => old.get(hex(one.signKey)) ?? seat(one, 2)).sort((a, b) => a.slot - b.slot);
  const quorum = Math.floor(seats.length / 2) + 1;
  const body = makeBody({ ...directory.current, version: 2, day, members: seats, quorum, previous: directory.current.hash });
  const signed = { body, signatures: members.map((one) => ({ key: one.signKey, signature: signBody(body, one) })) };
  const [first] = JSON.parse(new TextDecoder().decode(file)).chain;
  const founding = { body: first.body, signatures: members.map((one) => ({ key: one.signKey, signature: signBody(first.body, one) })) };
  const keys = secrets.map((one) => one.public).sort((a, b) => a.slot - b.slot);
  const shown = assemble([founding, signed], keys);
  return { file: shown, current: verifyDirectory(shown, { today: null, fingerprint: null }).current };
}

/** A line of the server's own, with the newcomer put into its second version. */
function foreign() {
  const puppets = [0, 2, 5].map(generateKeys);
  const body = makeBody({ ...directory.current, members: puppets.map((one) => seat(one, 1)) });
  const sign = (/** @type {string} */ text) => ({ body: text, signatures: puppets.map((one) => ({ key: one.signKey, signature: signBody(text, one) })) });
  const first = verifyDirectory(assemble([sign(body)], puppets.map((one) => one.public)), { today: null, fingerprint: null }).current;
  const all = [...puppets, newcomer].sort((a, b) => a.slot - b.slot);
  const second = makeBody({
    ...first, version: 2, quorum: 3, previous: first.hash, members: all.map((one) => seat(one, one === newcomer ? 2 : 1)),
  });
  return assemble([sign(body), sign(second)], all.map((one) => one.public));
}

/** @param {{ compared?: Directory[], relied?: Directory[] }} known @param {'member' | 'adviser' | 'auditor'} standing */
function trust({ compared = [], relied = [] }, standing = 'member') {
  const hashes = (/** @type {Directory[]} */ some) => new Set(some.map(({ hash }) => hex(hash)));
  return { standing, compared: hashes(compared), relied: hashes(relied) };
}

const admitted = followedBy([...members, newcomer]);
const renewed = followedBy(members, '2026-02-02');

test('a newcomer takes the list whose words it compared, and those that follow', () => {
  assert.deepEqual(ownDirectory(admitted.file, newcomer, null, trust({ compared: [admitted.current] })).current.hash, admitted.current.hash);
  assert.deepEqual(ownDirectory(admitted.file, newcomer, null, trust({ compared: [directory.current] })).current.hash, admitted.current.hash);
});

test('a newcomer who compared nothing, or something else, has to compare', () => {
  assert.throws(() => ownDirectory(admitted.file, newcomer, null, trust({})), NotCompared);
  assert.throws(() => ownDirectory(admitted.file, newcomer, null, trust({ compared: [renewed.current] })), NotCompared);
});

test('a list of the server’s own making is refused, though it names the newcomer’s keys', () => {
  assert.throws(() => ownDirectory(foreign(), newcomer, null, trust({ compared: [admitted.current] })), NotCompared);
  assert.throws(() => ownDirectory(foreign(), newcomer, null, trust({ compared: [admitted.current], relied: [admitted.current] })), isOf('relied'));
});

test('a proposal that was compared and came to nothing binds nobody', () => {
  const compared = trust({ compared: [renewed.current, admitted.current] });
  assert.deepEqual(ownDirectory(admitted.file, newcomer, null, compared).current.hash, admitted.current.hash);
});

test('a founder, too, is not shown an older list than the last one', () => {
  assert.throws(() => ownDirectory(file, founder, null, trust({ relied: [directory.current, admitted.current] })), isOf('relied'));
  assert.deepEqual(ownDirectory(admitted.file, founder, null, trust({ relied: [directory.current] })).current.hash, admitted.current.hash);
});

test('a founder is not shown another branch, though a quorum signed both', () => {
  assert.throws(() => ownDirectory(renewed.file, founder, null, trust({ relied: [admitted.current] })), isOf('relied'));
});

test('an adviser is on no list, and relies on one whose words it compared', () => {
  const adviser = generateKeys(0);
  assert.throws(() => ownDirectory(file, adviser, null, trust({}, 'adviser')), NotCompared);
  assert.deepEqual(ownDirectory(admitted.file, adviser, null, trust({ compared: [directory.current] }, 'adviser')).current.hash, admitted.current.hash);
});

test('having compared the words of a list does not put one on it', () => {
  assert.throws(() => ownDirectory(file, newcomer, null, trust({ compared: [directory.current] })), isOf('own keys'));
});

test('that a founder’s key stands in the first version helps no adviser', () => {
  assert.throws(() => ownDirectory(file, founder, null, trust({}, 'adviser')), NotCompared);
});

/** @param {string} why */
function isOf(why) {
  return (/** @type {unknown} */ error) => error instanceof BrokenChain && !(error instanceof NotCompared) && error.message.includes(why);
}
