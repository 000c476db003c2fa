/** A member's reading keys are renewed once a quarter; what the old ones opened, they open; and nobody else can put in keys. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_RING, makeReadingKeys, openGrantWith, openRing, ringOpener, sealGrant, sealRing } from '../../crypto/js/cases.js';
import {
  BadSignature, BrokenChain, Damaged, MemberSecret, NotARecipient, base64, equal, fromBase64, generateKeys, hex, keysHash, random, sealMessage,
} from '../../crypto/js/index.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { renew } from '../../reviewer/browser/cases/writing.js';
import { checkProposal, isAsWanted } from '../../reviewer/browser/committee/change.js';
import { daysAfter } from '../../reviewer/browser/days.js';
import { ownDirectory } from '../../reviewer/browser/own-list.js';
import { quarterOf, renewWhenDue } from '../../reviewer/browser/renewing.js';
import { UnusableRing, heldBy, refreshRing } from '../../reviewer/browser/ring.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { filed } from './filed-case.js';
import { bodyAfter, lineAfter, seat } from './later-list.js';
import { foundLine, reportBy, reporter } from './line.js';

/** @import { CurrentDirectory } from '../../crypto/js/index.js' */

const FOUNDED = '2026-01-15';
const NEXT_QUARTER = '2026-04-02';

/** A line whose first member is signed in on one device. */
function begun() {
  const line = foundLine();
  const server = new CaseServer(line);
  const own = visitOf(line, line.members[0]);
  const renewOn = (/** @type {string} */ day, visit = own) => server.as(visit, () => renewWhenDue(visit, day));
  const kept = () => server.rings.get(hex(own.secret.signKey));
  return { line, server, own, renewOn, kept };
}

/** @param {ReturnType<typeof begun>['line']} line @param {MemberSecret} fresh in place of the first member's keys @param {string} day */
function renewedLine(line, fresh, day) {
  const version = line.directory.current.version + 1;
  const { role } = line.directory.current.members[0];
  const body = bodyAfter(line.directory.current, line.members, day, {
    members: [{ ...seat(fresh, line.instance, version), role }, ...line.directory.current.members.slice(1)],
  });
  return { body, line: lineAfter(line, [fresh, ...line.members.slice(1)], day, body) };
}

test('keys are made in the first look of a later quarter, and only then', async () => {
  const { own, renewOn, server, kept } = begun();
  assert.equal(await renewOn(FOUNDED), false);
  assert.equal(await renewOn('2026-03-31'), false);
  assert.equal(server.asked.length, 0);
  assert.equal(await renewOn(NEXT_QUARTER), true);
  assert.equal(own.ring.length, 1);
  const [found] = await openRing(fromBase64(kept().ring), own.secret, own.instance);
  assert.equal(found.day, NEXT_QUARTER);
  assert.deepEqual([kept().x25519, fromBase64(kept().mlkem)], [hex(found.secret.public.x25519), found.secret.public.mlkem]);
});

test('while an offer waits no other keys are made, also in later quarters', async () => {
  const { own, renewOn, server } = begun();
  await renewOn(NEXT_QUARTER);
  for (const day of [NEXT_QUARTER, '2026-07-01', '2027-01-01']) assert.equal(await renewOn(day), false);
  assert.equal(own.ring.length, 1);
  assert.equal(server.asked.filter((one) => one === 'PUT /api/ring').length, 1);
});

test('an offer that a version came without is signed for the next one, with the same keys', async () => {
  const { own, line, renewOn, kept, server } = begun();
  await renewOn(NEXT_QUARTER);
  const first = kept();
  const later = lineAfter(line, line.members, '2026-04-03');
  server.line = later;
  own.directory = later.directory;
  assert.equal(await renewOn('2026-04-04'), true);
  assert.equal(kept().x25519, first.x25519);
  assert.notEqual(kept().keys_signature, first.keys_signature);
  assert.equal(own.kept.offered, 3);
  assert.equal(await renewOn('2026-04-04'), false);
});

