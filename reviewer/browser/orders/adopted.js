/** The retention rules that are in force, and whether the own cases are kept by them; before there are any, what that means. */
import { fill, make, place } from '../dom.js';
import { lagsBehind } from '../retention/changing.js';
import { rulesInForce } from '../retention/in-force.js';
import { dayNow } from '../clock.js';
import { say, sayCount } from '../words.js';
import { dayText, rulesTable, signersOf } from './telling.js';

/** @import { Visit } from '../visit.js' */

/** @param {Visit} own */
export function showAdopted(own) {
  const { orders: known } = own.ordered;
  if (!known) return fill(place('retention-rules'), make('p', {}, say('orders.unknown')));
  const { adopted } = known;
  if (!adopted?.rules) return fill(place('retention-rules'), make('div', { class: 'note' }, make('p', {}, make('strong', {}, say('orders.none_yet'))), make('p', {}, say('orders.none_text'))));
  const earlier = known.orders.filter(({ act }) => act === 'rules').length - 1;
  const by = { roles: signersOf(own, known, adopted), day: dayText(own, adopted.day) };
  fill(place('retention-rules'),
    make('p', {}, say('orders.adopted', by), earlier > 0 && ` ${sayCount('orders.adopted_before', earlier)}`),
    rulesTable(adopted.rules),
    make('p', { class: 'hint' }, say('orders.rules_mean', { days: sayCount('retention.days', adopted.rules.calendar), ...by })),
    behind(own));
}

/** @param {Visit} own cases that are kept by other rules still */
function behind(own) {
  const rules = rulesInForce(own);
  const count = [...own.overview?.cases.values() ?? []].filter((one) => lagsBehind(one, rules, dayNow())).length;
  return count > 0 && make('p', { class: 'note' }, sayCount('orders.behind', count), ' ', make('a', { href: '#cases' }, say('orders.to_cases')));
}
