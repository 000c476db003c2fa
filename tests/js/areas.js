/**
 * What to do with a vector of each area, and what the Python side may ask for beside it. Bytes come and go as
 * hex; tests/vectors/README.md says which fields there are.
 */
import { checkBatch, batchHash, objectOf as objectIdOf, splitBatch } from '../../crypto/js/batch.js';
import { follows, verifyBoard } from '../../crypto/js/board.js';
import {
  boxOpen, boxPublicKey, boxSeal, decapsulate, encapsulate, gcmOpen, gcmSeal, kemKeys, secretboxOpen, secretboxSeal,
} from '../../crypto/js/boxes.js';
import { inflate } from '../../crypto/js/deflate.js';
import { hkdf, hmac, sha256 } from '../../crypto/js/derivation.js';
import { verifyDirectory } from '../../crypto/js/directory.js';
import { parseSigned } from '../../crypto/js/document.js';
import { openDrop, sealDrop } from '../../crypto/js/drop.js';
import { compare, fromHex, fromUtf8, hex, join, u32, utf8 } from '../../crypto/js/encoding.js';
import { spokenWords } from '../../crypto/js/founding.js';
import { keyWords } from '../../crypto/js/spoken.js';
import { generateKeys, keysHash, MemberSecret } from '../../crypto/js/keys.js';
import {
  loginVerifier, openMarks, sealMarks, sheetKey, sheetProof, stretch, unwrap, unwrapResting, wrap, wrapResting,
} from '../../crypto/js/member.js';
import { checkWork, solve, verifyMix } from '../../crypto/js/mix.js';
import { openEnvelope } from '../../crypto/js/opening.js';
import { openChunk, openFile, openPart, partIds, sealChunk, sealPart } from '../../crypto/js/part.js';
import { framePayload, parseContent, serialiseContent, unframePayload } from '../../crypto/js/payload.js';
import { drawPhrase, isOwn, maskOf, newObject, reporterFromPhrase } from '../../crypto/js/phrase.js';
import { splitText } from '../../crypto/js/replies.js';
import { openReply, parseReply, sealReply, serialiseReply } from '../../crypto/js/reply.js';
import { filler, sealEnvelope } from '../../crypto/js/sealing.js';
import { Domain, publicKey, sign, verify } from '../../crypto/js/signatures.js';
import { keysMessage, parseDirectory } from '../../crypto/js/version.js';
import { canonical, pick, unknownWords } from '../../crypto/js/words.js';
import { caseAreas, caseMakers, openedRing, openIndexed } from './case-areas.js';

/** @import { Bytes } from '../../crypto/js/encoding.js' */
/** @typedef {Record<string, any>} Fields */

const ENTRY = 2048;
const ENVELOPE = 16_304;
const CHUNK = 1_048_576;
const PART_ID = 16;

