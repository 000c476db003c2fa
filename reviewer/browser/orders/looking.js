/** A look at the standing orders, and who is told of it; and what of them this page can tell in words. */
import { fetchDirectory } from '../directory.js';
import { dayNow } from '../clock.js';
import { CLASSES, PROFILES } from '../lifecycle/rules.js';
import { followOrders } from './following.js';

/** @import { Rules } from '../../../crypto/js/cases.js' */
/** @import { Visit } from '../visit.js' */

/** @type {((own: Visit) => void)[]} */
const listeners = [];

/** @param {(own: Visit) => void} told called after each look */
export function whenOrdersSeen(told) {
  listeners.push(told);
}

/**
 * Whoever has signed an order may be on a list that came since: that is looked at before anything is said to be wrong.
 * @param {Visit} own a member's, whose directory was fetched
 */
export async function lookAtOrders(own) {
  await followOrders(own, dayNow());
  if (own.ordered.trouble === 'unsigned' && !own.over) {
    own.directory = await fetchDirectory(own.secret, own.signed) ?? own.directory;
    await followOrders(own, dayNow());
  }
  if (own.over) return;
  for (const told of listeners) told(own);
}

/**
 * A class that this page does not know could not be told in words, and one that is missing would be kept by nobody's rule.
 * @param {Rules} rules
 */
export function areKnown({ profile, classes }) {
  return PROFILES.has(profile) && classes.length === CLASSES.size && classes.every((one) => CLASSES.has(one.class));
}
