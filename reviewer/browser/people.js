/** Lists of roles, as several views show them. */
import { make } from './dom.js';

/**
 * @param {{ role: string, login?: string, state: string, ready: boolean, act?: Node }} person
 * @returns {HTMLLIElement}
 */
export function personItem({ role, login, state, ready, act }) {
  return make('li', {},
    make('span', { class: 'who' }, role, login ? make('span', { class: 'login' }, ` ${login}`) : null),
    make('span', { class: ready ? 'state ready' : 'state' }, make('span', {}, state), act));
}

/**
 * @param {readonly string[]} roles
 * @returns {HTMLUListElement}
 */
export function roleList(roles) {
  return make('ul', {}, ...roles.map((role) => make('li', {}, role)));
}

/**
 * @param {readonly [string, string | Node][]} facts
 * @returns {HTMLElement[]} terms and what belongs to them
 */
export function facts(facts) {
  return facts.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]);
}

/**
 * A long value in groups that wrap as a whole.
 * @param {readonly string[]} parts
 * @returns {HTMLElement[]}
 */
export function grouped(parts) {
  return parts.map((part) => make('span', {}, part));
}
