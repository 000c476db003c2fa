/**
 * The view of what is there for a phrase: check words, answers, own messages, and a field to write again.
 */
import { answersSection, storedSection } from './answers.js';
import { el, freshId } from './dom.js';
import { divide, nameOf } from './exclusions.js';
import { textField } from './fields.js';
import { lookOver } from './look-over.js';
import { otherWays } from './failures.js';
import { followUpContent } from './report.js';
import { room } from './room.js';
import { busy, button, messages, view } from './views.js';

/** @import { Line } from './line.js' */
/** @import { Thread } from './thread.js' */
/** @import { Reporter } from './report.js' */

/**
 * @typedef {object} Found
 * @property {Reporter} reporter
 * @property {Thread} thread
 * @property {{ epoch: number, count: number }} list
 */
/**
 * @typedef {object} FoundWays
 * @property {() => void} back
 * @property {() => void} correct back to the phrase, which is still there
 * @property {(tell: (text: string) => void) => Promise<void>} again
 * @property {(text: string, tell: (text: string) => void) => Promise<void>} send
 * @property {(error: unknown) => string} sentence
 */

/**
 * @param {Line} line
 * @param {Found} found
 * @param {FoundWays} ways
 */
export function foundView(line, { reporter, thread, list }, ways) {
  const { say } = line;
  const message = messages();
  const nextBoard = (list.epoch + 2) * line.epoch_seconds * 1000;
  const again = button(say('look_again'), () => busy(again, () => attempt(() => ways.again(message.tell), message, ways.sentence)));
  const answer = answerBox(line, reporter, thread, ways);
  const node = view(say('found'),
    el('p', {}, say('check_now'), ' ', el('span', { class: 'check', translate: 'no' }, reporter.checkWords.join(' ')), '. ',
      say('check_differ'), ' ', button(say('other_phrase'), ways.correct, 'text')),
    answersSection(line, thread.answers, nextBoard),
    storedSection(line, thread, list),
    answer.node,
    message.node,
    el('div', { class: 'acts' }, again, button(say('back_to_start'), ways.back, 'text')));
  return { node, typed: answer.typed, forget: answer.forget };
}

/**
 * @param {Line} line
 * @param {Reporter} reporter
 * @param {Thread} thread
 * @param {FoundWays} ways
 */
function answerBox(line, reporter, thread, ways) {
  const { say } = line;
  const id = freshId();
  const readers = divide(line.members, thread.mask);
  if (!readers.enough) {
    const refusal = el('p', { class: 'problem' }, say('failed_few', { ways: otherWays(line) }));
    return { node: el('section', { 'aria-labelledby': id }, el('h2', { id }, say('write_again')), refusal), typed: () => false, forget() {} };
  }
  const field = textField({ label: say('your_message'), hint: say('write_again_hint'), rows: 6 });
  const check = lookOver(line, [field]);
  const space = room(line, () => followUpContent(line, reporter, thread.mask, field.area.value.trim(), new Date(0)), [field.area]);
  const message = messages();
  const send = button(say('send'), () => busy(send, async () => {
    const text = field.area.value.trim();
    const wrong = !text ? say('message_missing') : (await space.measure()) < 0 ? say('failed_long') : '';
    message.refuse(wrong);
    if (wrong) return field.area.focus();
    return attempt(async () => {
      await ways.send(text, message.tell);
      field.area.value = '';
    }, message, ways.sentence, () => { send.textContent = say('try_again'); });
  }), 'main');
  const node = el('section', { 'aria-labelledby': id },
    el('h2', { id }, say('write_again')), ...whoReadsNow(line, readers), field.node, check.node, space.node, message.node,
    el('div', { class: 'acts' }, send));
  return { node, typed: () => field.area.value.trim() !== '', forget: () => { field.area.value = ''; } };
}

/**
 * @param {Line} line
 * @param {ReturnType<typeof divide>} readers
 */
function whoReadsNow(line, { readers, leftOut }) {
  const names = (/** @type {import('./line.js').Member[]} */ list) =>
    el('ul', { class: 'people' }, ...list.map((member) => el('li', {}, nameOf(member, line))));
  return [
    el('p', {}, line.say('will_read_now')), names(readers),
    ...(leftOut.length ? [el('p', {}, line.say('stepped_back')), names(leftOut)] : []),
  ];
}

/**
 * @param {() => Promise<void>} act
 * @param {ReturnType<typeof messages>} message
 * @param {(error: unknown) => string} sentence
 * @param {() => void} [failed]
 */
async function attempt(act, message, sentence, failed) {
  try {
    await act();
  } catch (error) {
    message.refuse(sentence(error));
    failed?.();
  }
}