test('once they are in force, the next keys are made in the quarter after', async () => {
  const { own, line, renewOn } = begun();
  await renewOn(NEXT_QUARTER);
  own.directory = renewedLine(line, own.ring[0].secret, '2026-04-20').line.directory;
  assert.equal(await renewOn('2026-06-30'), false);
  assert.equal(await renewOn('2026-07-01'), true);
  assert.deepEqual(own.ring.map(({ day }) => day), ['2026-07-01', NEXT_QUARTER]);
});

test('of two devices the second begins anew from what the first has kept', async () => {
  const { own, line, renewOn, server, kept } = begun();
  const other = visitOf(line, own.secret);
  await renewOn(NEXT_QUARTER);
  const before = kept().ring;
  assert.equal(await renewOn(NEXT_QUARTER, other), false);
  assert.equal(kept().ring, before);
  assert.equal(other.ring.length, 0);
  await server.as(other, () => refreshRing(other));
  const names = (/** @type {typeof own} */ { ring }) => ring.map(({ secret }) => hex(keysHash(secret.public)));
  assert.deepEqual(names(other), names(own));
  assert.equal(await renewOn(NEXT_QUARTER, other), false);
});

test('a full ring takes no more keys, and says so', async () => {
  const { own, renewOn, server, line } = begun();
  own.ring = Array.from({ length: MAX_RING }, () => makeReadingKeys(own.secret, FOUNDED));
  own.directory = renewedLine(line, own.ring[0].secret, '2026-02-02').line.directory;
  await assert.rejects(renewOn(NEXT_QUARTER), { name: 'RingFull' });
  assert.equal(server.asked.length, 0);
});

test('the same keys stay the same object when a ring grows, since something may be reading with them', async () => {
  const { own, renewOn, server, kept } = begun();
  await renewOn(NEXT_QUARTER);
  const [first] = own.ring;
  const sealed = await sealRing([makeReadingKeys(own.secret, '2026-07-01'), first], own.secret, own.instance);
  server.rings.set(hex(own.secret.signKey), { ...kept(), ring: base64(sealed) });
  await server.as(own, () => refreshRing(own));
  assert.equal(own.ring.length, 2);
  assert.ok(own.ring.includes(first));
});

test('a ring that comes late is not taken for one that has lost keys', async () => {
  const { own, line, renewOn, server, kept } = begun();
  const other = visitOf(line, own.secret);
  await renewOn(NEXT_QUARTER, other);
  const slow = { ring: kept().ring, offered: kept().offered };
  const answer = globalThis.fetch;
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(null)));
  globalThis.fetch = async () => {
    globalThis.fetch = answer; // the first answer alone comes late
    await held;
    return Response.json(slow);
  };
  const late = server.as(own, () => refreshRing(own));
  await server.as(own, () => refreshRing(own));
  own.directory = renewedLine(line, own.ring[0].secret, NEXT_QUARTER).line.directory;
  server.line = { ...line, directory: own.directory };
  await renewOn('2026-07-01');
  release();
  await late;
  assert.deepEqual(own.ring.map(({ day }) => day), ['2026-07-01', NEXT_QUARTER]);
});

test('a visit that ends while a ring is fetched keeps nothing of it', async () => {
  const { own, renewOn, server, line } = begun();
  await renewOn(NEXT_QUARTER);
  const other = visitOf(line, own.secret);
  const refreshed = server.as(other, () => refreshRing(other));
  other.over = true;
  await refreshed;
  assert.equal(other.ring.length, 0);
});

