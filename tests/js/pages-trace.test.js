/** Every visit is the same four requests, whatever it is for; what does not fit the fingerprint gets nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assemble, batchHash, BadSignature, BrokenChain, ForeignMix, generateKeys, hex, keysHash, makeBody, makeKeysSignature, NOT_STORED,
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
const quiet = () => undefined;

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

  /** @param {{ epoch: number, directory: Bytes }} of */
  signedMix({ epoch, directory }) {
    const body = JSON.stringify({
      type: 'SLMIX/1', instance: hex(this.instance), epoch, mix_key: hex(boxPublicKey(this.mixSecret)), challenge: hex(random(32)), bits: 4,
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
  return { letter, ...post(intake.line, intake.line.fingerprint) };
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
  assert.deepEqual(intake.asked, [...FOUR, ...FOUR]);
  assert.equal(new Set(intake.envelopes()).size, 1);
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
