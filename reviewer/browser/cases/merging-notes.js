/** What stands above two cases that became one: whether the one says so, and that who reported the other has written there. */
import { readDay } from '../days.js';
import { make, whenPressed } from '../dom.js';
import { say } from '../words.js';
import { caseLink } from './going.js';
import { takeOver } from './merging.js';
import { isReadByAll } from './naming.js';

/** @import { Visit } from '../visit.js' */
/** @import { Run } from './alarms.js' */
/** @import { OpenCase } from './store.js' */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Run} run
 * @returns {HTMLElement[]}
 */
export function mergingNotes(own, opened, run) {
  return [...notTakenNote(own, opened, run), ...takenNotes(own, opened)];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Run} run
 */
function notTakenNote(own, opened, run) {
  const there = own.cases.get(opened.state.merged);
  if (!there || there.state.taken.includes(opened.id) || own.member.standing !== 'member') return [];
  if (!isReadByAll(own, there, opened.id)) return [make('div', { class: 'note' }, make('p', {}, say('merging.not_named')))];
  const button = make('button', { type: 'button' }, say('merging.name'));
  whenPressed(button, () => run(() => takeOver(own, opened), 'taken_over'));
  return [make('div', { class: 'note' }, make('p', {}, say('merging.unnamed')), make('div', { class: 'actions' }, button))];
}

/** @param {Visit} own @param {OpenCase} opened */
function takenNotes(own, { state }) {
  return state.taken.flatMap((id) => {
    const wrote = own.overview?.cases.get(id)?.wrote;
    if (!wrote) return [];
    return [make('div', { class: 'note' }, make('p', {}, say('merging.wrote', { day: readDay(wrote, own.line.language) }), ' ', caseLink(own, id)))];
  });
}
