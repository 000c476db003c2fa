/**
 * A letter to the reporter from the page of a case: an acknowledgement, a question, feedback. It goes out as an answer,
 * sealed to the reporter's newest message, and then is on record.
 */
import { hex } from '../../../crypto/js/index.js';
import { accept, refuse } from '../announce.js';
import { confirmAnswer, insertSnippet, putOut, roomText, sealAnswer } from '../answering.js';
import { make, whenPressed } from '../dom.js';
import { keepMarks } from '../keeping.js';
import { LifecycleError } from '../lifecycle/failures.js';
import { say } from '../words.js';
import { emptyBlank } from './blanks.js';
import { write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Sealed } from '../answering.js' */
/** @import { Made } from './act-fields.js' */
/** @import { Conversation } from './conversation.js' */
/** @import { Said } from './said.js' */
/** @import { OpenCase } from './store.js' */
/** @typedef {{ field: Made, lookOver: (text: string) => Promise<boolean>, send: () => Promise<void> }} Letter */

/** Kinds of entry that are letters where there is somebody to write to, and how each may begin. @type {Record<string, string[]>} */
const LETTERS = { acknowledged: ['acknowledgement'], message: ['question'], feedback: ['feedback'] };
const ROWS = 9;
const PAUSE = 400;

/** @param {string} kind */
export function isLetter(kind) {
  return kind in LETTERS;
}

/**
 * Whom the reporter leaves out, and who was recused, is left out of what the reporter writes next: the reporter's page takes
 * it from here. What an entry alone says of anybody is not passed on.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation} talk
 * @returns {number[]} slots, ascending
 */
export function slotsLeftOut({ directory }, { state, leftOut }, { latest }) {
  const persons = new Set([...state.recused, ...leftOut]);
  const held = directory?.current.members.filter(({ sign }) => persons.has(hex(sign))).map(({ slot }) => slot) ?? [];
  return [...new Set([...latest.excluded, ...held])].sort((one, other) => one - other);
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation} talk
 * @param {string} kind
 * @returns {Letter}
 */
export function letterOf(own, opened, talk, kind) {
  /** @type {Sealed | null} */
  let sealed = null;
  return {
    field: letterField(kind, own.line.language),
    async lookOver(text) {
      sealed = await sealAnswer(own, talk.id, talk.latest, { text, excluded: slotsLeftOut(own, opened, talk) });
      return confirmAnswer(own, sealed);
    },
    async send() {
      if (!sealed) throw new Error('nothing was looked over');
      await putOut(own, sealed);
      own.unwritten.set(opened.id, entriesOf(kind, sealed.id, sealed.answer.text));
      await keepMarks(own);
      await writeDown(own, opened.id);
    },
  };
}

/**
 * What went out and is not on record yet: tried again when the connection was lost in between.
 * @param {Visit} own
 * @param {string} id
 */
export async function writeDown(own, id) {
  for (let left = own.unwritten.get(id) ?? []; left.length; left = left.slice(1)) {
    own.unwritten.set(id, left);
    const opened = own.cases.get(id);
    if (!opened) return;
    await write(own, opened, left[0]).catch((error) => {
      // somebody else has acknowledged it meanwhile: what was written is on record all the same
      if (!(error instanceof LifecycleError) || left[0].kind !== 'acknowledged') throw error;
    });
  }
  own.unwritten.delete(id);
}

/**
 * @param {string} kind
 * @param {string} reply id
 * @param {string} text
 * @returns {Said[]}
 */
function entriesOf(kind, reply, text) {
  if (kind === 'feedback') return [{ kind, reply, text }];
  const message = { kind: 'message', reply, text };
  return kind === 'acknowledged' ? [{ kind, reply, how: '' }, message] : [message];
}

/**
 * @param {string} kind
 * @param {string} language
 * @returns {Made}
 */
function letterField(kind, language) {
  const area = make('textarea', {
    id: 'act-text', rows: String(ROWS), autocomplete: 'off', spellcheck: 'false', dir: 'auto', 'aria-required': 'true',
    'aria-describedby': 'act-text-room act-text-error',
  });
  const room = make('p', { class: 'hint', id: 'act-text-room' });
  let timer = 0;
  const showRoom = async () => { room.textContent = await roomText(area.value); };
  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(showRoom, PAUSE);
  });
  void showRoom();
  const snippets = LETTERS[kind].map((name) => {
    const begin = make('button', { type: 'button', class: 'quiet' }, say(`begin.${name}`));
    whenPressed(begin, () => insertSnippet(area, name, language));
    return begin;
  });
  const element = make('div', { class: 'field' },
    make('div', { class: 'snippets', role: 'group', 'aria-label': say('case.begin_with') }, make('span', {}, say('case.begin_with')), ...snippets),
    make('label', { for: 'act-text' }, say(`field.${kind}_text`)), area, make('p', { class: 'field-error', id: 'act-text-error' }), room);
  return {
    element,
    value: () => area.value,
    write: (value) => {
      area.value = value;
      void showRoom();
    },
    read: () => readLetter(area, LETTERS[kind]),
    refuse: (text) => refuse(area, text),
  };
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {readonly string[]} templates that it may have begun with
 */
function readLetter(area, templates) {
  accept(area);
  const text = area.value.trim();
  const blank = templates.map((name) => emptyBlank(text, say(`snippet.${name}`))).find(Boolean);
  if (text && !blank) return text;
  refuse(area, blank ? say('reply.blank', { line: blank }) : say('reply.empty'));
  return undefined;
}
