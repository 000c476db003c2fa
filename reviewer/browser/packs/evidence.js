/**
 * The evidence package of one case, for counsel or a court: asked for on the page of the case, put together and checked
 * in this browser, written into the record with its hash, and only then handed out.
 */
import { Damaged } from '../../../crypto/js/errors.js';
import { hex, sha256 } from '../../../crypto/js/index.js';
import { announce } from '../announce.js';
import { demandFresh } from '../api.js';
import { ask } from '../ask.js';
import { members } from '../cases/store.js';
import { renew, write } from '../cases/writing.js';
import { make, whenPressed } from '../dom.js';
import { sentence } from '../failures.js';
import { nextMoves } from '../lifecycle/acts.js';
import { say } from '../words.js';
import { LIST, packed } from './evidence-files.js';
import { gatherEvidence } from './evidence-gathering.js';
import { makePackageFiles } from './evidence-making.js';
import { saveFile } from './saving.js';
import { dayNow } from '../clock.js';

/** @import { OpenCase } from '../cases/store.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Files } from './evidence-files.js' */

const ZIP = 'application/zip';

/**
 * For the page of a case, and for members alone: who has a grant that ends makes no lasting copy.
 * @param {Visit} own
 * @param {OpenCase} opened what the page shows; what came to it since is in the package as well
 * @param {(opened: OpenCase) => void} [changed] the record holds the note about it now
 * @returns {HTMLElement} a button, and beside it what becomes of it
 */
export function evidenceButton(own, opened, changed = () => undefined) {
  const pressed = make('button', { type: 'button', class: 'evidence' }, say('packs.evidence'));
  const said = make('p', { class: 'progress', role: 'status' });
  const complaint = make('p', { class: 'complaint', tabindex: '-1' });
  whenPressed(pressed, async () => {
    complaint.textContent = '';
    if (!await agreed()) return;
    try {
      await demandFresh();
      said.textContent = say('packs.evidence_making');
      const { after, failed } = await handOut(own, own.cases.get(opened.id) ?? opened);
      if (own.over) return;
      said.textContent = say(failed ? 'packs.evidence_not_renewed' : 'packs.evidence_made');
      announce(said.textContent);
      changed(after);
    } catch (error) {
      if (own.over) return;
      said.textContent = '';
      complaint.textContent = error instanceof Damaged ? say('packs.evidence_damaged') : sentence(error);
      complaint.focus();
    }
  });
  return make('div', { class: 'evidence-act' }, pressed, said, complaint);
}

function agreed() {
  const points = ['content', 'unsealed', 'record', 'renewal'].map((name) => make('li', {}, say(`packs_evidence.${name}`)));
  return ask(say('packs.evidence_title'), [make('ul', { class: 'plain' }, ...points)], say('packs.evidence_yes'), say('ask.no'));
}

/**
 * First the note, then the file: no package leaves that the record does not know of. Its key opens what was written so
 * far; a new one is made for what comes.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
async function handOut(own, opened) {
  const files = await makePackageFiles(await gatherEvidence(own, opened, dayNow()));
  const noted = await withNote(own, opened, files);
  saveFile(`case-${opened.id.slice(0, 8)}-${dayNow()}.zip`, packed(files), ZIP);
  if (!mayDo(own, noted, 'renewal')) return { after: noted, failed: false };
  try {
    return { after: await renew(own, noted), failed: false };
  } catch {
    return { after: noted, failed: true };
  }
}

/** @param {Visit} own @param {OpenCase} opened @param {Files} files */
async function withNote(own, opened, files) {
  if (!mayDo(own, opened, 'note')) return opened;
  const list = files.get(LIST);
  if (!list) throw new Damaged('evidence');
  return write(own, opened, { kind: 'note', text: say('packs.evidence_note', { last: opened.record.entries.length - 1, hash: hex(sha256(list)) }) });
}

/** @param {Visit} own @param {OpenCase} opened @param {string} kind */
function mayDo(own, opened, kind) {
  const moves = nextMoves(opened.state, members(own), hex(own.secret.signKey), dayNow());
  return moves.some((one) => one.kind === kind && !one.asks && one.reason === '');
}
