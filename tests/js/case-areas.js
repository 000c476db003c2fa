/**
 * The areas of vectors about cases, and what the Python side asks for beside them: see tests/vectors/README.md.
 */
import { approvalBody, signApproval } from '../../crypto/js/approval.js';
import { madeLater, openHeld, openContents } from '../../crypto/js/case-keys.js';
import { verifyCertificate } from '../../crypto/js/certificate.js';
import { checkNext, makeCheckpoint, verifyCheckpoint } from '../../crypto/js/checkpoint.js';
import { checkConfirmation, confirmationBody, signConfirmation } from '../../crypto/js/confirmation.js';
import { verifyDirectory } from '../../crypto/js/directory.js';
import { parseSigned, plain, readSigned, serialise } from '../../crypto/js/document.js';
import { fromHex, fromUtf8, hex } from '../../crypto/js/encoding.js';
import { openContent, parseEntry, sealContent, signEntry } from '../../crypto/js/entry.js';
import { openGrant, sealGrant } from '../../crypto/js/grant.js';
import { caseId, itemId, openItem, sealItem } from '../../crypto/js/item.js';
import { keysHash, MemberSecret } from '../../crypto/js/keys.js';
import { orderBody, signOrder } from '../../crypto/js/order.js';
import { cameLate, checkOrders, checkSeen, reviewed } from '../../crypto/js/orders.js';
import { openIndex, sealIndex } from '../../crypto/js/overview.js';
import { serialiseContent } from '../../crypto/js/payload.js';
import { checkPinned, checkRecord, lastOf } from '../../crypto/js/record.js';
import { makeReadingKeys, openRing, sealRing } from '../../crypto/js/ring.js';
import { listOf, readJson } from '../../crypto/js/strict.js';
import {
  checkLeaves, consistencyProof, inclusionProof, root, verifyConsistency, verifyInclusion,
} from '../../crypto/js/tree.js';

/** @typedef {Record<string, any>} Fields */

const readRecord = listOf(readSigned);