/** @type {Record<string, (input: Fields) => Promise<Fields> | Fields>} */
export const areas = {
  async envelope(input) {
    const secret = MemberSecret.unpack(bytes(input.sign_seed + input.x25519 + input.mlkem_seed), input.slot);
    const opened = await openEnvelope(
      bytes(input.envelope), secret, input.directory_hashes.map(bytes), bytes(input.instance));
    return {
      object: hex(opened.object),
      directory_hash: hex(opened.directoryHash),
      content: fromUtf8(serialiseContent(opened.content)),
    };
  },

  async payload({ payload, instance, directory_hash: hash, object }) {
    const content = await unframePayload(bytes(payload), bytes(instance), bytes(hash), bytes(object));
    return { content: fromUtf8(serialiseContent(content)) };
  },

  drop({ drop, mix_secret: secret, instance }) {
    const { kind, work, envelope } = openDrop(bytes(drop), bytes(secret), bytes(instance));
    return { kind, work: hex(work), envelope: hex(envelope) };
  },

  work({ challenge, envelope, bits, work }) {
    checkWork(bytes(challenge), bytes(envelope), bytes(work), bits);
    return {};
  },

  mix({ mix, directory, epoch_now: now }) {
    const found = verifyMix(bytes(mix), undated(directory), now);
    return {
      epoch: found.epoch,
      bits: found.bits,
      mix_key: hex(found.mixKey),
      challenge: hex(found.challenge),
      directory_hash: hex(found.directory),
    };
  },

  directory({ directory, today, fingerprint }) {
    const found = verifyDirectory(bytes(directory), { today, fingerprint: fingerprint === null ? null : bytes(fingerprint) });
    return {
      hash: hex(found.current.hash),
      versions: found.chain.length,
      slots: found.keys.map(({ slot }) => slot),
      hashes: found.chain.map(({ hash }) => hex(hash)),
    };
  },

  words({ text }) {
    return { canonical: canonical(text), unknown: unknownWords(text) };
  },

  async spoken({ body }) {
    return { words: await spokenWords(parseDirectory(body)) };
  },

  async key_words({ sign, x25519, mlkem, instance }) {
    const keys = keysHash({ x25519: bytes(x25519), mlkem: bytes(mlkem) });
    return { words: await keyWords(bytes(sign), keys, bytes(instance)) };
  },

  async phrase({ phrase, instance, mask }) {
    const reporter = await reporterFromPhrase(phrase, bytes(instance));
    return {
      canonical: canonical(phrase),
      phrase_mask: maskOf(phrase),
      thread: hex(reporter.thread),
      k_object: hex(reporter.objectKey),
      reply_key: hex(reporter.replyKey(mask)),
      seed: hex(reporter.seed),
      reporter_key: hex(reporter.key),
      check_words: reporter.checkWords,
    };
  },

  own({ k_object: key, object }) {
    return { own: isOwn(bytes(key), bytes(object)) };
  },

  async reply({ entry, reply_key: key, thread, instance, directory }) {
    const { chain } = undated(directory);
    const { author, role, ...content } = await openReply(bytes(entry), bytes(key), bytes(thread), chain, bytes(instance));
    return { content: fromUtf8(serialiseReply(content)), role, author: hex(author.sign) };
  },

  board({ board, board_key: key, instance, before }) {
    const found = verifyBoard(boardBytes(board), bytes(key), bytes(instance));
    if (before !== null) follows(boardBytes(before), found);
    return {
      sequence: found.sequence,
      epoch: found.epoch,
      previous: hex(found.previous),
      entries: hex(sha256(...found.entries)),
      stored: found.stored.map(({ epoch, objects }) => [epoch, objects.length, hex(sha256(...objects))]),
    };
  },

  batch({ batch, instance }) {
    const whole = batchBytes(batch);
    const envelopes = splitBatch(whole);
    checkBatch(envelopes, bytes(instance));
    return { envelopes: envelopes.length, hash: hex(batchHash(whole)), first_object: hex(objectIdOf(envelopes[0])) };
  },

  member: (input) => members[input.do](input),

  part: (input) => parts[input.do](input),

  signature({ domain, key, message, signature }) {
    const known = Object.values(Domain).find((each) => each === domain);
    if (!known) throw new TypeError(`no domain ${domain}`);
    verify(known, bytes(key), bytes(message), bytes(signature));
    return {};
  },

  signed({ document }) {
    const { body, signatures } = parseSigned(bytes(document));
    return { body, signatures: signatures.map(({ key, signature }) => ({ key: hex(key), signature: hex(signature) })) };
  },

  primitive: async (input) => ({ result: await primitives[input.do](input) }),

  ...caseAreas,
};

/** @type {typeof areas} */
const members = {
  async stretch({ passphrase, login, instance }) {
    const root = await stretch(passphrase, login, bytes(instance));
    return { root: hex(root), verifier: hex(loginVerifier(root)) };
  },

  async unwrap({ wrapped, root, pepper, instance }) {
    return { bundle: hex(await unwrap(bytes(wrapped), bytes(root), bytes(pepper), bytes(instance))) };
  },

  sheet({ code, instance }) {
    const sheet = sheetKey(code, bytes(instance));
    return { sheet: hex(sheet), proof: hex(sheetProof(sheet)) };
  },

  async unwrap_sheet({ resting, sheet, instance }) {
    return { bundle: hex(await unwrapResting(bytes(resting), bytes(sheet), bytes(instance))) };
  },

  async open_marks({ marks, sign_seed: seed, instance }) {
    return { content: JSON.stringify(await openMarks(bytes(marks), bytes(seed), bytes(instance))) };
  },

  open_index: openIndexed,
  open_ring: openedRing,
};

/** @type {typeof areas} */
const parts = {
  ids({ key, size }) {
    return { ids: partIds(bytes(key), size).map(hex) };
  },

  async open_part({ part, mix_secret: secret }) {
    const stored = await openPart(await partBytes(part), bytes(secret));
    return { id: hex(stored.subarray(0, PART_ID)), stored: hex(sha256(stored)) };
  },

  async open_chunk({ key, size, index, stored }) {
    const chunk = await openChunk(bytes(key), size, index, await storedBytes(stored));
    return { length: chunk.length, chunk: hex(sha256(chunk)) };
  },

  async open_file({ key, size, sha256: digest, chunks }) {
    const stored = await Promise.all(chunks.map(storedBytes));
    const file = await openFile({ key: bytes(key), size, sha256: bytes(digest) }, stored);
    return { length: file.length, sha256: hex(sha256(file)) };
  },
};

