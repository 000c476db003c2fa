/** Two overviews of one reader: of two devices, or of this visit and the one that is kept. The newer of both wins. */
import { noOverview } from './kept.js';
import { markLooked } from './looked.js';

/** @import { SeenOrders } from '../orders/following.js' */
/** @import { Gone, Overview, Pin, Pinned } from './kept.js' */
/** @import { Summary } from './summary.js' */
/**
 * `older`: pins that lost, though they are not the same entry: what was seen on the other device must stand in the record too.
 * @typedef {{ joined: Overview, older: Map<string, Pin[]> }} Joining
 */

/**
 * @param {Overview} here
 * @param {Overview} there
 * @returns {Joining}
 */
export function joinOverviews(here, there) {
  /** @type {Joining} */
  const joining = { joined: noOverview(), older: new Map() };
  joining.joined.checkpoints = union(here.checkpoints, there.checkpoints);
  joining.joined.orders = unionOfOrders(here.orders ?? [], there.orders ?? []);
  joining.joined.cut = here.cut || there.cut;
  joining.joined.visited = here.visited > there.visited ? here.visited : there.visited;
  for (const [id, count] of [...here.looked, ...there.looked]) markLooked(joining.joined, id, count);
  joining.joined.terms = here.terms === there.terms ? here.terms : '';
  for (const id of new Set([...known(here), ...known(there)])) joinCase(joining, id, placeOf(here, id), placeOf(there, id));
  return joining;
}

/** @param {Overview} overview */
function known({ cases, gone }) {
  return [...cases.keys(), ...gone.keys()];
}

/**
 * @param {Overview} overview
 * @param {string} id
 * @returns {{ summary?: Summary, gone?: Gone } & { pin?: Pin }}
 */
function placeOf({ cases, gone }, id) {
  const [summary, left] = [cases.get(id), gone.get(id)];
  return { summary, gone: left, pin: summary ?? left };
}

/**
 * @param {Joining} joining
 * @param {string} id
 * @param {ReturnType<typeof placeOf>} one
 * @param {ReturnType<typeof placeOf>} other
 */
function joinCase({ joined, older }, id, one, other) {
  const [newer, lost] = rank(other) > rank(one) ? [other, one] : [one, other];
  if (newer.summary) joined.cases.set(id, newer.summary);
  else if (newer.gone) joined.gone.set(id, { ...newer.gone, told: lost.gone?.told || newer.gone.told });
  if (lost.pin && lost.pin.last !== newer.pin?.last) older.set(id, [{ entries: lost.pin.entries, last: lost.pin.last }]);
}

/** @param {ReturnType<typeof placeOf>} place @returns {number} by entries; that it is gone was learned after the last of them */
function rank({ pin, gone }) {
  return 2 * (pin?.entries ?? 0) + Number(gone !== undefined);
}

/**
 * Which of them follows from the other is not known here: the next look demands it of both.
 * @param {readonly Pinned[]} some
 * @param {readonly Pinned[]} others
 * @returns {Pinned[]}
 */
export function union(some, others) {
  const byName = new Map([...some, ...others].map((one) => [`${one.epoch} ${one.size} ${one.root}`, one]));
  return [...byName.values()];
}

/**
 * @param {readonly SeenOrders[]} some
 * @param {readonly SeenOrders[]} others
 * @returns {SeenOrders[]}
 */
function unionOfOrders(some, others) {
  return [...new Map([...some, ...others].map((one) => [JSON.stringify([one.count, one.hash, one.version, one.day]), one])).values()];
}
