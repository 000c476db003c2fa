/** Why an order was not taken, in words that say what to do next. */
import { Refused } from '../api.js';
import { sentence } from '../failures.js';
import { say } from '../words.js';

const HERE = new Set(['moved', 'day', 'no_draft', 'too_many', 'not_allowed', 'malformed']);

/** @import { Visit } from '../visit.js' */

/** @param {unknown} error @param {Visit} own @returns {string} */
export function whyNot(error, { ordered }) {
  if (!(error instanceof Refused) && !ordered.orders) return say('orders.refused_unknown'); // giving.js signs nothing then
  return error instanceof Refused && HERE.has(error.code) ? say(`orders.refused_${error.code}`) : sentence(error);
}
