/**
 * Writing an entry: foreseen by the rules of treatment, sealed, signed, checked once as every reader will check it, and
 * sent. When somebody else was faster it is foreseen anew and written after theirs, or refused with the reason.
 */
import {
  canMend, checkStep, entryHash, extend, lastOf, newCaseKey, NotAllowed, parseApproval, parseEntry, plain, sealContent, sealItem, signEntry,
} from '../../../crypto/js/cases.js';
import { base64, equal, hex, sha256 } from '../../../crypto/js/index.js';
import { Refused, demandFresh } from '../api.js';
import { clearPart } from '../lifecycle/due.js';
import { need } from '../lifecycle/failures.js';
import { foresee } from '../lifecycle/folding.js';
import { leftOut, readersOn, stayers } from '../lifecycle/readers.js';
import { kindOf } from '../lifecycle/rules.js';
import { EMPTY } from '../lifecycle/state.js';
import { approvalOf, documentOf } from './approvals.js';
import * as api from './api.js';
import { readersToGrant, sealGrants, writtenGrants } from './granting.js';
import { itemName } from './items.js';
import { checkNamed } from './naming.js';
import { directoryOf, forget, members, openCase, termsOf } from './store.js';
import { dayNow } from '../clock.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { CaseRecord, Item } from '../../../crypto/js/cases.js' */
/** @import { Signed } from '../../../crypto/js/document.js' */
/** @import { Content } from '../lifecycle/content.js' */
/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/** @import { NewEntry } from './api.js' */
/** @import { Grants, GrantTo } from './granting.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */

/**
 * @typedef {object} Extra
 * @property {GrantTo[]} [grantTo] keys that were checked; without it a renewal goes to all who stay
 * @property {Item[]} [items] that the entry brings into the case
 * @property {Signed[]} [approvals]
 * @property {(now: OpenCase) => boolean} [unless] when somebody was faster: whether they did the same
 * @property {boolean} [passOver] a new key may pass over those that are no good here: somebody has asked for that
 */
/**
 * What an entry follows, and the keys under which it is sealed.
 * @typedef {object} Place
 * @property {CaseRecord} record
 * @property {CaseState} state
 * @property {number} number of the case key
 * @property {Bytes} caseKey
 * @property {{ before: Bytes, older: number } | null} leads where this entry is the first under its key: to which older one
 */
/** @typedef {{ entry: NewEntry, hash: Bytes }} Written */

const TRIES = 5;
/** What the server cannot tell from other entries, and what is not to be done by an open page alone. */
const GRAVE = new Set(['request', 'approval']);

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} content a request's act needs no number: it gets that of the entry
 * @param {Extra} [extra]
 * @returns {Promise<OpenCase>} as it is then; for who has left it, as it was
 * @throws {import('../lifecycle/failures.js').NotAllowed} with its reason; Refused
 */
export async function write(own, opened, content, extra = {}) {
  for (let tries = 1, now = opened; ; tries += 1) {
    const written = await compose(own, now, content, extra);
    if (GRAVE.has(content.kind) && tries === 1) await demandFresh();
    const failure = await send(now.id, written.entry);
    if (!failure && content.kind === 'recusal') return leave(own, now);
    const found = await openCase(own, now.id).catch((error) => {
      throw failure ?? error;
    });
    if (found.record.hashes.some((hash) => equal(hash, written.hash))) return found; // also when the answer got lost
    if (failure?.code === 'moved' && extra.unless?.(found)) return found;
    if (failure?.code !== 'moved' || tries === TRIES) throw failure ?? new Refused('failure', 0);
    now = found;
  }
}

/**
 * Whether the rules let it be written now; nothing is sent.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} content of a kind that makes no grants
 * @returns {CaseState} as it would be then
 * @throws {import('../lifecycle/failures.js').LifecycleError}
 */
export function checkWritable(own, opened, content) {
  const { record, state } = opened;
  const place = { record, state, number: state.key };
  return foresee(state, foreseen(own, place, numbered(content, state.next), { grantTo: [], approvals: [] }), members(own));
}

