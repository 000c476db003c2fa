/** Opened cases for tests of the overview: the stories of tests/lifecycle, with a report in them. */
import { readFileSync } from 'node:fs';
import { sha256 } from '../../crypto/js/derivation.js';
import { fromHex } from '../../crypto/js/index.js';
import { fold } from '../../reviewer/browser/lifecycle/folding.js';

/** @import { Content } from '../../crypto/js/index.js' */
/** @import { CaseRecord } from '../../crypto/js/cases.js' */
/** @import { Summarised } from '../../reviewer/browser/overview/summary.js' */

const FOLDER = new URL('../lifecycle/cases/', import.meta.url);
export const [ANN, BEN, CAT] = ['a1', 'b2', 'c3'].map((octet) => octet.repeat(32));
export const ITEM = '1d'.repeat(16);

/**
 * @param {string} name of a story
 * @param {object} [more]
 * @param {number} [more.count] entries, from the first on
 * @param {string} [more.id]
 * @param {Partial<Content>} [more.report]
 * @param {object[]} [more.then] entries after those
 * @returns {Summarised}
 */
export function openedCase(name, { count = Infinity, id = '0c'.repeat(16), report = {}, then = [] } = {}) {
  const { entries, members } = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  const first = [...entries.slice(0, count), ...then];
  const hashes = first.map((/** @type {unknown} */ entry, /** @type {number} */ at) => sha256(`${id} ${at} ${JSON.stringify(entry)}`));
  return {
    id,
    record: /** @type {CaseRecord} */ (/** @type {unknown} */ ({ of: { case: fromHex(id) }, entries: first, hashes })),
    entries: first,
    state: fold(first, members),
    differences: [],
    broken: [],
    items: new Map([[ITEM, /** @type {Content} */ ({ what: '', whereWhen: '', who: '', howKnown: '', identity: '', ...report })]]),
  };
}
