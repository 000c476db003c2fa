/**
 * The view of what is there for a phrase: check words, answers, own messages, and a field to write again.
 */
import { answersSection, isEmpty, oldBoard, storedSection } from './answers.js';
import { kept } from './dates.js';
import { Letter } from './deliver.js';
import { el, freshId } from './dom.js';
import { divide } from './exclusions.js';
import { otherWays } from './failures.js';
import { textField, tick } from './fields.js';
import { lookOver } from './look-over.js';
import { followUpContent } from './report.js';
import { people } from './review.js';
import { room } from './room.js';
import { attempt, busy, button, messages, view } from './views.js';

/** @import { Reporter } from '../../crypto/js/phrase.js' */
/** @import { Thread } from './deliver.js' */
/** @import { Line } from './line.js' */

/**
 * @typedef {object} Found
 * @property {Reporter} reporter
 * @property {string} slip why it can be nobody's phrase, '' if it can
 * @property {Thread} thread
 * @property {{ epoch: number, count: number, now: number }} list last epoch of the stored list, how many epochs it holds, and the epoch of the clock
 */
/**
 * @typedef {object} FoundWays
 * @property {() => void} back
 * @property {() => void} correct back to the phrase, which is still there
 * @property {(tell: (text: string) => void) => Promise<void>} again
 * @property {(letter: Letter, tell: (text: string) => void) => Promise<void>} send
 * @property {(error: unknown) => string} sentence
 */

/**
 * @param {Line} line
 * @param {Found} found
 * @param {FoundWays} ways
 */
export function foundView(line, { reporter, slip, thread, list }, ways) {
  const { say } = line;
  const message = messages();
  const again = button(say('look_again'), () => busy(again, () => attempt(() => ways.again(message.tell), message, ways.sentence)));
  const empty = isEmpty(thread);
  const enough = divide(line.members, thread.mask).enough;
  const box = enough ? answerBox(line, reporter, thread, ways) : closedBox(line, empty);
  const rest = [(enough || !empty) && storedSection(line, thread, list), box.node]; // the first tells to send again
  const node = view(say('found'),
    ...(empty
      ? [slip && slipNote(line, slip), lead(line, reporter, ways, 'nothing'), oldBoard(line, list), ...onceSure(line, rest)]
      : [lead(line, reporter, ways, 'check_now'), answersSection(line, thread, list), ...rest]),
    message.node,
    el('div', { class: 'acts apart' }, again, button(say('back_to_start'), ways.back, 'text')));
  return { node, typed: box.typed, forget: box.forget };
}

/**
 * @param {Line} line
 * @param {string} slip
 */
function slipNote({ say }, slip) {
  return el('p', { class: 'slip' }, slip, ' ', say('slip_nothing'));
}

/**
 * Whether it is the phrase that was meant: nobody but its owner can say.
 * @param {Line} line
 * @param {Reporter} reporter
 * @param {FoundWays} ways
 * @param {'nothing' | 'check_now'} words that lead to the two check words
 */
function lead({ say, epoch_seconds: seconds, language }, reporter, ways, words) {
  return el('p', {}, say(words, { kept: kept(seconds, language) }), ' ',
    el('span', { class: 'check', translate: 'no' }, reporter.checkWords.join(' ')), '. ',
    say('check_differ'), ' ', button(say('other_phrase'), ways.correct, 'text'));
}

/**
 * A phrase with a mistyped word leaves out other people than the right one: nothing may be sent from it before its owner has looked,
 * and nothing is said of who could read it.
 * @param {Line} line
 * @param {(Node | false | null)[]} nodes
 */
function onceSure({ say }, nodes) {
  const shown = el('div', { hidden: true }, ...nodes);
  const sure = tick(say('these_are_mine'), () => { shown.hidden = !sure.box.checked; });
  return [sure.node, shown];
}

/**
 * @param {Line} line
 * @param {Reporter} reporter
 * @param {Thread} thread
 * @param {FoundWays} ways
 */
function answerBox(line, reporter, thread, ways) {
  const { say } = line;
  const field = textField({ label: say('your_message'), hint: say('write_again_hint'), rows: 6 });
  const check = lookOver(line, [field]);
  const text = () => field.area.value.trim();
  const space = room(line, () => followUpContent(line, text(), reporter, thread.mask, 0), [field.area]);
  const message = messages();
  const letterFor = letters(line, reporter, thread.mask);
  const send = button(say('send'), () => busy(send, async () => {
    const wrong = !text() ? say('message_missing') : (await space.fits()) ? '' : say('failed_long');
    message.refuse(wrong);
    if (wrong) return field.area.focus();
    return attempt(() => ways.send(letterFor(text()), message.tell), message, ways.sentence, () => {
      send.textContent = say('try_again');
    });
  }), 'main');
  const node = section(line, ...whoReadsNow(line, thread.mask, reporter.mask), field.node, check.node, space.node, message.node,
    el('div', { class: 'acts' }, send));
  return { node, typed: () => text() !== '', forget: () => { field.area.value = ''; } };
}

/**
 * Where too few readers remain there is nothing to type in.
 * @param {Line} line
 * @param {boolean} empty
 */
function closedBox(line, empty) {
  const ways = otherWays(line);
  const text = empty ? el('p', {}, line.say('nothing_closed', { ways })) : el('p', { class: 'problem' }, line.say('too_few_now', { ways }));
  return { node: section(line, text), typed: () => false, forget() {} };
}

/**
 * @param {Line} line
 * @param {...import('./dom.js').Child} children
 */
function section(line, ...children) {
  const id = freshId();
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, line.say('write_again')), ...children);
}

/**
 * The same text is the same letter, however often it is tried.
 * @param {Line} line
 * @param {Reporter} reporter
 * @param {number} mask
 */
function letters(line, reporter, mask) {
  /** @type {Map<string, Letter>} */
  const made = new Map();
  return (/** @type {string} */ text) => {
    const letter = made.get(text) ?? new Letter(reporter, (now) => followUpContent(line, text, reporter, mask, now));
    made.set(text, letter);
    return letter;
  };
}

/**
 * @param {Line} line
 * @param {number} mask of the phrase and of all that replies exclude
 * @param {number} asked mask of the phrase
 */
function whoReadsNow(line, mask, asked) {
  const { readers, leftOut } = divide(line.members, mask);
  const group = (/** @type {string} */ words, /** @type {import('./line.js').Member[]} */ members) =>
    (members.length ? [el('p', {}, words), people(line, members)] : []);
  return [
    ...group(line.say('will_read_now'), readers),
    ...group(line.say('left_out_asked'), divide(leftOut, asked).leftOut),
    ...group(line.say('left_out_since'), divide(leftOut, asked).readers),
  ];
}