/** @type {Record<string, (input: Fields) => Promise<string> | string>} */
const primitives = {
  hkdf: ({ key, info }) => hex(hkdf(bytes(key), bytes(info))),
  hmac: ({ key, message }) => hex(hmac(bytes(key), bytes(message))),
  box_open: ({ secret, box }) => hex(boxOpen(bytes(secret), boxPublicKey(bytes(secret)), bytes(box))),
  secretbox_open: ({ key, box }) => hex(secretboxOpen(bytes(key), bytes(box))),
  gcm: async ({ key, message, nonce, extra }) => hex(await gcmSeal(bytes(key), bytes(message), optional(nonce), optional(extra))),
  gcm_open: async ({ key, box, nonce, extra }) => hex(await gcmOpen(bytes(key), bytes(box), optional(nonce), optional(extra))),
  kem_public: ({ seed }) => hex(kemKeys(bytes(seed)).publicKey),
  decapsulate: ({ seed, ciphertext }) => hex(decapsulate(kemKeys(bytes(seed)).secretKey, bytes(ciphertext))),
  pick: ({ material, index }) => pick(bytes(material), index),
  inflate: async ({ deflated, most }) => hex(await inflate(bytes(deflated), most)),
};

/**
 * What draws randomness, and so is compared by being opened on the other side.
 * @type {typeof areas}
 */
export const makers = {
  make_keys({ slot }) {
    const secret = generateKeys(slot);
    return {
      slot,
      sign_seed: hex(secret.signSeed),
      x25519: hex(secret.x25519),
      mlkem_seed: hex(secret.pack().slice(64)),
      public: { slot, x25519: hex(secret.public.x25519), mlkem: hex(secret.public.mlkem) },
      sign: hex(secret.signKey),
    };
  },

  async seal_envelope({ content, seed, instance, object, directory_hash: hash, recipients }) {
    const payload = await framePayload(parseContent(utf8(content)), bytes(seed), bytes(instance), bytes(hash), bytes(object));
    const readers = recipients.map((/** @type {Fields | null} */ reader) => reader && (
      { slot: reader.slot, x25519: bytes(reader.x25519), mlkem: bytes(reader.mlkem) }));
    return { envelope: hex(await sealEnvelope(payload, readers, bytes(instance), bytes(hash), bytes(object))) };
  },

  async filler({ instance }) {
    return { envelope: hex(await filler(bytes(instance))) };
  },

  seal_drop({ kind, envelope, mix_key: key, work }) {
    return { drop: hex(sealDrop(kind, bytes(envelope), bytes(key), bytes(work))) };
  },

  async solve({ challenge, envelope, bits }) {
    return { work: hex(await solve(bytes(challenge), bytes(envelope), bits)) };
  },

  async seal_reply({ content, seed, reply_key: key, thread, instance }) {
    const to = { replyKey: bytes(key), thread: bytes(thread) };
    return { entry: hex(await sealReply(parseReply(utf8(content)), bytes(seed), to, bytes(instance))) };
  },

  async seal_chunk({ key, size, index, chunk }) {
    return { stored: hex(await sealChunk(bytes(key), size, index, bytes(chunk))) };
  },

  async seal_part({ stored, mix_key: key }) {
    return { part: hex(await sealPart(bytes(stored), bytes(key))) };
  },

  async open_posted({ part, mix_secret: secret }) {
    return { stored: hex(await openPart(bytes(part), bytes(secret))) };
  },

  async join_file({ key, size, sha256: digest, chunks }) {
    const file = await openFile({ key: bytes(key), size, sha256: bytes(digest) }, chunks.map(bytes));
    return { sha256: hex(sha256(file)) };
  },

  async split_text({ text }) {
    return { parts: await splitText(text) };
  },

  /** A signature as it is outside the protocol, without a domain. */
  verify_plain({ key, message, signature }) {
    verify(/** @type {any} */ (''), bytes(key), bytes(message), bytes(signature));
    return {};
  },

  encapsulate({ public: key }) {
    const { ciphertext, shared } = encapsulate(bytes(key));
    return { ciphertext: hex(ciphertext), shared: hex(shared) };
  },

  box_seal({ public: key, message }) {
    return { box: hex(boxSeal(bytes(key), bytes(message))) };
  },

  secretbox({ key, message }) {
    return { box: hex(secretboxSeal(bytes(key), bytes(message))) };
  },

  draw_phrase: ({ mask }) => ({ phrase: drawPhrase(mask) }),

  new_object: ({ k_object: key }) => ({ object: hex(newObject(bytes(key))) }),

  async wrap({ bundle, root, pepper, instance }) {
    return { wrapped: hex(await wrap(bytes(bundle), bytes(root), bytes(pepper), bytes(instance))) };
  },

  async wrap_sheet({ bundle, sheet, instance }) {
    return { resting: hex(await wrapResting(bytes(bundle), bytes(sheet), bytes(instance))) };
  },

  async seal_marks({ content, sign_seed: seed, instance }) {
    return { marks: hex(await sealMarks(JSON.parse(content), bytes(seed), bytes(instance))) };
  },

  keys_signature({ seed, instance, slot, since, keys }) {
    const message = keysMessage(bytes(instance), { slot, since, keys: bytes(keys) });
    return { signature: hex(sign(Domain.KEYS, bytes(seed), message)) };
  },

  sign_body({ seed, body }) {
    return { key: hex(publicKey(bytes(seed))), signature: hex(sign(Domain.DIRECTORY, bytes(seed), utf8(body))) };
  },

  ...caseMakers,
};