/**
 * The same for a kind that makes grants: it is made as it would be sent, and nothing is sent.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} content
 * @throws {import('../lifecycle/failures.js').LifecycleError} or what the protocol throws
 */
export async function rehearse(own, opened, content) {
  await compose(own, opened, content, {});
}

/**
 * A new case key, for all who stay. `content` says why: a renewal, or somebody's leaving.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} [content]
 */
export function renew(own, opened, content = { kind: 'renewal' }) {
  return write(own, opened, content);
}

/**
 * The own yes to a request.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {number} request
 */
export function approve(own, opened, request) {
  return write(own, opened, approvalOf(opened, request, own.secret.signSeed));
}

/**
 * What was asked for, word for word, with the signatures of those who said yes.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {number} request
 */
export function carryOut(own, opened, request) {
  const asked = opened.state.requests.find((one) => one.request === request);
  if (!asked) throw new Error('no such request');
  return write(own, opened, JSON.parse(asked.asks), { approvals: [documentOf(opened, request, asked.approved)] });
}

/**
 * The first entry. When the case is there already, somebody else has filed it, and nothing is written.
 * @param {CaseVisit} own
 * @param {Bytes} id
 * @param {Content} content
 * @param {{ grantTo: GrantTo[], items: Item[] }} extra
 * @returns {Promise<OpenCase>}
 * @throws {Refused} not_found when the case is there, and not for this member
 */
export async function begin(own, id, content, extra) {
  const { chain } = await directoryOf(own);
  const of = { instance: own.instance, case: id, chain, today: dayNow() };
  /** @type {CaseRecord} */
  const record = { of, entries: [], hashes: [], readers: new Map(), executed: new Set() };
  const place = { record, state: EMPTY, number: 0, caseKey: newCaseKey(), leads: null };
  const { entry } = await composeAt(own, place, content, extra);
  const failure = await send(hex(id), entry);
  if (failure && failure.code !== 'moved' && failure.code !== 'unreachable') throw failure;
  return openCase(own, hex(id));
}

/**
 * @param {string} id
 * @param {NewEntry} entry
 * @returns {Promise<Refused | null>}
 */