/** @type {Record<string, (input: Fields) => Promise<Fields> | Fields>} */
export const caseAreas = {
  grant(input) {
    return { case_key: hex(openGrant(bytes(input.grant), secretOf(input), grantPlace(input))) };
  },

  async item({ item, case_key: caseKey, case: caseName, id, instance, directory, slot }) {
    const where = { caseKey: bytes(caseKey), case: bytes(caseName), id: bytes(id) };
    const directoryHashes = chainOf(directory).map(({ hash }) => hash);
    const found = await openItem(bytes(item), where, { instance: bytes(instance), directoryHashes, slot });
    return {
      content: fromUtf8(serialiseContent(found.opened.content)),
      directory_hash: hex(found.opened.directoryHash),
      filed_as: hex(caseId(found.item)),
    };
  },

  async content(input) {
    return { content: JSON.stringify(await openContent(bytes(input.content), contentPlace(input))) };
  },

  async record(input) {
    const record = checked(input);
    if (input.do === 'check') {
      return {
        entries: record.entries.length,
        last: hex(record.hashes[record.hashes.length - 1]),
        state: lastOf(record).state,
        readers: [...record.readers].sort(([a], [b]) => (a < b ? -1 : 1)),
      };
    }
    let at = 0;
    const contents = input.lengths.map((/** @type {number} */ length) => {
      at += length;
      return length ? bytes(input.contents).slice(at - length, at) : null;
    });
    if (input.do === 'open') return { opened: texts(await openContents(record, contents, input.number, bytes(input.case_key))) };
    const held = input.held.map((/** @type {[number, string]} */ [number, key]) => ({ number, caseKey: bytes(key) }));
    const found = await openHeld(record, contents, held);
    const keys = [...found.keys].map(([number, key]) => [number, hex(key)]);
    return { opened: texts(found), keys, later: madeLater(record, Math.max(...found.keys.keys())) };
  },

  confirmation({ document, instance, auditor, directory }) {
    const of = { instance: bytes(instance), auditor: bytes(auditor), chain: chainOf(directory) };
    const { day, slot } = checkConfirmation(parseSigned(bytes(document)), of);
    return { day, slot };
  },

  order({ orders, instance, directory, seen, looked }) {
    const documents = listOf(readSigned)(readJson(bytes(orders)));
    const found = checkOrders(documents, { instance: bytes(instance), chain: chainOf(directory) });
    if (seen !== null) checkSeen(found, seen[0], bytes(seen[1]));
    return {
      count: found.head.count,
      head: hex(found.head.hash),
      adopted: found.adopted ? hex(found.adopted.hash) : '',
      calendar: found.rules?.calendar ?? 0,
      classes: (found.rules?.classes ?? []).map((one) => [one.class, one.years, one.days]),
      frozen: found.frozen.map((freeze) => [freeze.number, reviewed(found, freeze)]),
      ...(looked && { late: cameLate(found, { count: looked[0], version: looked[1], day: looked[2] }).map(({ number }) => number) }),
    };
  },

  certificate({ document, directory }) {
    const found = verifyCertificate(parseSigned(bytes(document)), chainOf(directory));
    return {
      hash: hex(found.hash),
      what: found.what,
      day: found.day,
      case: hex(found.case),
      epochs: [found.first, found.last],
      entries: found.entries.length,
      sealed: found.sealed.length,
      order: hex(found.order),
      approvers: found.approvers.map(hex),
      method: found.method,
      beyond: found.beyond,
    };
  },

  tree: (input) => trees[input.do](input),

  checkpoint({ checkpoint, board_key: key, instance, before, proof }) {
    const found = verifyCheckpoint(bytes(checkpoint), bytes(key), bytes(instance));
    if (before !== null) checkNext(verifyCheckpoint(bytes(before), bytes(key), bytes(instance)), found, proof.map(bytes));
    return { size: found.size, root: hex(found.root), epoch: found.epoch };
  },
};

/** @type {typeof caseAreas} */
const trees = {
  root: ({ leaves }) => ({ root: hex(root(leaves.map(bytes))) }),

  inclusion({ data, index, size, proof, root: wanted }) {
    verifyInclusion(bytes(data), index, size, proof.map(bytes), bytes(wanted));
    return {};
  },

  consistency({ size, root: older, later, later_root: newer, proof }) {
    verifyConsistency(size, bytes(older), later, bytes(newer), proof.map(bytes));
    return {};
  },

  leaves({ leaves, entries, openings }) {
    checkLeaves(leaves.map(bytes), entries.map(bytes), openings.map(bytes));
    return {};
  },
};

/**
 * A part of the area member.
 * @param {Fields} input
 */
export async function openIndexed({ index, sign_seed: seed, instance }) {
  return { content: JSON.stringify(await openIndex(bytes(index), bytes(seed), bytes(instance))) };
}

/** @param {Fields} input @returns {Promise<Fields>} */
export async function openedRing(input) {
  const ring = await openRing(bytes(input.ring), secretOf(input), bytes(input.instance));
  return { held: ring.map(({ secret, day }) => ({ keys: hex(keysHash(secret.public)), day })) };
}

/** @param {{ opened: (object | null)[] }} read */
function texts({ opened }) {
  return opened.map((one) => one && JSON.stringify(one));
}

/** @param {Fields} input */
function secretOf({ slot, sign_seed: seed, x25519, mlkem_seed: mlkem }) {
  return MemberSecret.unpack(bytes(seed + x25519 + mlkem), slot);
}

/**
 * What draws randomness or signs, and so is compared by being opened on the other side.
 * @type {typeof caseAreas}
 */
