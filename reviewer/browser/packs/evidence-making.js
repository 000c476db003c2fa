/** Puts an evidence package together, and hands none out that its own check would not pass. */
import { base64, utf8 } from '../../../crypto/js/encoding.js';
import { Damaged } from '../../../crypto/js/errors.js';
import { sha256 } from '../../../crypto/js/index.js';
import { checkPackage } from './evidence-checking.js';
import { CHECKPOINT, DIRECTORY, documentName, LIST, listOf, PACKAGE, PROOFS, sealedItemName, sealedName, VERIFIER } from './evidence-files.js';
import { derivedFiles, readEvidence, writeAbout } from './evidence-record.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { Files } from './evidence-files.js' */
/** @import { About } from './evidence-record.js' */
/** @typedef {{ sequence: number, number: number, proof: string[] }} Proof hashes in hex */
/**
 * @typedef {object} Held what the maker has of a case
 * @property {About} about
 * @property {Bytes} directory the file
 * @property {object[]} documents as they were served
 * @property {Bytes[]} contents sealed
 * @property {Map<string, Bytes>} items sealed, by id
 * @property {{ note: string, proofs: Proof[] } | null} tree null before there is a checkpoint
 * @property {string} verifier script of the checking page
 */

const STYLE = 'body{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem;background:#fbfaf7;color:#22262b;font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}'
  + 'h1,h2{font-family:Georgia,serif;line-height:1.25}h2{margin:2rem 0 .5rem;font-size:1.2rem}label{display:block;font-weight:600;margin:1.25rem 0 .25rem}'
  + 'input{font:inherit;max-width:100%}.note{margin:1.25rem 0;padding:.875rem 1.125rem;border-left:4px solid #17586a;background:#eef2f1}.bad{border-left-color:#8f2d20;background:#fbefec}'
  + '.note h2{margin-top:0}code{font-size:.875rem}dt{color:#575d64}dd{margin:0 0 .5rem}dd.said{white-space:pre-wrap}.fingerprint{font-family:ui-monospace,Menlo,Consolas,monospace}:focus-visible{outline:3px solid #17586a;outline-offset:2px}'
  + 'h2:focus{outline:none}@media(prefers-color-scheme:dark){body{background:#16191c;color:#e5e2db}.note{background:#1f2629}.bad{background:#2f1f1c}dt{color:#a9adb2}}';

/**
 * @param {Held} held
 * @returns {Promise<Files>}
 * @throws {Damaged} what is held does not check
 */
export async function makePackageFiles(held) {
  const files = heldFiles(held);
  const evidence = await readEvidence(files, stop);
  if (!evidence) throw new Damaged('evidence');
  for (const [name, bytes] of derivedFiles(evidence)) files.set(name, bytes);
  files.set(VERIFIER, utf8(verifierPage(held.verifier)));
  files.set(LIST, listOf(files));
  const { findings } = await checkPackage(files);
  if (findings.length) throw new Damaged('evidence');
  return files;
}

/**
 * One file that needs nothing else and may connect to nothing; only this script and this style run in it.
 * @param {string} script
 * @returns {string}
 */
export function verifierPage(script) {
  const code = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const policy = `default-src 'none'; script-src 'sha256-${base64(sha256(code))}'; style-src 'sha256-${base64(sha256(STYLE))}'; base-uri 'none'; form-action 'none'`;
  return '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    + `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`
    + '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
    + `<title>Check an evidence package</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main id="main"><noscript>This page needs JavaScript. It sends nothing anywhere.</noscript></main>\n`
    + `<script>${code}</script>\n</body>\n</html>\n`;
}

/** @param {Held} held @returns {Files} */
function heldFiles({ about, directory, documents, contents, items, tree }) {
  /** @type {Files} */
  const files = new Map([[PACKAGE, writeAbout(about)], [DIRECTORY, directory]]);
  documents.forEach((document, at) => files.set(documentName(at), utf8(JSON.stringify(document))));
  contents.forEach((content, at) => files.set(sealedName(at), content));
  for (const [id, item] of items) files.set(sealedItemName(id), item);
  if (tree) files.set(CHECKPOINT, utf8(tree.note)).set(PROOFS, utf8(`${JSON.stringify(tree.proofs)}\n`));
  return files;
}

/** @param {string} file @param {string} what @returns {never} */
function stop(file, what) {
  throw new Damaged(`evidence: ${what}, ${file}`);
}
