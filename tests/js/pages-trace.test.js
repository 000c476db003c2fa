/** Every visit is the same four requests, whatever it is for; what does not fit the fingerprint gets nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assemble, batchHash, BadSignature, BrokenChain, checkWork, ForeignMix, generateKeys, hex, keysHash, makeBody, makeKeysSignature, NOT_STORED,
  random, reporterFromPhrase, signBody, StaleMix, STORED, verifyDirectory,
} from '../../crypto/js/index.js';
import { boxPublicKey } from '../../crypto/js/boxes.js';
import { serialise } from '../../crypto/js/document.js';
import { openDrop, Kind } from '../../crypto/js/drop.js';
import { compare, join, u32, u64, utf8 } from '../../crypto/js/encoding.js';
import { Domain, publicKey, sign } from '../../crypto/js/signatures.js';
import { Letter, post, ReadersChanged } from '../../intake/browser/deliver.js';
import { dayOf, epochAt } from '../../intake/browser/dates.js';
import { reportContent } from '../../intake/browser/report.js';
import { NotOpen, NotReached, NotStored } from '../../intake/browser/trace.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{ path: string, method: string, length: number }} Asked */

const DAY = 86_400;
const TRIES = 4;
const quiet = () => undefined;
const noRest = async () => undefined;

/** A whole intake behind `fetch`: signs, answers, and keeps what was posted. */
class FakeIntake {
  instance = random(16);
  intakeSeed = random(32);
  boardSeed = random(32);
  mixSecret = random(32);
  answer = STORED;
  status = 200;
  /** @type {Asked[]} */
  asked = [];
  /** @type {Bytes[]} */
  drops = [];

  constructor() {
    const members = [0, 1, 2].map(generateKeys);
    const now = Date.now();
    const body = makeBody({
      version: 1, day: dayOf(now), notAfter: dayOf(now + 90 * DAY * 1000), instance: this.instance, quorum: 2, previous: new Uint8Array(32),
      intakeKey: publicKey(this.intakeSeed), boardKey: publicKey(this.boardSeed),
      members: members.map((member) => ({
        slot: member.slot, role: `Director ${member.slot}`, sign: member.signKey, keys: keysHash(member.public), since: 1,
        keysSignature: makeKeysSignature(member, this.instance, 1),
      })),
    });
    this.directory = assemble([{ body, signatures: members.map((member) => ({ key: member.signKey, signature: signBody(body, member) })) }],
      members.map((member) => member.public));
    this.current = verifyDirectory(this.directory, { today: null, fingerprint: null }).current;
    this.mix = this.signedMix({ epoch: epochAt(now, DAY), directory: this.current.hash });
    this.board = this.signedBoard();
  }

  /** @param {{ epoch: number, directory: Bytes, bits?: number, challenge?: Bytes }} of */
  signedMix({ epoch, directory, bits = 4, challenge = random(32) }) {
    const body = JSON.stringify({
      type: 'SLMIX/1', instance: hex(this.instance), epoch, mix_key: hex(boxPublicKey(this.mixSecret)), challenge: hex(challenge), bits,
      directory: hex(directory),
    });
    return serialise({ body, signatures: [{ key: publicKey(this.intakeSeed), signature: sign(Domain.MIX, this.intakeSeed, utf8(body)) }] });
  }

  signedBoard() {
    const entries = Array.from({ length: 360 }, () => random(2048)).sort(compare);
    const body = join('SLBRD/1\n', this.instance, u64(0), u64(100), new Uint8Array(32), ...entries, u32(0));
    return join(body, sign(Domain.BOARD, this.boardSeed, body));
  }

  /** @returns {import('../../intake/browser/line.js').Line} */
  get line() {
    return {
      instance: hex(this.instance), fingerprint: hex(this.current.hash), epoch_seconds: DAY, company: '', counsel: '', other_address: '', language: 'en',
      members: this.current.members.map(({ slot, role }) => ({ slot, role })), say: (name) => name,
    };
  }

