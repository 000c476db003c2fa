/** The reviewer's routes, one function each; those of single rooms stand in their own api.js. It sends what it is given and never decides what may be said. */

/** @import { BatchListing } from './scanner.js' */
/** @typedef {'member' | 'adviser' | 'auditor'} Standing */
/** @typedef {{ id: string, standing: Standing, slot: number | null, role: string, login: string }} Member slot: of members alone */
/** @typedef {{ sign_key: string, x25519: string, mlkem: string }} PublicKeys hex, hex, base64 */
/** @typedef {{ member: Member, founded: boolean, instance: string, keys: PublicKeys, scanned: number | null, pepper: string, wrapped: string }} SignedIn */
/** @typedef {{ credential: string, client_data: string, authenticator_data: string, signature: string, user: string }} Assertion base64; what a passkey signed */
/** @typedef {{ slot: number, role: string, login: string, state: 'invited' | 'enrolled', keys_given: boolean }} Founder */
/** @typedef {{ members: Founder[], draft: { body: string } | null, signed: number[], founded: boolean, fingerprint: string | null, address: string }} Founding */
/** @typedef {{ instance: string, slot: number | null, role: string, login: string, pepper: string, totp_secret: string, totp_qr: string[] }} Invitation */
/** @typedef {{ token: string, sign_key: string, x25519: string, mlkem: string, verifier: string, wrapped: string, resting: string, proof: string, code: string }} Enrolment */
/** @typedef {{ member: Member, pepper: string, resting: string, token: string }} RecoveryGrant */

/**
 * A request that was not granted: `code` is the server's word for it, `unreachable` when no answer came; `reason` the rule that
 * does not allow it, '' where the server names none.
 */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {number} status 0 when no answer came
   * @param {string} [reason]
   */
  constructor(code, status, reason = '') {
    super(code);
    this.name = 'Refused';
    this.code = code;
    this.status = status;
    this.reason = reason;
  }
}

/** @type {() => void} */
let signedOut = () => {};

/** @param {() => void} happened called when the server no longer knows who asks */
export function whenSignedOut(happened) {
  signedOut = happened;
}

/** @type {() => Promise<boolean>} */
let confirmed = async () => false;

/** @param {() => Promise<boolean>} asked lets somebody show a second factor once more; false when that was not done */
export function whenConfirmationIsWanted(asked) {
  confirmed = asked;
}

/**
 * When the server wants a second factor of the last minutes, the person at the page is asked for it, and the request
 * is sent once more, as it was.
 * @param {string} method
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer> | object} [body] bytes go as they are, anything else as JSON
 * @returns {Promise<Response>} an answer of the 200s
 * @throws {Refused} `confirm` when no factor was shown: nothing was done
 */
export async function ask(method, path, body) {
  const answer = await send(method, path, body);
  if (answer.ok) return answer;
  const said = await saidBy(answer);
  if (said.code !== 'confirm' || !(await confirmed())) throw refusal(answer, said);
  const again = await send(method, path, body);
  if (again.ok) return again;
  throw refusal(again, await saidBy(again));
}

/**
 * @param {Response} answer
 * @param {{ code: string, reason: string }} said
 */
function refusal(answer, { code, reason }) {
  if (answer.status === 401) signedOut();
  return new Refused(code, answer.status, reason);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer> | object} [body]
 */
function send(method, path, body) {
  const bytes = body instanceof Uint8Array;
  return fetch(path, {
    method,
    headers: body ? { 'Content-Type': bytes ? 'application/octet-stream' : 'application/json' } : {},
    body: body && (bytes ? body : JSON.stringify(body)),
    cache: 'no-store',
    credentials: 'same-origin',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  }).catch(() => {
    throw new Refused('unreachable', 0);
  });
}

/** @param {Response} answer @returns {Promise<{ code: string, reason: string }>} */
async function saidBy(answer) {
  try {
    const { error, reason } = await answer.json();
    return { code: typeof error === 'string' ? error : 'failure', reason: typeof reason === 'string' ? reason : '' };
  } catch {
    return { code: 'failure', reason: '' };
  }
}

/**
 * @param {Promise<Response>} answer
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function bytesOf(answer) {
  try {
    return new Uint8Array(await (await answer).arrayBuffer());
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('unreachable', 0);
  }
}

/**
 * @param {Promise<Uint8Array<ArrayBuffer>>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null where there is none yet
 */
