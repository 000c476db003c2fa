/** What two members sign before something is done, worked out of the entry that asks; and who has signed it rightly. */
import { approvalBody, NOBODY, signApproval } from '../../../crypto/js/cases.js';
import { fromHex, hex, utf8 } from '../../../crypto/js/encoding.js';
import { CaseDomain, isSignedBy } from '../../../crypto/js/signatures.js';
import { kindOf } from '../lifecycle/rules.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { Action } from '../../../crypto/js/approval.js' */
/** @import { Signature, Signed } from '../../../crypto/js/document.js' */
/** @import { OpenCase } from './store.js' */
/** @typedef {Pick<OpenCase, 'record' | 'entries'>} Asked */

const SIGNATURE = /^[0-9a-f]{128}$/;

/**
 * @param {Asked} opened
 * @param {number} request sequence of a request that was accepted
 * @returns {string} the body that everyone signs
 */
export function bodyOf({ record, entries }, request) {
  const { act, until } = /** @type {{ act: { kind: string, person?: string }, until: string }} */ (entries[request].content);
  return approvalBody({
    instance: record.of.instance,
    case: record.of.case,
    action: /** @type {Action} */ (kindOf(act.kind).action),
    reader: act.person ? fromHex(act.person) : NOBODY,
    what: record.hashes[request],
    day: entries[request].day,
    until,
  });
}

/**
 * @param {Asked} opened
 * @param {number} request
 * @param {Bytes} seed
 * @returns {{ kind: 'approval', request: number, signature: string }} what the own approval says
 */
export function approvalOf(opened, request, seed) {
  return { kind: 'approval', request, signature: hex(signApproval(bodyOf(opened, request), seed).signature) };
}

/**
 * @param {Asked} opened
 * @param {number} request
 * @param {readonly string[]} approved who said yes, by the fold
 * @returns {Signed} the document with the signatures that are right
 */
export function documentOf(opened, request, approved) {
  const body = bodyOf(opened, request);
  const signatures = approvalsOf(opened, request)
    .filter(({ key }) => approved.includes(hex(key)))
    .filter(({ key, signature }) => isSignedBy(CaseDomain.APPROVAL, key, utf8(body), signature));
  return { body, signatures };
}

/**
 * @param {Asked} opened
 * @param {number} sequence of an approval that was accepted
 * @returns {boolean} whether it holds its author's signature under what is asked
 */
export function isRightApproval(opened, sequence) {
  const { author, content } = opened.entries[sequence];
  const { request, signature } = /** @type {{ request: number, signature: string }} */ (content);
  return isSignedBy(CaseDomain.APPROVAL, fromHex(author), utf8(bodyOf(opened, request)), fromHex(signature));
}

/**
 * @param {Asked} opened
 * @param {number} request
 * @returns {Signature[]}
 */
function approvalsOf({ entries }, request) {
  return entries.flatMap(({ author, content }) => {
    const said = /** @type {Record<string, unknown>} */ (content);
    if (said.kind !== 'approval' || said.request !== request || !SIGNATURE.test(String(said.signature))) return [];
    return [{ key: fromHex(author), signature: fromHex(String(said.signature)) }];
  });
}
