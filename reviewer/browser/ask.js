/** Asks before an act that cannot be taken back. The browser's own dialog keeps the focus inside and gives it back. */
import { button, fill, find, place } from './dom.js';

/**
 * @param {string} title
 * @param {Node[]} text
 * @param {string} yes what the button says that does it
 * @param {string} no
 * @returns {Promise<boolean>}
 */
export function ask(title, text, yes, no) {
  const dialog = find('question', HTMLDialogElement);
  place('question-title').textContent = title;
  fill(place('question-text'), ...text);
  button('question-yes').textContent = yes;
  button('question-no').textContent = no;
  return new Promise((resolve) => {
    button('question-yes').onclick = () => dialog.close('yes');
    button('question-no').onclick = () => dialog.close('no');
    dialog.onclose = () => {
      fill(place('question-text'));
      resolve(dialog.returnValue === 'yes');
    };
    dialog.returnValue = 'no';
    dialog.showModal();
    place('question-title').focus();
  });
}

/** A question that nobody can answer any more, since the visit is over. */
export function closeQuestion() {
  find('question', HTMLDialogElement).close('no');
}
