/**
 * Cases for the browser: what members' pages import beside index.js, and reporters' pages never.
 *
 * Keys and envelopes: newCase() -> case;  newCaseKey() -> key;  sealGrant(caseKey, reader: { x25519, mlkem }, { instance, case, number }) -> grant;
 *   openGrant(grant, secret: MemberSecret, place) -> caseKey                                          NotARecipient, Damaged
 *   caseId(item), itemId(item) -> Bytes[16];  item: { contentKey, directoryHash, envelope };  async sealItem(item, caseKey, case) -> Bytes
 *   async openItem(sealed, { caseKey, case, id }, { instance, directoryHashes, slot }) -> { item, opened: Opened }
 * Entries: signEntry(entry, seed) -> Signed;  parseEntry, entryHash(signed);  STATES, ACTIONS
 *   async sealContent(object, { caseKey, case, sequence, author }) -> Bytes;  async openContent(sealed, place) -> object
 * Record: checkRecord(documents, { instance, case, chain, today }) -> CaseRecord;  extend(record, document);  lastOf(record)
 *   checkPinned(record, count, hash);  checkContents(record, contents);  readersOn(record, day), standing(readers) -> Set of hex
 * Keys: async openHeld(record, contents, held: { number, caseKey }[]), async openContents(record, contents, number, caseKey)
 *   -> { opened: (object | null)[], keys: Map };  checkStep(record, renewal, older), NotAllowed;  madeLater(record, number) -> number[]
 * Approvals: approvalBody(approval) -> string;  signApproval(body, seed) -> Signature;  parseApproval(signed)
 * Confirmations: confirmationBody(confirmation) -> string;  signConfirmation(body, seed) -> Signature;  isConfirmed(slots)
 *   checkConfirmation(signed, { instance, auditor, chain }) -> Confirmation & { slot }
 * Orders: orderBody(order) -> string;  signOrder(body, seed) -> Signature;  parseOrder(signed) -> Order
 *   checkOrders(documents, { instance, chain }) -> Orders { orders, adopted, rules, frozen, head };  follow(orders, signed) -> Orders
 *   checkSeen(orders, count, hash);  cameLate(orders, { count, version, day }) -> orders;  reviewed(orders, freeze) -> day
 * Certificates: verifyCertificate(signed, chain) -> Certificate
 * Tree: verifyCheckpoint(note, boardKey, instance) -> Checkpoint;  checkNext(pinned, found, proof)
 *   verifyInclusion(data, index, size, proof, root);  checkLeaves(leaves, entries, openings)
 * Index: async sealIndex(value, signSeed, instance) -> Bytes;  async openIndex(sealed, signSeed, instance) -> value
 * Reading keys: makeReadingKeys(own: MemberSecret, day) -> ReadingKeys { secret: MemberSecret, day };  MAX_RING
 *   async sealRing(keys, own, instance) -> Bytes, TooLong;  async openRing(sealed, own, instance) -> ReadingKeys[], newest first
 *   async ringOpener(secrets, directory, instance) -> (envelope) => Promise<Opened>;  openGrantWith(grant, secrets, place) -> caseKey
 */
export { ACTIONS, approvalBody, NOBODY, parseApproval, signApproval } from './approval.js';
export { NotAllowed } from './case-errors.js';
export { canMend, checkStep, madeLater, openHeld, openContents } from './case-keys.js';
export { checkNext, verifyCheckpoint } from './checkpoint.js';
export { verifyCertificate } from './certificate.js';
export { checkConfirmation, confirmationBody, isConfirmed, signConfirmation } from './confirmation.js';
export { parseSigned, plain, readSigned, serialise } from './document.js';
export { entryBody, entryHash, openContent, parseEntry, sealContent, signEntry, STATES } from './entry.js';
export { newCase, newCaseKey, openGrant, sealGrant } from './grant.js';
export { caseId, itemId, openItem, sealItem } from './item.js';
export { orderBody, parseOrder, signOrder } from './order.js';
export { cameLate, checkOrders, checkSeen, follow, reviewed } from './orders.js';
export { openIndex, sealIndex } from './overview.js';
export { checkContents, checkPinned, checkRecord, extend, lastOf, readersOn, standing } from './record.js';
export { makeReadingKeys, openGrantWith, openRing, ringOpener, sealRing } from './ring.js';
export { MAX_RING } from './case-limits.js';
export { checkLeaves, verifyConsistency, verifyInclusion } from './tree.js';

/** @typedef {import('./approval.js').Approval} Approval */
/** @typedef {import('./case-keys.js').HeldKey} HeldKey */
/** @typedef {import('./case-keys.js').Reading} Reading */
/** @typedef {import('./certificate.js').Certificate} Certificate */
/** @typedef {import('./checkpoint.js').Checkpoint} Checkpoint */
/** @typedef {import('./entry.js').Entry} Entry */
/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./order.js').Order} Order */
/** @typedef {import('./order.js').ReadOrder} ReadOrder */
/** @typedef {import('./orders.js').Orders} Orders */
/** @typedef {import('./order.js').Rules} Rules */
/** @typedef {import('./record.js').CaseRecord} CaseRecord */
/** @typedef {import('./ring.js').ReadingKeys} ReadingKeys */
