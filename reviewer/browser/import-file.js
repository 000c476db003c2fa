/** A sealed file that somebody handed over: opened here, shown, and passed on as sealed as it came. */
import { ringOpener } from '../../crypto/js/cases.js';
import { ENVELOPE, NotARecipient, ProtocolError, WrongInstance, checkEnvelopeShape } from '../../crypto/js/index.js';
import { accept, announce, calm, complain, progress, refuse } from './announce.js';
import * as api from './api.js';
import { fetchDirectory } from './directory.js';
import { lengthOf } from './days.js';
import { button, field, fill, make, place, whenPressed } from './dom.js';
import { sentence } from './failures.js';
import { heldBy } from './ring.js';
import { told } from './told.js';
import { visit } from './visit.js';
import { say } from './words.js';

/** @import { Bytes } from '../../crypto/js/index.js' */

/** @type {Bytes | null} */
let envelope = null;

export function prepareImport() {
  field('import-file').addEventListener('change', () => void take());
  whenPressed(button('import-pass'), pass);
}

export function leaveImport() {
  envelope = null;
  field('import-file').value = '';
  place('import-found').hidden = true;
  fill(place('import-fields'));
  calm('import-complaint');
  progress('import-progress', '');
}

async function take() {
  const input = field('import-file');
  const [file] = input.files ?? [];
  calm('import-complaint');
  progress('import-progress', '');
  place('import-found').hidden = true;
  if (!file) return;
  const bytes = file.size === ENVELOPE ? new Uint8Array(await file.arrayBuffer()) : null;
  const problem = bytes ? problemOf(bytes) : 'import.no_sealed_file';
  if (problem) return refuse(input, say(problem, { bytes: ENVELOPE }));
  accept(input);
  await show(/** @type {Bytes} */ (bytes));
}

/** @param {Bytes} bytes */
function problemOf(bytes) {
  try {
    checkEnvelopeShape(bytes, visit().instance);
    return null;
  } catch (error) {
    return error instanceof WrongInstance ? 'import.other_line' : 'import.no_sealed_file';
  }
}

/** @param {Bytes} bytes */
async function show(bytes) {
  try {
    fill(place('import-fields'), ...(await whatItHolds(bytes)));
    place('import-when').textContent = say('import.when', { time: longest() });
    envelope = bytes;
    place('import-found').hidden = false;
    place('import-found-title').focus();
  } catch (error) {
    complain('import-complaint', sentence(error));
  }
}

/**
 * @param {Bytes} bytes
 * @returns {Promise<HTMLElement[]>}
 */
async function whatItHolds(bytes) {
  const own = visit();
  own.directory ??= await fetchDirectory(own.secret, own.signed);
  if (!own.directory) return [make('p', {}, say('import.not_for_you'))];
  try {
    const open = await ringOpener(heldBy(own), own.directory, own.instance);
    const { content } = await open(bytes);
    return [make('div', { class: 'paper' }, ...told(content, own.line.language))];
  } catch (error) {
    if (error instanceof NotARecipient) return [make('p', {}, say('import.not_for_you'))];
    if (error instanceof ProtocolError) return [make('p', {}, say('import.damaged'))];
    throw error;
  }
}

/** It may just have missed the end of one epoch, and then waits for the end of the next. */
function longest() {
  const { line } = visit();
  return lengthOf(2, line.epoch_seconds, line.language);
}

async function pass() {
  if (!envelope) return;
  try {
    progress('import-progress', say('import.passing'));
    await api.passOn(envelope);
    leaveImport();
    const passed = say('import.passed', { time: longest() });
    progress('import-progress', passed);
    announce(passed);
    place('import-title').focus();
  } catch (error) {
    progress('import-progress', '');
    complain('import-complaint', sentence(error));
  }
}
