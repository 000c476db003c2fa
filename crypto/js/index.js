/**
 * The Sealed Line protocol for the browser. Pages import from here alone.
 *
 * `Bytes` is `Uint8Array<ArrayBuffer>`. Every failure is a subclass of ProtocolError, whose `name` is that of
 * protocol.md section 11. Days are "YYYY-MM-DD", slots 0 to 7; the caller hands in today and the epoch, as
 * there is no clock here, and no function takes randomness.
 *
 * Directory
 *   verifyDirectory(file: Bytes, { today: string | null, fingerprint: Bytes | null }) -> CurrentDirectory
 *       { chain: Directory[], current: Directory, keys: MemberPublic[], bytes }; a Directory has body, hash, version, day, notAfter,
 *       instance, members: { slot, role, sign, keys, since, keysSignature }[], intakeKey, boardKey, quorum, previous
 *   recipients(directory, excluded: number[]) -> (MemberPublic | null)[8]                              TooFewReaders
 *   hashesCarrying(directory, secret: MemberSecret) -> Bytes[]        for openEnvelope, newest first
 *   founding: makeKeysSignature(secret, instance, since) -> Bytes;  checkDraft(body: string, secret, instance) -> Directory;
 *       async spokenWords(draft: Directory) -> string[6], takes a second;  signBody(body: string, secret) -> Bytes
 *   later versions: checkSuccessor(body: string, before: Directory) -> Directory
 *   async keyWords(sign, keys: hash, instance) -> string[6]           of one person's keys
 *   for other makers of directories: makeBody, assemble, parseDirectory
 *
 * Reporter
 *   drawPhrase(mask: number) -> string;  maskOfSlots(slots) -> number;  slotsOfMask(mask) -> number[];  maskOf(phrase) -> number
 *   canonical(text) -> string;  unknownWords(text) -> string[], those not on the list;  WORDS
 *   async reporterFromPhrase(phrase: string, instance) -> Reporter, takes half a second
 *       { mask, thread, checkWords: string[2], key, seed, replyKey(mask) -> Bytes, newObject() -> Bytes, isOwn(object) -> boolean }
 *   async measure(content: Content) -> { used, limit }                fits while used <= limit
 *   async framePayload(content, reporter.seed, instance, directoryHash, object) -> Bytes               TooLong
 *       Content { kind, thread, message, day, language, what, whereWhen, who, howKnown, category, relation, identity,
 *       excluded, replyKey, reporterKey, files: [] }; KINDS, CATEGORIES, RELATIONS
 *   async sealEnvelope(payload, readers, instance, directoryHash, object) -> Bytes                     TooFewReaders
 *   async sealMessage(content, reporter, directory) -> Bytes          frames and seals: object, readers and hash taken care of
 *   async filler(instance) -> Bytes                                   what a cover carries
 *   random(length) -> Bytes                                           for Content.message
 *
 * Drop and mix
 *   verifyMix(bytes, directory, epochNow: number | null) -> Mix { instance, epoch, mixKey, challenge, bits, directory }
 *   async solve(challenge, envelope, bits, breathe?) -> Bytes;  checkWork(challenge, envelope, work, bits)
 *   sealDrop(kind: Kind.COVER | Kind.ENVELOPE, envelope, mixKey, work) -> Bytes;  openDrop(drop, mixSecret, instance) -> Drop
 *   STORED, NOT_STORED: the intake's answers, to compare with after trimming
 *
 * Parts of files: not used by the pages yet
 *   countChunks(size) -> number;  partIds(key, size) -> Bytes[], of decoys as well                     TooLong
 *   async sealChunk(key, size, index, chunk) -> stored part;  async sealPart(stored, mixKey) -> part
 *   async openPart(part, mixSecret) -> stored part;  async openChunk(key, size, index, stored) -> chunk
 *   async openFile({ key, size, sha256 }, stored: Bytes[]) -> Bytes   Damaged when a chunk is missing or not in its place
 *
 * Board and replies
 *   verifyBoard(bytes, boardKey, instance) -> Board { instance, sequence, epoch, previous, entries, stored: { epoch, objects }[] }
 *   findStored(board, reporter) -> { epoch, object }[]                the reporter's own envelopes
 *   async findReplies(board.entries, reporter, directory.chain, instance) -> { replies: Reply[], mask, failures: ProtocolError[] }
 *       Reply { reply, slot, role, day, text, parts, missing: number[], excluded: as named }; mask: the slots whose
 *       exclusion counts; follow-ups exclude slotsOfMask(mask) and carry reporter.replyKey(mask)
 *   async openReply(entry, replyKey, thread, chain, instance) -> one part, with its author: DirectoryMember, and role
 *   follows(before, board)                                            BrokenChain
 *   async splitText(text) -> string[1..16], the parts it would take  TooLong
 *   async sealReplies({ text, day, excluded }, secret, { replyKey, thread }, instance) -> Bytes[1..16]  TooLong
 *
 * Member
 *   splitBatch(bytes) -> Bytes[] envelopes;  checkBatch(envelopes, instance);  batchHash(bytes) -> Bytes
 *   batchHasher() -> { add(bytes), hash() -> Bytes }
 *   objectOf(envelope) -> Bytes;  checkEnvelopeShape(envelope, instance)
 *   opensFirst(envelope, secret, instance) -> boolean                 cheap first step, for scanning
 *   async openEnvelope(envelope, secret, directoryHashes, instance) -> Opened { content, object, directoryHash, contentKey }
 *   async envelopeOpener(secret, directoryHashes, instance) -> (envelope) => Promise<Opened>   for a whole batch
 *   belongsTo(followup: Content, report: Content) -> boolean
 *   generateKeys(slot) -> MemberSecret { slot, public: MemberPublic, signKey, signSeed, x25519, pack() -> bundle }
 *   MemberSecret.unpack(bundle, slot) -> MemberSecret
 *   keysHash(public) -> Bytes
 *   async stretch(passphrase, login, instance, onProgress?) -> Bytes root: import it from member.js in a Worker of its own
 *   loginVerifier(root) -> Bytes;  async wrap(bundle, root, pepper, instance) -> Bytes;  async unwrap(...) -> bundle     WrongPassphrase
 *   drawCode() -> string;  sheetKey(code, instance) -> sheet;  sheetProof(sheet) -> Bytes
 *   async wrapResting(bundle, sheet, instance) -> Bytes;  async unwrapResting(resting, sheet, instance) -> bundle        WrongPassphrase
 *   async sealMarks(value, signSeed, instance) -> Bytes;  async openMarks(sealed, signSeed, instance) -> value           TooLong
 *       value: JSON whose numbers are integers from 0
 *
 * Encodings: hex, fromHex, base64, fromBase64, sha256(...parts), equal(a, b). Lengths: every constant of limits.js.
 */
