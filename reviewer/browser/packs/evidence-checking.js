/** Checks an evidence package, and names each file that is not as it should be. It needs the package and nothing else. */
import { hex } from '../../../crypto/js/encoding.js';
import { equal, sha256 } from '../../../crypto/js/index.js';
import { bytesOf, CHECKPOINT, DIRECTORY, documentName, LIST, PACKAGE, PROOFS, readList, sealedItemName, sealedName, VERIFIER } from './evidence-files.js';
import { derivedFiles, readEvidence } from './evidence-record.js';

/** @import { Files } from './evidence-files.js' */
/** @import { Evidence, Finding, Report } from './evidence-record.js' */
/** @typedef {{ findings: Finding[], evidence: Evidence | null }} Checked */

/**
 * @param {Files} files
 * @returns {Promise<Checked>} it holds when there are no findings
 */
export async function checkPackage(files) {
  /** @type {Finding[]} */
  const findings = [];
  const report = (/** @type {string} */ file, /** @type {string} */ what) => void findings.push({ file, what });
  checkList(files, report); // 1. each file has the hash that the list says
  const evidence = await readEvidence(files, report); // 2. what was signed and sealed holds, without the list
  if (evidence) checkDerived(files, evidence, report); // 3. what people read is what was signed
  return { findings, evidence };
}

/**
 * @param {Files} files
 * @param {Report} report
 */
export function checkList(files, report) {
  if (!files.has(LIST)) return report(LIST, 'absent');
  try {
    const list = readList(bytesOf(files, LIST));
    for (const [name, hash] of list) {
      if (!files.has(name)) report(name, 'missing');
      else if (hex(sha256(bytesOf(files, name))) !== hash) report(name, 'changed');
    }
    for (const name of files.keys()) if (name !== LIST && !list.has(name)) report(name, 'unlisted');
  } catch {
    report(LIST, 'list');
  }
  return undefined;
}

/**
 * @param {Files} files
 * @param {Evidence} evidence
 * @param {Report} report
 */
function checkDerived(files, evidence, report) {
  const derived = derivedFiles(evidence);
  for (const [name, bytes] of derived) {
    if (!files.has(name)) report(name, 'absent');
    else if (!equal(bytesOf(files, name), bytes)) report(name, 'derived');
  }
  const known = new Set([...derived.keys(), ...foundation(evidence)]);
  for (const name of files.keys()) if (!known.has(name)) report(name, 'unlisted');
}

/** @param {Evidence} evidence @returns {string[]} all that is not written from the record */
function foundation({ record, items }) {
  const entries = record.entries.flatMap(({ sequence }) => [documentName(sequence), sealedName(sequence)]);
  return [LIST, PACKAGE, DIRECTORY, CHECKPOINT, PROOFS, VERIFIER, ...entries, ...[...items.keys()].map(sealedItemName)];
}