async function send(id, entry) {
  try {
    await api.post(id, entry);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 */
function leave(own, opened) {
  forget(own, opened.id);
  return opened;
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} content
 * @param {Extra} extra
 * @returns {Promise<Written>}
 */
async function compose(own, opened, content, extra) {
  await directoryOf(own);
  await checkNamed(own, opened, content);
  const { record, state } = opened;
  const renewed = kindOf(content.kind).grants === 'renew';
  const newest = newestKey(opened);
  need(opened.broken.length === 0 || (renewed && extra.passOver === true), 'later_key');
  const place = {
    record: { ...record, of: { ...record.of, today: dayNow() } },
    state,
    number: lastOf(record).key + Number(renewed),
    caseKey: renewed ? newCaseKey() : newest.before,
    leads: renewed ? newest : null,
  };
  const grantTo = extra.grantTo ?? (renewed ? await staying(own, opened, content) : []);
  return composeAt(own, place, numbered(content, state.next), { ...extra, grantTo });
}

/**
 * @param {OpenCase} opened
 * @returns {{ before: Bytes, older: number }} the newest key that is good here, to which a new one leads
 */
function newestKey({ keys }) {
  const older = Math.max(...keys.keys());
  return { before: /** @type {Bytes} */ (keys.get(older)), older };
}

/**
 * Whether this person may make a new key that passes over those that are no good here.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 */
export function mayPassOver(own, opened) {
  try {
    checkStep(opened.record, nextRenewal(own, opened), newestKey(opened).older);
    return true;
  } catch (error) {
    if (error instanceof NotAllowed) return false;
    throw error;
  }
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @returns {string[]} the keys of those who stand in the way of passing over, since they can make a new key for all
 */
export function whoCanMend(own, opened) {
  return canMend(opened.record, nextRenewal(own, opened), newestKey(opened).older);
}

/** @param {CaseVisit} own @param {OpenCase} opened what of it can be told before it is made */
function nextRenewal(own, { record }) {
  return { sequence: record.entries.length, key: lastOf(record).key + 1, day: dayNow(), author: own.secret.signKey, approvals: [] };
}

/**
 * On the day of a change two lists are in force, and the rules leave open who of either is given the new key: here those
 * who came stay, and those who left do not.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} content
 */
function staying(own, opened, content) {
  const me = hex(own.secret.signKey);
  const stay = stayers(opened.state, members(own), content, me, dayNow());
  const listed = new Set(own.directory?.current.members.map(({ sign }) => hex(sign)));
  const came = readersOn(opened.state, dayNow()).filter((one) =>
    !stay.includes(one) && one.person !== leftOut(content, me) && listed.has(one.person));
  return readersToGrant(own, opened, [...stay, ...came]);
}

/**
 * @param {Content} content
 * @param {number} sequence
 * @returns {Content}
 */
function numbered(content, sequence) {
  return content.kind === 'request' ? { ...content, act: { ...content.act, request: sequence } } : content;
}

/**
 * @param {CaseVisit} own
 * @param {Place} place
 * @param {Content} content
 * @param {Extra & { grantTo: GrantTo[] }} extra
 * @returns {Promise<Written>}
 */
async function composeAt(own, place, content, { grantTo, items = [], approvals = [] }) {
  const { record, number, caseKey, leads } = place;
  const { instance, case: id } = record.of;
  const [author, sequence] = [own.secret.signKey, record.entries.length];
  const done = foresee(place.state, foreseen(own, place, content, { grantTo, approvals }), members(own)); // what the rules say
  const said = leads ? { ...content, ...leading(leads, number) } : content;
  const sealed = await sealContent(said, { caseKey, case: id, sequence, author });
  const grants = sealGrants(caseKey, grantTo, { instance, case: id, number });
  const clear = clearPart(done, termsOf(own));
  const document = signEntry({
    instance, case: id, sequence, previous: record.hashes[sequence - 1] ?? new Uint8Array(32), day: dayNow(), author, key: number,
    content: sha256(sealed), state: /** @type {'open'} */ (clear.state), hold: clear.hold === 1, review: clear.review, due: clear.due,
    grants: grants.granted, approvals: approvals.map((signed) => ({ signed, approval: parseApproval(signed) })),
  }, own.secret.signSeed);
  extend(record, document); // what everybody else will say of it
  if (leads) checkStep(record, parseEntry(document), leads.older);
  return { entry: await asSent(document, sealed, grants, items, { caseKey, id }), hash: entryHash(document) };
}

/**
 * @param {{ before: Bytes, older: number }} leads
 * @param {number} number of the new key
 */
function leading({ before, older }, number) {
  return { before: hex(before), ...(older < number - 1 ? { from: older } : {}) };
}

/**
 * @param {CaseVisit} own
 * @param {Pick<Place, 'record' | 'state' | 'number'>} place
 * @param {Content} content
 * @param {{ grantTo: GrantTo[], approvals: Signed[] }} extra
 * @returns {Opened}
 */
function foreseen(own, { record, state, number }, content, { grantTo, approvals }) {
  return {
    sequence: state.next,
    day: dayNow(),
    author: hex(own.secret.signKey),
    key: number,
    content,
    grants: grantTo.map(({ sign, until }) => ({ person: sign, until })),
    approvals: approvals.map((signed) => {
      const { action, what } = parseApproval(signed);
      const request = record.hashes.findIndex((hash) => equal(hash, what));
      return { action, request, signers: signed.signatures.map(({ key }) => hex(key)).sort() };
    }),
    state: '',
    hold: 0,
  };
}

/**
 * @param {Signed} document
 * @param {Bytes} sealed
 * @param {Grants} grants
 * @param {Item[]} items
 * @param {{ caseKey: Bytes, id: Bytes }} under
 * @returns {Promise<NewEntry>}
 */
async function asSent(document, sealed, grants, items, { caseKey, id }) {
  const values = await Promise.all(items.map((item) => sealItem(item, caseKey, id)));
  return {
    document: plain(document),
    content: base64(sealed),
    grants: writtenGrants(grants),
    items: items.map((item, at) => ({ id: itemName(item), value: base64(values[at]) })),
  };
}
