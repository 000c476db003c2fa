/**
 * A recovery sheet on the page, at enrolment and when a new one is made: shown, printed, and read back from the paper.
 */
import { canonical } from '../../crypto/js/index.js';
import { accept, refuse } from './announce.js';
import { button, field, fill, make, place, whenPressed, whenSent } from './dom.js';
import { say } from './words.js';

const FIELDS = ['sheet-one', 'sheet-two'];
let code = '';
/** @type {[number, number]} places of the words that are asked back */
let asked = [0, 1];
let title = '';

/** @param {() => void} known called when two words were read back rightly */
export function preparePaper(known) {
  whenPressed(button('sheet-print'), () => window.print());
  window.addEventListener('beforeprint', hideTitle);
  window.addEventListener('afterprint', () => (document.title = title || document.title));
  field('sheet-have').addEventListener('change', () => {
    button('sheet-go-on').disabled = !field('sheet-have').checked;
  });
  whenPressed(button('sheet-go-on'), askBack);
  whenPressed(button('sheet-back'), () => {
    showOnly('sheet-show');
    button('sheet-print').focus();
  });
  whenSent('sheet-form', async () => {
    for (const [at, id] of FIELDS.entries()) {
      if (canonical(field(id).value) !== code.split(' ')[asked[at]]) return refuse(field(id), say('enrol.other_word'));
      accept(field(id));
    }
    forgetPaper();
    known();
  });
}

/** @param {string} words ten */
export function showPaper(words) {
  code = words;
  fill(place('sheet-words'), ...code.split(' ').map((word) => make('li', {}, word)));
  field('sheet-have').checked = false;
  button('sheet-go-on').disabled = true;
  showOnly('sheet-show');
}

export function forgetPaper() {
  code = '';
  fill(place('sheet-words'));
  for (const id of FIELDS) field(id).value = '';
  showOnly('');
}

/** What is printed has a neutral title, as has what the printer lists. */
function hideTitle() {
  title = code ? document.title : '';
  if (code) document.title = say('enrol.print_title');
}

function askBack() {
  asked = drawPlaces(code.split(' ').length);
  for (const [at, id] of FIELDS.entries()) {
    place(`${id}-label`).textContent = say('enrol.word', { number: asked[at] + 1 });
    field(id).value = '';
    accept(field(id));
  }
  showOnly('sheet-form');
  place('sheet-form-title').focus();
}

/** @param {string} id of the part that is seen; none where it is empty */
function showOnly(id) {
  for (const part of ['sheet-show', 'sheet-form']) place(part).hidden = part !== id;
}

/**
 * @param {number} count
 * @returns {[number, number]} two different places, ascending; guessing them gains nobody anything
 */
function drawPlaces(count) {
  const [one, two] = crypto.getRandomValues(new Uint32Array(2));
  const first = one % (count - 1);
  return [first, first + 1 + (two % (count - 1 - first))];
}
