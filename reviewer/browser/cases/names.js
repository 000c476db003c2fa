/** How people and cases are called on the pages: by role, and by the first line of what was reported. */
import { hex } from '../../../crypto/js/index.js';
import { groups } from '../groups.js';
import { firstLine } from '../told.js';
import { say } from '../words.js';
import { itemsNamed } from './items.js';

/** @import { CaseVisit, OpenCase } from './store.js' */

const SHORT = 8;

/**
 * @param {CaseVisit} own
 * @param {Pick<OpenCase, 'entries' | 'state'>} opened
 * @param {string} person
 * @returns {string} the role, and whether it is the reader's own
 */
export function nameOf(own, opened, person) {
  const role = roleOf(own, opened, person);
  return person === hex(own.secret.signKey) ? say('report.you', { role }) : role;
}

/**
 * @param {CaseVisit & { line: { language: string } }} own
 * @param {Pick<OpenCase, 'entries' | 'state'>} opened
 * @param {readonly string[]} persons
 * @returns {string} all of them in one sentence
 */
export function namesOf(own, opened, persons) {
  return new Intl.ListFormat(own.line.language, { type: 'conjunction' }).format(persons.map((one) => nameOf(own, opened, one)));
}

/**
 * @param {CaseVisit} own
 * @param {Pick<OpenCase, 'entries' | 'state'>} opened
 * @param {string} person
 */
function roleOf({ directory }, { entries, state }, person) {
  const chain = [...(directory?.chain ?? [])].reverse();
  const [version, member] = chain.flatMap((one) => {
    const found = one.members.find(({ sign }) => hex(sign) === person);
    return found ? [/** @type {const} */ ([one, found])] : [];
  })[0] ?? [];
  if (member) return version === chain[0] ? member.role : say('case.former', { role: member.role });
  const lines = state.timeline.filter(({ kind }) => kind === 'key_verified').reverse();
  const said = lines.map(({ sequence }) => /** @type {{ person: string, keys: string, role: string }} */ (entries[sequence].content));
  const counts = state.verified.find((one) => one.person === person)?.keys;
  return said.find((one) => one.person === person && one.keys === counts)?.role ?? say('case.nobody_known', { key: person.slice(0, SHORT) });
}

/** @param {string} id @returns {string} the beginning of a case's number, in groups */
export function numberOf(id) {
  return groups(id.slice(0, SHORT)).join(' ');
}

/**
 * @param {OpenCase} opened
 * @returns {string} the first line of what was reported
 */
export function titleOf({ id, entries, state, items }) {
  const [first] = itemsNamed(entries, state);
  const content = first && items.get(first.item);
  if (content) return firstLine(content);
  const text = String(/** @type {{ text?: string }} */ (entries[0].content).text ?? '').trim();
  return text ? firstLine({ what: text, whereWhen: '', who: '', howKnown: '' }) : say('case.number', { number: numberOf(id) });
}