/** @param {string} [text] */
function optional(text) {
  return text === undefined ? undefined : bytes(text);
}

/** @param {string} text */
function bytes(text) {
  return fromHex(text);
}

/** @param {string} directory */
function undated(directory) {
  const known = VERIFIED.get(directory) ?? verifyDirectory(bytes(directory), { today: null, fingerprint: null });
  VERIFIED.set(directory, known);
  return known;
}

/** Most vectors of mixes and replies have one directory. */
/** @type {Map<string, ReturnType<typeof verifyDirectory>>} */
const VERIFIED = new Map();

/** @param {Fields} recipe */
function boardBytes(recipe) {
  const entries = pieces(recipe, recipe.entries, '', ENTRY);
  return edited(join(bytes(recipe.head), ...entries, bytes(recipe.tail)), recipe.edits);
}

/** @param {Fields} recipe */
function batchBytes(recipe) {
  const whole = join(...pieces(recipe, recipe.envelopes, recipe.head, ENVELOPE));
  return edited(whole.slice(0, whole.length - recipe.cut), recipe.edits);
}

/**
 * @param {Fields} recipe
 * @returns {Promise<Bytes>}
 */
async function storedBytes(recipe) {
  const known = STORED.get(recipe.sha256) ?? await plainStored(recipe);
  STORED.set(recipe.sha256, known);
  return edited(known, recipe.edits);
}

/** Most vectors of files have the same chunks. */
/** @type {Map<string, Bytes>} */
const STORED = new Map();

/**
 * @param {Fields} recipe
 * @returns {Promise<Bytes>} before anything in it is changed
 */
async function plainStored(recipe) {
  const text = bytes(recipe.text);
  const chunk = new Uint8Array(CHUNK);
  for (let at = 0; at < recipe.length; at += 1) chunk[at] = text[at % text.length];
  return checked(join(bytes(recipe.head), await gcmSeal(bytes(recipe.chunk_key), chunk)), recipe.sha256);
}

/**
 * @param {Fields} recipe
 * @returns {Promise<Bytes>}
 */
async function partBytes(recipe) {
  const inner = (await storedBytes(recipe.stored)).slice(PART_ID);
  return edited(checked(join(bytes(recipe.head), await gcmSeal(bytes(recipe.k), inner)), recipe.sha256), recipe.edits);
}

/**
 * @param {Bytes} whole
 * @param {string} digest as its recipe has it
 */
function checked(whole, digest) {
  if (hex(sha256(whole)) !== digest) throw new TypeError('the recipe gives other bytes');
  return whole;
}

/**
 * @param {Bytes} whole
 * @param {Fields[]} [edits] each made in turn: from `at`, `cut` bytes go and those of `put` come
 * @returns {Bytes}
 */
export function edited(whole, edits = []) {
  let sum = whole;
  for (const { at, cut, put } of edits) sum = join(sum.subarray(0, at), bytes(put), sum.subarray(at + cut));
  return sum;
}

/**
 * @param {Fields} recipe
 * @param {number} count
 * @param {string} head
 * @param {number} size
 * @returns {Bytes[]}
 */
function pieces({ seed, sorted }, count, head, size) {
  const name = JSON.stringify([seed, count, head, size]);
  const made = MADE.get(name) ?? Array.from({ length: count }, (_, at) => piece(bytes(seed), at, bytes(head), size));
  if (count <= MOST_KEPT) MADE.set(name, made);
  return sorted === false ? made : [...made].sort(compare);
}

/** Many vectors are one board with a different flaw, and its hundreds of thousands of bytes are made once. */
/** @type {Map<string, Bytes[]>} */
const MADE = new Map();
const MOST_KEPT = 400;

/**
 * @param {Bytes} seed
 * @param {number} at
 * @param {Bytes} head
 * @param {number} size
 */
function piece(seed, at, head, size) {
  const hashes = Array.from({ length: Math.ceil((size - head.length) / 32) }, (_, j) => sha256(seed, u32(at), u32(j)));
  return join(head, ...hashes).slice(0, size);
}
