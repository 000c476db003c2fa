/** Who is signed in, with which keys, and the list they stand in. */
import { hex, keysHash } from '../../../crypto/js/index.js';
import { daysBetween, readDay } from '../days.js';
import { fetchDirectory } from '../directory.js';
import { fill, make, place } from '../dom.js';
import { sentence } from '../failures.js';
import { groups } from '../groups.js';
import { facts, grouped, roleList } from '../people.js';
import { say, sayCount } from '../words.js';
import { dayNow } from '../clock.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */

const SOON = 21;

/** @param {Visit} own */
export async function showFacts(own) {
  const { member } = own;
  fill(place('account-facts'), ...facts([[say('account.role'), member.role], [say('account.login'), member.login]]));
  fill(place('account-keys'), ...aboutKeys(own));
  try {
    own.directory ??= await fetchDirectory(own.secret, own.signed);
    if (own.directory && !own.over) fill(place('account-keys'), ...aboutKeys(own), ...aboutList(own, own.directory));
  } catch (error) {
    if (!own.over) place('account-keys').append(make('p', { class: 'complaint' }, sentence(error)));
  }
}

/** @param {Visit} own */
function aboutKeys({ secret }) {
  return [
    make('h2', {}, say('account.keys')),
    make('p', {}, say('account.keys_text')),
    make('dl', { class: 'facts' }, ...facts([
      [say('account.sign_key'), inGroups(hex(secret.signKey))],
      [say('account.reading_keys'), inGroups(hex(keysHash(secret.public)))],
    ])),
  ];
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 */
function aboutList({ line }, { chain, current }) {
  const left = daysBetween(dayNow(), current.notAfter);
  const until = readDay(current.notAfter, line.language);
  return [
    make('h2', {}, say('account.list')),
    left < SOON && make('div', { class: 'note note-bad' }, make('p', {}, endsSoon(left, until))),
    make('dl', { class: 'facts' }, ...facts([
      [say('account.fingerprint'), inGroups(hex(current.hash))],
      [say('account.version'), say('account.version_text', { version: chain.length, day: readDay(current.day, line.language), until })],
      [say('account.members'), roleList(current.members.map(({ role }) => role))],
    ])),
  ].filter((part) => part instanceof HTMLElement);
}

/**
 * @param {number} left days
 * @param {string} until
 */
function endsSoon(left, until) {
  return left < 0 ? say('account.list_over', { until }) : sayCount('account.list_soon', left, { until });
}

/** @param {string} value */
function inGroups(value) {
  return make('span', { class: 'fingerprint' }, ...grouped(groups(value)));
}