export * from './errors.js';
export * from './limits.js';
export { base64, equal, fromBase64, fromHex, hex, utf8 } from './encoding.js';
export { deflate } from './deflate.js';
export { sha256 } from './derivation.js';
export { random } from './boxes.js';
export { canonical, unknownWords, WORDS } from './words.js';
export { generateKeys, keysHash, MemberSecret } from './keys.js';
export { hashesCarrying, recipients, verifyDirectory } from './directory.js';
export { makeBody, makeKeysSignature, parseDirectory } from './version.js';
export { assemble, checkDraft, checkSuccessor, signBody, spokenWords } from './founding.js';
export { keyWords } from './spoken.js';
export { filler, sealEnvelope, sealMessage } from './sealing.js';
export { belongsTo, CATEGORIES, framePayload, KINDS, measure, RELATIONS, unframePayload } from './payload.js';
export { envelopeOpener, openEnvelope, opensFirst } from './opening.js';
export { Kind, NOT_STORED, openDrop, sealDrop, STORED } from './drop.js';
export { checkWork, solve, verifyMix } from './mix.js';
export { countChunks, countParts, openChunk, openFile, openPart, partIds, sealChunk, sealPart } from './part.js';
export { drawPhrase, maskOf, maskOfSlots, Reporter, reporterFromPhrase, slotsOfMask } from './phrase.js';
export { openReply, sealReply } from './reply.js';
export { findReplies, sealReplies, splitText } from './replies.js';
export { findStored, follows, verifyBoard } from './board.js';
export { batchHash, batchHasher, checkBatch, checkEnvelopeShape, objectOf, splitBatch } from './batch.js';
export {
  drawCode, loginVerifier, openMarks, sealMarks, sheetKey, sheetProof, stretch, unwrap, unwrapResting, wrap, wrapResting,
} from './member.js';

/** @typedef {import('./encoding.js').Bytes} Bytes */
/** @typedef {import('./keys.js').MemberPublic} MemberPublic */
/** @typedef {import('./version.js').Directory} Directory */
/** @typedef {import('./version.js').DirectoryMember} DirectoryMember */
/** @typedef {import('./directory.js').CurrentDirectory} CurrentDirectory */
/** @typedef {import('./payload.js').Content} Content */
/** @typedef {import('./opening.js').Opened} Opened */
/** @typedef {import('./mix.js').Mix} Mix */
/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('./replies.js').Reply} Reply */
/** @typedef {import('./reply.js').OpenedReply} OpenedReply */
