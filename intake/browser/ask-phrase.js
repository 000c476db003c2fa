/**
 * The view that asks for the phrase of who comes back.
 */
import { el } from './dom.js';
import { phraseField } from './phrase-field.js';
import { attempt, busy, button, messages, view } from './views.js';

/**
 * @param {import('./line.js').Line} line
 * @param {{ back: () => void, look: (phrase: string, tell: (text: string) => void) => Promise<void>, sentence: (error: unknown) => string }} ways
 */
export function askPhraseView(line, ways) {
  const { say } = line;
  const message = messages();
  const press = () => busy(look, async () => {
    const phrase = field.phrase();
    if (!phrase) {
      message.refuse(say('phrase_missing'));
      field.area.focus();
      return;
    }
    await attempt(async () => {
      await ways.look(phrase, message.tell);
      message.tell('');
    }, message, ways.sentence);
  });
  const field = phraseField(line, press);
  const look = button(say('look'), press, 'main');
  const node = view(say('return'),
    el('p', {}, say('return_intro')),
    field.node, message.node,
    el('div', { class: 'acts' }, look, button(say('back_to_start'), ways.back, 'text')));
  return { node, forget: () => { field.area.value = ''; } };
}