test('a ring that does not open, is another member’s, or has lost a key stops everything', async () => {
  const { own, line, renewOn, server, kept } = begun();
  await renewOn(NEXT_QUARTER);
  const good = kept();
  const anothers = await sealRing([makeReadingKeys(line.members[1], FOUNDED)], line.members[1], line.instance);
  const forgetful = await sealRing([makeReadingKeys(own.secret, FOUNDED)], own.secret, line.instance);
  const bent = fromBase64(good.ring);
  bent[100] ^= 1;
  const texts = [anothers, forgetful, bent, bent.slice(1)].map((sealed) => base64(sealed));
  for (const ring of [...texts, '']) {
    server.rings.set(hex(own.secret.signKey), { ...good, ring });
    await assert.rejects(server.as(own, () => refreshRing(own)), UnusableRing);
  }
  server.rings.set(hex(own.secret.signKey), good);
  await server.as(own, () => refreshRing(own));
});

test('a list that names keys of this member that are not at hand is not relied on', async () => {
  const { own, line } = begun();
  const fresh = makeReadingKeys(own.secret, NEXT_QUARTER);
  const { file } = renewedLine(line, fresh.secret, NEXT_QUARTER).line;
  assert.throws(() => ownDirectory(file, own.secret, null), UnusableRing);
  assert.throws(() => ownDirectory(file, own.secret, null, undefined, heldBy(own)), UnusableRing);
  own.ring = [fresh];
  assert.equal(ownDirectory(file, own.secret, null, undefined, heldBy(own)).current.version, 2);
});

test('envelopes of before and after a renewal are opened with the keys of their version, and no others', async () => {
  const { own, line } = begun();
  const seal = (/** @type {CurrentDirectory} */ directory, /** @type {string} */ what) => sealMessage(reportBy(reporter, { what }), reporter, directory);
  own.ring = [makeReadingKeys(own.secret, NEXT_QUARTER)];
  const later = renewedLine(line, own.ring[0].secret, NEXT_QUARTER).line;
  const sealed = [await seal(line.directory, 'old'), await seal(later.directory, 'new')];
  const open = await ringOpener(heldBy(own), later.directory, line.instance);
  for (const [at, { hash }] of later.directory.chain.entries()) {
    const { content, directoryHash } = await open(sealed[at]);
    assert.deepEqual([content.what, hex(directoryHash)], [['old', 'new'][at], hex(hash)]);
  }
  const without = await ringOpener([own.secret], later.directory, line.instance);
  await assert.rejects(without(sealed[1]), NotARecipient);
  const early = await ringOpener(heldBy(own), line.directory, line.instance);
  await assert.rejects(early(sealed[1]), Damaged); // never passed over in silence
  await assert.rejects(open(await seal(foundLine().directory, 'other')), { name: 'WrongInstance' });
});

test('a grant opens with whichever key it was sealed to', () => {
  const own = generateKeys(2);
  const ring = [makeReadingKeys(own, NEXT_QUARTER), makeReadingKeys(own, FOUNDED)];
  const held = heldBy({ secret: own, ring });
  const [key, place] = [random(32), { instance: random(16), case: random(16), number: 3 }];
  for (const { public: reader } of held) assert.ok(equal(openGrantWith(sealGrant(key, reader, place), held, place), key));
  const foreign = sealGrant(key, generateKeys(2).public, place);
  assert.throws(() => openGrantWith(foreign, held, place), NotARecipient);
  assert.throws(() => openGrantWith(sealGrant(key, own.public, { ...place, number: 4 }), held, place), Damaged);
});

test('cases that were granted before and after a renewal are read, on old devices and new', async () => {
  const { line, server, ann, ben, id } = await filed();
  assert.equal((await server.as(ann, () => openCase(ann, id))).keys.size, 1); // sealed to the first keys
  ann.ring = [makeReadingKeys(ann.secret, daysAfter(today(), -1))];
  const [{ secret: fresh }] = ann.ring;
  const { line: later } = renewedLine(line, fresh, today());
  const account = server.accounts.find(({ sign }) => sign === hex(ann.secret.signKey));
  assert.ok(account);
  Object.assign(account, { x25519: hex(fresh.public.x25519), mlkem: base64(fresh.public.mlkem) });
  const again = visitOf(later, ann.secret);
  again.ring = ann.ring;
  assert.equal((await server.as(again, () => openCase(again, id))).keys.size, 1); // the same grant as before
  ben.directory = later.directory;
  const opened = await server.as(ben, () => openCase(ben, id));
  await server.as(ben, () => renew(ben, opened));
  assert.equal((await server.as(again, () => openCase(again, id))).keys.size, 2);
  const bundleAlone = visitOf(later, ann.secret);
  await assert.rejects(server.as(bundleAlone, () => openCase(bundleAlone, id)), NotARecipient);
});

