/** What a server proposes is told as it is, or refused: nobody is asked to sign what no member may ask for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtocolError, generateKeys, keysHash, makeBody, makeKeysSignature, random } from '../../crypto/js/index.js';
import { publicKey } from '../../crypto/js/signatures.js';
import { checkProposal, isAsWanted } from '../../reviewer/browser/committee/change.js';
import { daysLeft } from '../../reviewer/browser/committee/term.js';
import { bodyAfter, lineAfter, seat } from './later-list.js';
import { foundLine } from './line.js';

const TODAY = '2026-02-01';
const line = foundLine([0, 2, 5, 6]);
const { directory, instance, members } = line;
const newcomer = generateKeys(3);
const [ann, , , dan] = members;

/** @param {string} body */
const check = (body, of = directory, today = TODAY) => checkProposal(body, of, today);
const admitting = bodyAfter(directory.current, [...members, newcomer], TODAY);
const retiring = bodyAfter(directory.current, members.slice(0, 3), TODAY);

test('who comes, who leaves, whose keys and whose role change is told', () => {
  const told = (/** @type {string} */ body) => check(body).differences.map(({ what, slot, role, was }) => `${what} ${slot} ${was} > ${role}`);
  assert.deepEqual(told(admitting), ['admits 3  > Director 3']);
  assert.deepEqual(told(retiring), ['retires 6 Director 6 > Director 6']);
  assert.deepEqual(told(bodyAfter(directory.current, [...members.slice(0, 3), generateKeys(6)], TODAY)), ['replaces 6 Director 6 > Director 6']);
  const renamed = directory.current.members.map((one) => (one.slot === 0 ? { ...one, role: 'Chair' } : one));
  assert.deepEqual(told(bodyAfter(directory.current, members, TODAY, { members: renamed })), ['renames 0 Director 0 > Chair']);
  assert.deepEqual(told(bodyAfter(directory.current, members, TODAY)), []);
});

test('that somebody leaves is told, also when others get the place or new keys', () => {
  assert.deepEqual([admitting, retiring, bodyAfter(directory.current, [...members.slice(0, 3), generateKeys(6)], TODAY)].map((one) => check(one).leaves), [false, true, true]);
});

/** @param {string} body */
const isRefused = (body, of = directory, today = TODAY) => assert.throws(() => check(body, of, today), ProtocolError);

test('a change of the line’s own keys is refused', () => {
  for (const name of ['intakeKey', 'boardKey']) isRefused(bodyAfter(directory.current, members, TODAY, { [name]: publicKey(random(32)) }));
});

test('other encryption keys for somebody who stays are refused, and another place', () => {
  const other = generateKeys(0);
  const stolen = { ...seat(ann, instance, 2), keys: keysHash(other.public) };
  const rest = directory.current.members.slice(1);
  isRefused(bodyAfter(directory.current, members, TODAY, { members: [stolen, ...rest] }));
  const [{ keys, sign, role }] = directory.current.members;
  const moved = { slot: 7, role, sign, keys, since: 2, keysSignature: makeKeysSignature(ann, instance, 2) };
  isRefused(bodyAfter(directory.current, members, TODAY, { members: [...rest, moved] }));
});

test('a place that belonged to somebody is not given to somebody new', () => {
  const { directory: later } = lineAfter(line, members.slice(0, 3), TODAY);
  isRefused(bodyAfter(later.current, [...members.slice(0, 3), generateKeys(dan.slot)], TODAY), later);
  assert.equal(check(bodyAfter(later.current, [...members.slice(0, 3), newcomer], TODAY), later).differences.length, 1);
});

test('a list of another line, or after another version, is refused', () => {
  isRefused(makeBody({ ...directory.current, version: 2, previous: random(32) }));
  isRefused(bodyAfter({ ...directory.current, instance: random(16) }, members, TODAY));
});

test('who leaves does so today; otherwise signatures may be gathered for a month', () => {
  isRefused(retiring, directory, '2026-02-03');
  check(retiring, directory, '2026-02-02');
  check(admitting, directory, '2026-03-01');
  isRefused(admitting, directory, '2026-04-01');
});

test('a proposal that is not what this page asked for is noticed', () => {
  const people = [{ slot: 3, role: 'Director 3', login: 'new', state: /** @type {const} */ ('enrolled'), keys_given: true }];
  const asked = { retire: [], admit: [3], roles: [] };
  const { differences } = check(admitting);
  assert.equal(isAsWanted(differences, asked, directory.current, people), true);
  assert.equal(isAsWanted(differences, { ...asked, retire: [6] }, directory.current, people), false);
  assert.equal(isAsWanted([], asked, directory.current, people), false);
  assert.equal(isAsWanted(differences, asked, directory.current, [{ ...people[0], role: 'Another' }]), false);
});

test('the end of the list is told a month before, and when it is over', () => {
  const left = (/** @type {string} */ today) => daysLeft({ notAfter: '2026-05-15' }, today);
  assert.deepEqual(['2026-04-15', '2026-04-16', '2026-05-15', '2026-05-16'].map(left), [null, 29, 0, -1]);
});