  /** @type {typeof fetch} */
  fetch = async (path, request) => {
    const sent = request?.body instanceof Uint8Array ? request.body : new Uint8Array(0);
    this.asked.push({ path: String(path), method: request?.method ?? 'GET', length: sent.length });
    if (sent.length) this.drops.push(new Uint8Array(sent));
    const bodies = /** @type {Record<string, Bytes>} */ ({
      '/directory': this.directory, '/mix': this.mix, '/board': this.board, '/drop': utf8(this.answer.padEnd(32)),
    });
    return new Response(bodies[String(path)], { status: this.status });
  };

  /** @returns {number[]} kinds of the drops */
  kinds() {
    return this.drops.map((drop) => openDrop(drop, this.mixSecret, this.instance).kind);
  }

  /** @returns {string[]} hashes of what lay in the drops */
  envelopes() {
    return this.drops.map((drop) => hex(batchHash(openDrop(drop, this.mixSecret, this.instance).envelope)));
  }
}

const intake = new FakeIntake();
const phrase = await reporterFromPhrase('any text is a phrase', intake.instance);
const FOUR = [
  { path: '/directory', method: 'GET', length: 0 }, { path: '/mix', method: 'GET', length: 0 },
  { path: '/board', method: 'GET', length: 0 }, { path: '/drop', method: 'POST', length: 16_384 },
];
const DRAFT = /** @type {const} */ ({
  what: 'Something.', whereWhen: '', who: '', howKnown: '', category: '', relation: '', identity: '', excluded: [],
});

/** @param {Partial<FakeIntake>} [changes] what this intake does differently from now on */
function office(changes = {}) {
  const honest = { mix: MIX, board: BOARD, directory: DIRECTORY, answer: STORED, status: 200, fetch: FETCH };
  Object.assign(intake, { asked: [], drops: [] }, honest, changes);
  globalThis.fetch = intake.fetch;
  const letter = new Letter(phrase, (now) => reportContent(intake.line, { ...DRAFT, excluded: [] }, phrase, now));
  return { letter, ...post(intake.line, intake.line.fingerprint, noRest) };
}
const { mix: MIX, board: BOARD, directory: DIRECTORY, fetch: FETCH } = intake;

test('sending and looking are the same four requests, and only the kind inside differs', async () => {
  const { letter, send, look } = office();
  await send(letter, quiet);
  await look(phrase, quiet);
  assert.deepEqual(intake.asked, [...FOUR, ...FOUR]);
  assert.deepEqual(intake.kinds(), [Kind.ENVELOPE, Kind.COVER]);
});

test('an answer other than stored is a failure, and trying again posts the same envelope to a fresh mix', async () => {
  const { letter, send } = office({ answer: NOT_STORED });
  await assert.rejects(send(letter, quiet), NotStored);
  intake.answer = STORED;
  await send(letter, quiet);
  assert.deepEqual(intake.asked, Array.from({ length: TRIES + 1 }, () => FOUR).flat());
  assert.equal(new Set(intake.envelopes()).size, 1);
});

test('a busy line is tried again by itself, as often for a message as for a look, and each time is a whole visit', async () => {
  const { letter, send, look } = office({ status: 503 });
  await assert.rejects(send(letter, quiet), NotOpen);
  const sending = intake.asked.splice(0);
  await assert.rejects(look(phrase, quiet), NotOpen);
  assert.deepEqual(sending, intake.asked);
  assert.equal(sending.length, TRIES);
});

/**
 * An intake that asks for other bits at each visit, and takes only what was made for the last.
 * @param {...number} asked
 */
function rising(...asked) {
  const epoch = epochAt(Date.now(), DAY);
  const challenge = random(32);
  let visits = 0;
  /** @type {typeof fetch} */
  const answer = async (path, request) => {
    const bits = asked[Math.min(visits, asked.length - 1)];
    intake.mix = intake.signedMix({ epoch, directory: intake.current.hash, bits, challenge });
    if (request?.body instanceof Uint8Array) {
      const { envelope, work } = openDrop(new Uint8Array(request.body), intake.mixSecret, intake.instance);
      checkWork(challenge, envelope, work, bits);
      visits += 1;
      intake.answer = visits < asked.length ? NOT_STORED : STORED;
    }
    return FETCH(path, request);
  };
  return office({ fetch: answer });
}