test('members are granted the keys of the list that this page relies on, whatever a server says', async () => {
  const { server, ann, ben, id } = await filed();
  const account = server.accounts.find(({ sign }) => sign === hex(ben.secret.signKey));
  assert.ok(account);
  account.x25519 = hex(random(32));
  const opened = await server.as(ann, () => openCase(ann, id));
  await server.as(ann, () => renew(ann, opened));
  assert.equal((await server.as(ben, () => openCase(ben, id))).keys.size, 2);
});

test('a proposal with renewed keys is told as that, and is what was asked for', () => {
  const { line, own } = begun();
  const fresh = makeReadingKeys(own.secret, NEXT_QUARTER);
  const { body } = renewedLine(line, fresh.secret, NEXT_QUARTER);
  const { differences, leaves } = checkProposal(body, line.directory, NEXT_QUARTER);
  assert.deepEqual([differences.map(({ what, slot }) => `${what} ${slot}`), leaves], [['renews 0'], false]);
  assert.equal(isAsWanted(differences, { retire: [], admit: [], roles: [] }, line.directory.current, []), true);
});

test('keys that the server puts in are refused by everybody’s page: the member has not signed them', () => {
  const { line, own } = begun();
  const fresh = makeReadingKeys(own.secret, NEXT_QUARTER);
  const [mine, ...rest] = line.directory.current.members;
  const check = (/** @type {Partial<typeof mine>} */ changes) => checkProposal(
    bodyAfter(line.directory.current, line.members, NEXT_QUARTER, { members: [{ ...mine, ...changes }, ...rest] }), line.directory, NEXT_QUARTER);
  const server = generateKeys(0);
  assert.throws(() => check({ keys: keysHash(server.public), since: 2 }), BadSignature);
  assert.throws(() => check({ ...seat(server, line.instance, 2), sign: mine.sign }), BadSignature);
  const early = seat(fresh.secret, line.instance, 1);
  assert.throws(() => check({ keys: early.keys, keysSignature: early.keysSignature }), BrokenChain); // not for this version
  const moved = seat(MemberSecret.unpack(fresh.secret.pack(), 4), line.instance, 2);
  assert.throws(() => check({ keys: moved.keys, since: 2, keysSignature: moved.keysSignature }), BadSignature); // not for this place
  const { keys, keysSignature } = seat(fresh.secret, line.instance, 2);
  assert.equal(check({ keys, since: 2, keysSignature }).differences.length, 1); // the same with the member's signature passes
});

test('a proposal that names own keys which are not at hand is not signed', () => {
  const { line, own } = begun();
  const fresh = makeReadingKeys(own.secret, NEXT_QUARTER);
  const { body } = renewedLine(line, fresh.secret, NEXT_QUARTER);
  assert.throws(() => checkProposal(body, line.directory, NEXT_QUARTER, heldBy(own)), BrokenChain);
  own.ring = [fresh];
  checkProposal(body, line.directory, NEXT_QUARTER, heldBy(own));
  checkProposal(body, line.directory, NEXT_QUARTER, heldBy(visitOf(line, line.members[1])));
});

test('quarters are those of the calendar', () => {
  const days = ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01', '2026-09-30', '2026-10-01'];
  assert.deepEqual(days.map(quarterOf), ['2025-4', '2026-1', '2026-1', '2026-2', '2026-3', '2026-4']);
});
