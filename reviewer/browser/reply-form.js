/** Writing to the reporter: sealed here, with the key of the newest message that is surely the reporter's. */
import { TooLong } from '../../crypto/js/index.js';
import { accept, announce, calm, complain, progress, refuse } from './announce.js';
import { confirmAnswer, insertSnippet, putOut, roomText, sealAnswer } from './answering.js';
import { find, place, whenPressed, whenSent } from './dom.js';
import { sentence } from './failures.js';
import { keepMarks } from './keeping.js';
import { latest } from './threads.js';
import { visit } from './visit.js';
import { say } from './words.js';

/** @import { Reply } from './replies.js' */
/** @import { Thread } from './threads.js' */
/** @import { Visit } from './visit.js' */

const PAUSE = 400;

/** @type {Thread | null} */
let thread = null;
let timer = 0;

const text = () => find('reply-text', HTMLTextAreaElement);

/** @param {() => void} sent shows the thread anew */
export function prepareReplyForm(sent) {
  text().addEventListener('input', () => {
    if (thread) visit().drafts.set(thread.id, text().value);
    clearTimeout(timer);
    timer = window.setTimeout(showRoom, PAUSE);
  });
  for (const snippet of document.querySelectorAll('[data-snippet]')) {
    if (snippet instanceof HTMLButtonElement) whenPressed(snippet, () => insertSnippet(text(), snippet.dataset['snippet'] ?? '', visit().line.language));
  }
  whenSent('reply-form', () => send(sent));
}

/**
 * The thread as the last look left it: a newer message may leave out more people, and then has another key.
 * @param {Thread} answered
 */
export function answerTo(answered) {
  thread = answered;
}

/** @param {Thread} answered */
export function showReplyForm(answered) {
  answerTo(answered);
  text().value = visit().drafts.get(answered.id) ?? '';
  accept(text());
  calm('reply-complaint');
  progress('reply-progress', '');
  void showRoom();
}

/**
 * "It waits" is not true any more once it is out.
 * @param {readonly Reply[]} replies of the thread that is shown
 */
export function calmReplyForm(replies) {
  const waits = place('reply-progress').textContent === say('reply.sent');
  if (waits && !replies.some(({ where }) => where === 'waiting')) progress('reply-progress', '');
}

export function leaveReplyForm() {
  clearTimeout(timer);
  thread = null;
}

async function showRoom() {
  place('reply-room').textContent = await roomText(text().value);
}

/** @param {() => void} sent */
async function send(sent) {
  const own = visit();
  const answered = thread;
  calm('reply-complaint');
  if (!answered) return;
  if (!text().value.trim()) return refuse(text(), say('reply.empty'));
  accept(text());
  try {
    const { content } = latest(answered);
    const sealed = await sealAnswer(own, answered.id, content, { text: text().value.trim(), excluded: content.excluded });
    if (!(await confirmAnswer(own, sealed)) || own.over) return;
    progress('reply-progress', say('reply.sending'));
    await putOut(own, sealed);
    showSent(own, answered);
    sent();
    await keepMarks(own);
  } catch (error) {
    complain('reply-complaint', error instanceof TooLong ? say('room.too_long') : sentence(error));
    progress('reply-progress', '');
  }
}

/**
 * @param {Visit} own
 * @param {Thread} answered
 */
function showSent(own, answered) {
  own.drafts.delete(answered.id);
  text().value = '';
  void showRoom();
  progress('reply-progress', say('reply.sent'));
  announce(say('reply.sent'));
}
