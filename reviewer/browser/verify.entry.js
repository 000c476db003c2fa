/**
 * The page that checks an evidence package, in the package itself: opened from a disk, without a network. It shows what
 * does not hold by the name of the file, and what the record says.
 */
import { hex } from '../../crypto/js/encoding.js';
import { fill, make, place } from './dom.js';
import { groups } from './groups.js';
import { checkPackage } from './packs/evidence-checking.js';
import { atRoot, unpacked } from './packs/evidence-files.js';
import { storyOf } from './packs/evidence-story.js';
import { FINDINGS, NO_CHECKPOINT, unprovenText } from './packs/evidence-words.js';

/** @import { Files } from './packs/evidence-files.js' */
/** @import { Checked } from './packs/evidence-checking.js' */
/** @import { Evidence } from './packs/evidence-record.js' */

const result = make('div', { id: 'result', 'aria-live': 'polite' });

/**
 * @param {string} id
 * @param {string} text
 * @param {Record<string, string | boolean>} attributes
 * @param {(files: File[]) => Promise<Files>} read
 */
function chooser(id, text, attributes, read) {
  const input = make('input', { id, type: 'file', ...attributes });
  input.addEventListener('change', () => void check(() => read([...input.files ?? []])));
  return [make('label', { for: id }, text), input];
}

/** @param {() => Promise<Files>} read */
async function check(read) {
  fill(result, make('p', {}, 'Checking …'));
  try {
    show(await checkPackage(await read()));
  } catch {
    show({ findings: [{ file: 'the archive', what: 'archive' }], evidence: null });
  }
}

/** @param {File[]} files */
async function fromArchive([file]) {
  return atRoot(unpacked(new Uint8Array(await file.arrayBuffer())));
}

/** @param {File[]} files */
async function fromFolder(files) {
  /** @type {Files} */
  const found = new Map();
  for (const file of files) found.set(file.webkitRelativePath || file.name, new Uint8Array(await file.arrayBuffer()));
  return atRoot(found);
}

/** @param {Checked} checked */
function show({ findings, evidence }) {
  const holds = findings.length === 0 && evidence !== null;
  const title = make('h2', { tabindex: '-1' }, holds ? 'It is as it was' : 'It is not as it was');
  const text = holds
    ? 'Signatures, order, approvals, contents and hashes are as they should be. Compare a fingerprint below with the poster of the line.'
    : 'What is named here is not as it should be. Do not rely on this package.';
  const list = findings.map(({ file, what }) => make('li', {}, make('code', {}, file), ` – ${FINDINGS[what]}`));
  fill(result,
    make('div', { class: holds ? 'note' : 'note bad' }, title, make('p', {}, text), list.length > 0 && make('ul', {}, ...list)),
    ...(evidence ? [...factsOf(evidence), ...storyBlocks(evidence)] : []));
  title.focus();
}

/** @param {Evidence} evidence */
function factsOf({ about, directory, record, checkpoint, proven, unproven }) {
  const days = record.entries.map((entry) => entry.day);
  /** @type {[string, string][]} */
  const facts = [
    ['Case', hex(about.case)],
    ['Made', `${about.made}, by: ${about.by}, ${about.company}`],
    ['Entries', `${record.entries.length}, from ${days[0]} to ${days[days.length - 1]}`],
    ['Checkpoint', checkpoint ? `of epoch ${checkpoint.epoch}, over ${checkpoint.size} entries and fillers of all cases; ${proven} of ${record.entries.length} entries are proven to be in it` : NO_CHECKPOINT],
    ...(unproven.length ? [/** @type {[string, string]} */ (['The other entries', unprovenText(unproven)])] : []),
  ];
  const fingerprints = directory.chain.map(({ version, day, hash }) => [
    make('dt', {}, `Fingerprint of list ${version}, ${day}`), make('dd', { class: 'fingerprint' }, groups(hex(hash)).join(' '))]);
  return [make('h2', {}, 'What it is'),
    make('dl', {}, ...facts.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]), ...fingerprints.flat())];
}

/** @param {Evidence} evidence */
function storyBlocks({ about, directory, entries, state, items }) {
  const blocks = storyOf({ id: hex(about.case), company: about.company, chain: directory.chain, entries, state, items });
  return blocks.map(({ title, by, lines }) => make('section', {}, make('h2', {}, title), make('p', {}, by),
    make('dl', {}, ...lines.flatMap(([name, value]) => [make('dt', {}, name), make('dd', { class: 'said', dir: 'auto' }, value)]))));
}

fill(place('main'),
  make('h1', {}, 'Check an evidence package'),
  make('p', {}, 'This page reads the package here, in your browser, and sends nothing anywhere. It also works without a network.'),
  ...chooser('archive', 'The archive (.zip)', { accept: '.zip' }, fromArchive),
  ...chooser('folder', 'Or the folder into which it was unpacked', { webkitdirectory: true, multiple: true }, fromFolder),
  result);
