/** What is no case (yet): what was reported, who can read it, what was written since. Answers are written in cases alone. */
import { BOARD_EPOCHS } from '../../crypto/js/index.js';
import { announce, calm, complain } from './announce.js';
import { ask } from './ask.js';
import { fileReport, fileReportAgain, isFiledByItself } from './cases/filing.js';
import { passedOverText } from './cases/filing-notes.js';
import { goToCase } from './cases/going.js';
import { placeOf } from './cases/places.js';
import { daysAfter, isDaily, lengthOf, readDay } from './days.js';
import { whoReads } from './directory.js';
import { button, fill, make, place, whenPressed } from './dom.js';
import { sentence } from './failures.js';
import { roleList } from './people.js';
import { refreshOverview } from './overview/refreshing.js';
import { latest, messageId } from './threads.js';
import { timeline } from './timeline.js';
import { firstLine, told } from './told.js';
import { isUp } from './views.js';
import { visit } from './visit.js';
import { say } from './words.js';

/** @import { Reply } from './replies.js' */
/** @import { Message } from './scanner.js' */
/** @import { Thread } from './threads.js' */
/** @import { Entry } from './timeline.js' */
/** @import { Visit } from './visit.js' */

export function prepareReport() {
  whenPressed(button('report-file'), file);
}