export const caseMakers = {
  async renew_ring({ ring, day, instance, ...input }) {
    const own = secretOf(input);
    const before = ring === null ? [] : await openRing(bytes(ring), own, bytes(instance));
    const fresh = makeReadingKeys(own, day);
    const { x25519, mlkem } = fresh.secret.public;
    return { ring: hex(await sealRing([fresh, ...before], own, bytes(instance))), public: { x25519: hex(x25519), mlkem: hex(mlkem) } };
  },

  seal_grant({ case_key: key, public: reader, ...input }) {
    const keys = { x25519: bytes(reader.x25519), mlkem: bytes(reader.mlkem) };
    return { grant: hex(sealGrant(bytes(key), keys, grantPlace(input))) };
  },

  async seal_item({ content_key: key, directory_hash: hash, envelope, case_key: caseKey }) {
    const item = { contentKey: bytes(key), directoryHash: bytes(hash), envelope: bytes(envelope) };
    return { item: hex(await sealItem(item, bytes(caseKey), caseId(item))), id: hex(itemId(item)), case: hex(caseId(item)) };
  },

  async seal_content({ content, ...input }) {
    return { content: hex(await sealContent(JSON.parse(content), contentPlace(input))) };
  },

  sign_entry: ({ entry, seed }) => {
    const parsed = parseEntry({ body: entry, signatures: [] });
    return { document: hex(serialise(signEntry(parsed, bytes(seed)))) };
  },

  sign_approval({ approval, seed }) {
    const { instance, case: caseName, reader, what, ...rest } = approval;
    const named = { instance: bytes(instance), case: bytes(caseName), reader: bytes(reader), what: bytes(what) };
    const body = approvalBody({ ...rest, ...named });
    return plain({ body, signatures: [signApproval(body, bytes(seed))] });
  },

  sign_confirmation({ confirmation: { instance, auditor, day }, seed }) {
    const body = confirmationBody({ instance: bytes(instance), auditor: bytes(auditor), day });
    return plain({ body, signatures: [signConfirmation(body, bytes(seed))] });
  },

  sign_order({ order, seed }) {
    const { instance, previous, rules, ...rest } = order;
    const written = { ...rest, instance: bytes(instance), previous: bytes(previous), rules: 'profile' in rules ? rules : null };
    const body = orderBody(written);
    return plain({ body, signatures: [signOrder(body, bytes(seed))] });
  },

  proofs({ leaves, index, size }) {
    const found = leaves.map(bytes);
    return { inclusion: inclusionProof(index, found).map(hex), consistency: consistencyProof(size, found).map(hex) };
  },

  make_checkpoint({ instance, size, root: wanted, epoch, seed }) {
    return { note: hex(makeCheckpoint({ instance: bytes(instance), size, root: bytes(wanted), epoch }, bytes(seed))) };
  },

  async seal_index({ content, sign_seed: seed, instance }) {
    return { index: hex(await sealIndex(JSON.parse(content), bytes(seed), bytes(instance))) };
  },
};

/** @param {Fields} input */
function checked({ record, instance, case: caseName, directory, today, pinned }) {
  const documents = readRecord(readJson(bytes(record)));
  const of = { instance: bytes(instance), case: bytes(caseName), chain: chainOf(directory), today };
  const found = checkRecord(documents, of);
  if (pinned) checkPinned(found, pinned[0], bytes(pinned[1]));
  return found;
}

/** @param {Fields} input */
function grantPlace({ instance, case: caseName, number }) {
  return { instance: bytes(instance), case: bytes(caseName), number };
}

/** @param {Fields} input */
function contentPlace({ case_key: key, case: caseName, sequence, author }) {
  return { caseKey: bytes(key), case: bytes(caseName), sequence, author: bytes(author) };
}

/** @param {string} text */
function bytes(text) {
  return fromHex(text);
}

/** Most vectors have one directory. */
/** @type {Map<string, ReturnType<typeof verifyDirectory>['chain']>} */
const CHAINS = new Map();

/** @param {string} directory */
function chainOf(directory) {
  const known = CHAINS.get(directory) ?? verifyDirectory(bytes(directory), { today: null, fingerprint: null }).chain;
  CHAINS.set(directory, known);
  return known;
}
