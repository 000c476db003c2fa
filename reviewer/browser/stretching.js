/** Stretches a passphrase in a worker, which is then ended: its memory goes with it, and the page stays alive meanwhile. */

const WORKER = '/static/reviewer-stretch.js';
// The page's policy lets a script address come from here only, and from here comes only this one.
const policy = window.trustedTypes?.createPolicy('reviewer-worker', {
  createScriptURL(address) {
    if (address !== WORKER) throw new TypeError('not the worker');
    return address;
  },
});

/**
 * @param {string} passphrase
 * @param {string} login
 * @param {Uint8Array} instance
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the root of docs/protocol.md, section 8
 */
export function stretchAside(passphrase, login, instance) {
  const worker = new Worker(policy ? policy.createScriptURL(WORKER) : WORKER);
  /** @type {Promise<Uint8Array<ArrayBuffer>>} */
  const root = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data instanceof Uint8Array ? resolve(new Uint8Array(data)) : reject(new Error('stretching failed')));
    worker.onerror = () => reject(new Error('stretching failed'));
    worker.postMessage({ passphrase, login, instance });
  });
  return root.finally(() => worker.terminate());
}
