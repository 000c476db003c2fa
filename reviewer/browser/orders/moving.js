/** Which of the cases that somebody reads would be kept until another day by rules that are proposed. */
import { dayNow } from '../clock.js';
import { movesBetween } from '../retention/changing.js';
import { rulesInForce, spansOf } from '../retention/in-force.js';

/** @import { Rules } from '../../../crypto/js/cases.js' */
/** @import { Move } from '../retention/changing.js' */
/** @import { Visit } from '../visit.js' */

/** Days of the shortest. */
const YEAR = 365;

/**
 * @param {Visit} own
 * @param {Rules} rules that are proposed
 * @returns {Move[]} of the cases that this person reads; by the first last day
 */
export function movesBy(own, rules) {
  const after = { profile: rules.profile, classes: spansOf(rules), adopted: true };
  return movesBetween(own.overview?.cases.values() ?? [], rulesInForce(own), after, dayNow());
}

/**
 * @param {Rules} rules
 * @returns {string[]} the classes whose cases can be destroyed before the delivery in which the report came
 */
export function outlastedByDeliveries({ classes, calendar }) {
  return classes.filter(({ years, days }) => years * YEAR + days < calendar).map((one) => one.class);
}
