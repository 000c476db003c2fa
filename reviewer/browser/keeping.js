/**
 * Keeps a member's marks on the server, sealed and of one size. They are written at moments that have nothing to do
 * with what was read: after every look at the batches, and on leaving.
 */
import { TooLong, openMarks, sealMarks } from '../../crypto/js/index.js';
import * as api from './api.js';
import { joinMarks, noMarks, readMarks, withoutOldestRead, withoutOldestText, writeMarks } from './marks.js';

/** @import { Bytes } from '../../crypto/js/index.js' */
/** @import { Marks } from './marks.js' */
/** @import { Visit } from './visit.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Marks>} as another device may have left them meanwhile, joined with those of this visit
 */
export async function fetchMarks({ secret, instance, marks }) {
  const sealed = await api.marks();
  const kept = sealed ? readMarks(await openMarks(sealed, secret.signSeed, instance)) : noMarks();
  return joinMarks(marks, kept);
}

/** @param {Visit} visit */
export async function keepMarks(visit) {
  const joined = await fetchMarks(visit);
  const { kept, sealed } = await sealWhatFits(visit, joined);
  if (visit.over) return;
  const dropped = new Set([...joined.read].filter((id) => !kept.read.has(id)));
  const held = joinMarks(visit.marks, kept);
  visit.marks = { ...held, read: new Set([...held.read].filter((id) => !dropped.has(id))) };
  await api.keepMarks(sealed);
}

/**
 * @param {Visit} visit
 * @param {Marks} marks
 * @returns {Promise<{ kept: Marks, sealed: Bytes }>}
 */
async function sealWhatFits({ secret, instance }, marks) {
  for (let kept = marks; ;) {
    try {
      return { kept, sealed: await sealMarks(writeMarks(kept), secret.signSeed, instance) };
    } catch (error) {
      const less = error instanceof TooLong ? withoutOldestText(kept) ?? withoutOldestRead(kept) : null;
      if (!less) throw error;
      kept = less;
    }
  }
}
