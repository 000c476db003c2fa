/** Passkeys as the browser makes and uses them. What the device asks of its owner meanwhile is the browser's matter. */
import { base64, fromBase64 } from '../../../crypto/js/index.js';

/** @import { Assertion } from '../api.js' */
/** @import { AddChallenge } from './api.js' */

/** People look for a key, plug it in, and touch it. */
const PATIENCE = 120_000;

/** Nothing came back from the device: the person left it, took too long, or has no passkey for this address. */
export class NoPasskey extends Error {
  constructor() {
    super('no passkey');
    this.name = 'NoPasskey';
  }
}

/** The device holds a passkey of this person's already. */
export class PasskeyHeld extends Error {
  constructor() {
    super('held');
    this.name = 'PasskeyHeld';
  }
}

export function knowsPasskeys() {
  return typeof window.PublicKeyCredential === 'function' && Boolean(navigator.credentials);
}

/**
 * Signing in names no passkey, so this one has to find itself by the address: it is kept on the device.
 * @param {AddChallenge} options
 * @returns {Promise<{ client_data: string, attestation: string }>} base64
 * @throws {NoPasskey | PasskeyHeld}
 */
export async function makePasskey({ challenge, host, company, user, login, algorithms, credentials }) {
  const made = await answered(navigator.credentials.create({
    publicKey: {
      challenge: fromBase64(challenge),
      rp: { id: host, name: company },
      user: { id: fromBase64(user), name: login, displayName: login },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: named(credentials),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
      timeout: PATIENCE,
    },
  }));
  const response = made.response;
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new NoPasskey();
  return { client_data: written(response.clientDataJSON), attestation: written(response.attestationObject) };
}

/**
 * @param {string} challenge base64
 * @param {string} host
 * @param {readonly string[]} credentials base64; any of this address where none is named
 * @returns {Promise<Assertion>}
 * @throws {NoPasskey}
 */
export async function usePasskey(challenge, host, credentials = []) {
  const used = await answered(navigator.credentials.get({
    publicKey: { challenge: fromBase64(challenge), rpId: host, allowCredentials: named(credentials), userVerification: 'required', timeout: PATIENCE },
  }));
  const response = used.response;
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new NoPasskey();
  return {
    credential: written(used.rawId),
    client_data: written(response.clientDataJSON),
    authenticator_data: written(response.authenticatorData),
    signature: written(response.signature),
    user: response.userHandle ? written(response.userHandle) : '',
  };
}

/**
 * Browsers say little of why there is no answer, so that a page cannot learn who has which passkey.
 * @param {Promise<Credential | null>} asked
 * @returns {Promise<PublicKeyCredential>}
 */
async function answered(asked) {
  const credential = await asked.catch((error) => {
    throw error instanceof DOMException && error.name === 'InvalidStateError' ? new PasskeyHeld() : new NoPasskey();
  });
  if (!(credential instanceof PublicKeyCredential)) throw new NoPasskey();
  return credential;
}

/** @param {readonly string[]} credentials @returns {PublicKeyCredentialDescriptor[]} */
function named(credentials) {
  return credentials.map((one) => ({ type: 'public-key', id: fromBase64(one) }));
}

/** @param {ArrayBuffer} value */
function written(value) {
  return base64(new Uint8Array(value));
}