export async function orNothing(bytes) {
  try {
    const found = await bytes;
    return found.length ? found : null;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

/**
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<T>} of a form that the server promises
 */
export async function json(method, path, body) {
  return (await ask(method, path, body)).json();
}

/** @param {{ login: string, verifier: string, code: string }} proof @returns {Promise<SignedIn>} */
export const signIn = (proof) => json('POST', '/api/sign-in', proof);
/** @returns {Promise<{ challenge: string, host: string }>} */
export const signInChallenge = () => json('POST', '/api/sign-in/challenge', {});
/** @param {{ login: string, verifier: string } & Assertion} proof @returns {Promise<SignedIn>} */
export const signInByPasskey = (proof) => json('POST', '/api/sign-in/passkey', proof);
/** Before acts that the server cannot tell from others: asks for a second factor unless one was shown in the last minutes. */
export const demandFresh = () => ask('GET', '/api/confirm');
export const signOut = () => ask('POST', '/api/sign-out', {});
/** Tells the server that somebody is still here. */
export const stay = () => ask('GET', '/api/session');

/** @param {string} token @returns {Promise<Invitation>} */
export const openInvitation = (token) => json('POST', '/api/enrolment/open', { token });
/** @param {Enrolment} enrolment */
export const enrol = (enrolment) => ask('POST', '/api/enrolment', enrolment);

/** @param {{ login: string, proof: string, code: string }} proof @returns {Promise<RecoveryGrant>} */
export const openRecovery = (proof) => json('POST', '/api/recovery/open', proof);
/** @param {{ token: string, verifier: string, wrapped: string }} keys */
export const recover = (keys) => ask('POST', '/api/recovery', keys);

/** @returns {Promise<Founding>} */
export const founding = () => json('GET', '/api/founding');
/** @param {{ slot: number, role: string, login: string }} whom @returns {Promise<{ link_token: string }>} */
export const invite = (whom) => json('POST', '/api/founding/invitations', whom);
/** @param {number} slot */
export const withdraw = (slot) => ask('DELETE', `/api/founding/invitations/${slot}`);
/** @param {string} signature hex */
export const giveKeysSignature = (signature) => ask('POST', '/api/founding/keys-signature', { keys_signature: signature });
export const prepareDraft = () => ask('POST', '/api/founding/draft', {});
export const startOver = () => ask('DELETE', '/api/founding/draft');
/** @param {string} signature hex @returns {Promise<{ founded: boolean }>} */
export const signDraft = (signature) => json('POST', '/api/founding/signature', { signature });

export const directory = () => orNothing(bytesOf(ask('GET', '/api/directory')));
export const board = () => orNothing(bytesOf(ask('GET', '/api/board')));
/** @returns {Promise<{ batches: BatchListing[] }>} */
export const batches = () => json('GET', '/api/batches');
/**
 * @param {number} epoch
 * @param {number} number of the value, from 0; each but the last has 1 024 envelopes
 */
export const value = (epoch, number) => bytesOf(ask('GET', `/api/batches/${epoch}/${number}`));
/** @param {number} epoch the last one that was looked through */
export const scanned = (epoch) => ask('PUT', '/api/scan', { epoch });

/** @returns {Promise<{ ring: string, offered: number }>} sealed, in base64, empty before the first; the version that its newest keys were offered for */
export const ring = () => json('GET', '/api/ring');
/** @param {{ before: string, ring: string, x25519: string, mlkem: string, keys_signature: string }} renewed `before`: SHA-256 of the ring that it replaces */
export const keepRing = (renewed) => ask('PUT', '/api/ring', renewed);
export const marks = () => orNothing(bytesOf(ask('GET', '/api/marks')));
/** @param {Uint8Array<ArrayBuffer>} sealed always of one size */
export const keepMarks = (sealed) => ask('PUT', '/api/marks', sealed);
/** @param {Uint8Array<ArrayBuffer>} entries one reply: its sealed parts, joined */
export const sendReply = (entries) => ask('POST', '/api/replies', entries);
/** @param {Uint8Array<ArrayBuffer>} envelope */
export const passOn = (envelope) => ask('POST', '/api/imports', envelope);
