/** The worker that stretches one passphrase. It lives for that one task and holds nothing else. */
import { stretch } from '../../crypto/js/member.js';

/** @typedef {{ data: { passphrase: string, login: string, instance: Uint8Array<ArrayBuffer> } }} Task */
/** @typedef {{ onmessage: (task: Task) => void, postMessage: (answer: Uint8Array | null) => void }} Surroundings */

const here = /** @type {Surroundings} */ (/** @type {unknown} */ (globalThis));

here.onmessage = ({ data: { passphrase, login, instance } }) => {
  stretch(passphrase, login, instance).then((root) => here.postMessage(root), () => here.postMessage(null));
};
