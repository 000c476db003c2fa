/** The view where a new recovery sheet is made. The one before stays good until the last step is done. */
import { drawCode } from '../../../crypto/js/index.js';
import { accept, calm, complain, progress, refuse } from '../announce.js';
import { field, find, place, whenSent } from '../dom.js';
import { isRefused, sentence } from '../failures.js';
import { forgetPaper, preparePaper, showPaper } from '../paper.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { closeWithSheet } from './closing.js';
import { readPresent } from './passphrase.js';

let code = '';

/** @param {(text: string) => void} done */
export function prepareNewSheet(done) {
  preparePaper(() => showFinish(true));
  whenSent('sheet-finish', async () => {
    const own = visit();
    calm('sheet-complaint');
    const present = readPresent('sheet-present');
    if (!present) return;
    try {
      progress('sheet-progress', say('sheet.closing'));
      await closeWithSheet(own, present, code);
      if (own.over) return;
      forgetNewSheet();
      done(say('sheet.changed'));
    } catch (error) {
      if (own.over) return;
      if (isRefused(error, 'wrong_passphrase')) refuse(field('sheet-present'), sentence(error));
      else complain('sheet-complaint', sentence(error));
    } finally {
      progress('sheet-progress', '');
    }
  });
}

export function enterNewSheet() {
  calm('sheet-complaint');
  accept(field('sheet-present'));
  showFinish(false);
  code = drawCode();
  showPaper(code);
}

export function forgetNewSheet() {
  code = '';
  field('sheet-present').value = '';
  forgetPaper();
}

/** @param {boolean} now */
function showFinish(now) {
  find('sheet-finish', HTMLFormElement).hidden = !now;
  if (now) place('sheet-finish-title').focus();
}