export function enterReport() {
  const own = visit();
  const thread = chosen(own);
  const { content } = thread.messages[0];
  place('report-title').textContent = firstLine(content);
  place('report-lead').textContent = leadOf(own, thread);
  fill(place('report-fields'), ...told(content, own.line.language, false));
  showReaders(own, thread);
  showWritten(thread);
  calm('report-complaint');
  showNext(own, thread);
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function showNext(own, thread) {
  const { id, trouble } = placeOf(own, thread);
  const filed = own.listings.has(id) ? id : null;
  const test = !isApart(own) && !filed && !trouble && !isFiledByItself(thread);
  button('report-file').hidden = !test;
  if (isApart(own)) return fill(place('report-next'));
  if (trouble && trouble !== 'left') return fill(place('report-next'), passedOver(own, thread));
  const text = test ? say('case.test_text') : filed ? say('case.filed_now') : unfiledText(own, thread);
  return fill(place('report-next'), make('div', { class: 'note' }, make('p', {}, text), filed && openButton(filed)));
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function passedOver(own, thread) {
  const again = make('button', { type: 'button', class: 'primary' }, say('act.filed_again'));
  whenPressed(again, () => fileAgain(thread));
  return make('div', { class: 'note note-bad' }, make('p', {}, passedOverText(own, thread)), make('div', { class: 'actions' }, again));
}

/** Unless another has done so meanwhile. @param {Thread} thread */
async function fileAgain(thread) {
  const own = visit();
  const sure = await ask(say('again.sure'), [make('p', {}, say('does.filed_again')), make('p', {}, say('case.for_good'))], say('act.filed_again'), say('ask.no'));
  if (!sure || own.over) return;
  try {
    await refreshOverview(own);
    const { id } = placeOf(own, thread);
    const opened = id ? { id } : await fileReportAgain(own, thread);
    if (opened && !own.over) goToCase(opened.id);
  } catch (error) {
    if (!own.over) complain('report-complaint', sentence(error));
  }
}

/** @param {string} id of a case */
function openButton(id) {
  const opens = make('button', { type: 'button' }, say('case.open'));
  whenPressed(opens, () => goToCase(id));
  return make('div', { class: 'actions' }, opens);
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function unfiledText(own, thread) {
  const why = own.unfiled.has(thread.id) ? sentence(own.unfiled.get(thread.id)) : '';
  return say('case.unfiled_text', { why });
}

/** A test becomes a case when somebody wants to practise with it. */
async function file() {
  const own = visit();
  const thread = chosen(own);
  const text = make('p', {}, say('case.file_test_text'));
  if (!(await ask(say('case.file_test_sure'), [text], say('case.file_test'), say('ask.no'))) || own.over) return;
  try {
    const opened = await fileReport(own, thread);
    if (opened && !own.over) goToCase(opened.id);
  } catch (error) {
    if (!own.over) complain('report-complaint', sentence(error));
  }
}

/** After a look at the batches: what came meanwhile is added, and said. */
export function refreshReport() {
  const own = visit();
  if (!isUp('report') || !hasChosen(own)) return;
  const thread = chosen(own);
  const before = countWritten();
  showWritten(thread);
  showReaders(own, thread);
  showNext(own, thread);
  if (countWritten() > before) announce(say('report.more'));
}

function countWritten() {
  return place('report-timeline').querySelectorAll('li:not(.nothing)').length;
}

/**
 * A message that stands apart is shown like a thread of its own, without an answer.
 * @param {Visit} own
 * @returns {Thread}
 */
function chosen(own) {
  const alone = own.apart.find(({ object }) => object === own.chosen);
  const thread = alone ? { id: alone.object, messages: [alone] } : own.threads.find(({ id }) => id === own.chosen);
  if (!thread) throw new Error('no report is chosen');
  return thread;
}

/** @param {Visit} own */
export function hasChosen(own) {
  return isApart(own) || own.threads.some(({ id }) => id === own.chosen);
}

/** @param {Visit} own */
function isApart(own) {
  return own.apart.some(({ object }) => object === own.chosen);
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function leadOf(own, thread) {
  const { content } = thread.messages[0];
  const day = readDay(content.day, own.line.language);
  if (isApart(own)) return say('report.lead_apart', { day });
  return say(content.kind === 'test' ? 'report.lead_test' : 'report.lead', { day });
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function showReaders({ directory }, thread) {
  if (!directory) return;
  const { readers, leftOut } = whoReads(directory, latest(thread).content.excluded);
  fill(place('report-readers'), roleList(readers),
    make('h3', {}, say('report.left_out')),
    leftOut.length ? roleList(leftOut) : make('p', {}, say('report.nobody_left_out')),
    leftOut.length > 0 && make('p', { class: 'hint' }, say('report.left_out_text')));
}

/** @param {Thread} thread what is shown counts as read */
function showWritten(thread) {
  const own = visit();
  for (const message of thread.messages) own.marks.read.add(messageId(message));
  const replies = own.replies.get(thread.id) ?? [];
  const entries = timeline(thread, replies).map((entry) => entryItem(own, entry));
  const unread = own.unread.filter((one) => one.thread === thread.id).map(() => make('li', {}, say('report.bad_reply')));
  const nothing = !entries.length && !unread.length && !isApart(own);
  place('report-timeline-title').hidden = isApart(own);
  fill(place('report-timeline'), ...entries, ...unread, nothing && make('li', { class: 'nothing' }, say('report.nothing_since')));
}

/**
 * @param {Visit} own
 * @param {Entry} entry
 */
function entryItem(own, entry) {
  const day = readDay(entry.day, own.line.language);
  return entry.kind === 'reply' ? replyItem(own, entry.reply, day) : messageItem(own, entry.message, day);
}

/**
 * @param {Visit} own
 * @param {Reply} reply
 * @param {string} day
 */
function replyItem(own, reply, day) {
  const { role, slot, text } = reply;
  const name = slot === own.member.slot ? say('report.you', { role }) : role;
  return make('li', { class: 'ours' },
    saidBy(name, `${day} · ${standing(own, reply)}`),
    make('p', { class: 'said', dir: 'auto' }, text || say('reply.text_gone')));
}

/**
 * Where the answer is now. It went out on the day it was written or later, and stays for 90 epochs from then.
 * @param {Visit} own
 * @param {Reply} reply
 */
export function standing({ line }, { where, day }) {
  if (where !== 'board') return say(`reply.${where}`);
  if (!isDaily(line.epoch_seconds)) return say('reply.board_epoch', { time: lengthOf(BOARD_EPOCHS, line.epoch_seconds, line.language) });
  return say('reply.board', { day: readDay(daysAfter(day, BOARD_EPOCHS - 1), line.language) });
}

/**
 * @param {Visit} own
 * @param {Message} message
 * @param {string} day
 */
function messageItem(own, { content }, day) {
  return make('li', {},
    saidBy(say('report.reporter'), day),
    ...(isBrief(content) ? [make('p', { class: 'said', dir: 'auto' }, content.what)] : told(content, own.line.language, false)));
}

/**
 * @param {string} name
 * @param {string} more
 * @param {boolean} [isNew] to the person who reads it
 */
export function saidBy(name, more, isNew = false) {
  const tag = isNew && make('span', { class: 'tag tag-new' }, say('inbox.new'));
  return make('p', { class: 'said-by' }, make('strong', {}, name), ' ', make('span', {}, more), tag && ' ', tag);
}

/** @param {Message['content']} content whether it answers nothing but the first question */
export function isBrief({ whereWhen, who, howKnown, identity, category, relation }) {
  return ![whereWhen, who, howKnown, identity, category, relation].some(Boolean);
}