for (const what of /** @type {const} */ (['message', 'look'])) {
  test(`work that grows between fetch and post is done anew by itself, for a ${what}`, async () => {
    const { letter, send, look } = rising(0, 12);
    /** @type {string[]} */
    const told = [];
    await (what === 'message' ? send(letter, (text) => told.push(text)) : look(phrase, (text) => told.push(text)));
    assert.deepEqual(intake.asked, [...FOUR, ...FOUR]);
    assert.equal(told.filter((text) => text === 'doing_again').length, 1);
    assert.deepEqual(intake.kinds(), Array(2).fill(what === 'message' ? Kind.ENVELOPE : Kind.COVER));
  });
}

test('while it works the page is told how far it is', async () => {
  const { send } = rising(12);
  /** @type {number[]} */
  let shares = [];
  for (let tries = 0; tries < 50 && shares.length < 3; tries += 1) { // luck may end the work at once
    shares = [];
    const letter = new Letter(phrase, (now) => reportContent(intake.line, { ...DRAFT, excluded: [] }, phrase, now));
    await send(letter, (text, share) => { if (text === 'doing_work') shares.push(share ?? NaN); });
  }
  assert.ok(shares.length >= 3);
  assert.ok(shares.every((share, at) => share > (shares[at - 1] ?? 0) && share < 1));
});

/**
 * @param {() => Promise<unknown>} act
 * @returns {Promise<number>} how many envelopes it sealed: each encrypts its body once
 */
async function sealings(act) {
  const { encrypt } = crypto.subtle;
  let count = 0;
  crypto.subtle.encrypt = (...given) => {
    count += 1;
    return encrypt.apply(crypto.subtle, given);
  };
  try {
    await act();
  } finally {
    crypto.subtle.encrypt = encrypt;
  }
  return count;
}

test('a message, a second try of it and a cover seal as much: one envelope each', async () => {
  const { letter, send, look } = office();
  const visits = [() => send(letter, quiet), () => send(letter, quiet), () => look(phrase, quiet)];
  for (const visit of visits) assert.equal(await sealings(visit), 1);
  assert.deepEqual(intake.kinds(), [Kind.ENVELOPE, Kind.ENVELOPE, Kind.COVER]);
  assert.equal(new Set(intake.envelopes().slice(0, 2)).size, 1);
});

test('a line that is not open, or not there, is told apart', async () => {
  await assert.rejects(office({ status: 503 }).look(phrase, quiet), NotOpen);
  await assert.rejects(office({ fetch: async () => { throw new TypeError('no network'); } }).look(phrase, quiet), NotReached);
});

const foreign = new FakeIntake();
const broken = BOARD.slice();
broken[5000] ^= 1;

/** @type {[string, Partial<FakeIntake>, new (...args: any[]) => Error][]} */
const REFUSED = [
  ['a directory of another line', { directory: foreign.directory }, BrokenChain],
  ['a mix signed by another intake', { mix: foreign.mix }, BadSignature],
  ['a mix for another directory', { mix: intake.signedMix({ epoch: epochAt(Date.now(), DAY), directory: random(32) }) }, ForeignMix],
  ['a mix of last week', { mix: intake.signedMix({ epoch: epochAt(Date.now(), DAY) - 7, directory: intake.current.hash }) }, StaleMix],
  ['a board with one changed bit', { board: broken }, Error],
];

for (const [what, changes, failure] of REFUSED) {
  test(`${what} gets no drop`, async () => {
    const { letter, send } = office(changes);
    await assert.rejects(send(letter, quiet), failure);
    assert.deepEqual(intake.drops, []);
  });
}

test('readers whom the page did not show get nothing', async () => {
  const { letter } = office();
  const { line } = intake;
  line.members = [...line.members.slice(0, 2), { slot: 2, role: 'Somebody else' }];
  await assert.rejects(post(line, line.fingerprint).send(letter, quiet), (error) =>
    error instanceof ReadersChanged && error.members[2].role === 'Director 2');
  assert.deepEqual(intake.drops, []);
});

test('a fingerprint that no version has gets nothing', async () => {
  const { letter } = office();
  await assert.rejects(post(intake.line, hex(random(32))).send(letter, quiet), BrokenChain);
  assert.deepEqual(intake.asked, FOUR.slice(0, 1));
});
