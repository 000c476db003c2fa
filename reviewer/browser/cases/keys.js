/**
 * The case keys that this person was given. Each grant is one that a signed entry names: one that the server does not show,
 * or shows otherwise, is the server's doing; one that does not open, the author's of the entry, if all own reading keys are
 * at hand to open it with.
 */
import { openGrantWith } from '../../../crypto/js/cases.js';
import { hex } from '../../../crypto/js/encoding.js';
import { Damaged, NotARecipient, ProtocolError } from '../../../crypto/js/errors.js';
import { keysHash, sha256 } from '../../../crypto/js/index.js';
import { dayNow } from '../clock.js';
import { heldBy } from '../ring.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { CaseRecord, HeldKey } from '../../../crypto/js/cases.js' */
/** @import { CaseVisit } from './store.js' */
/** @typedef {{ number: number, grant: Bytes }} OwnGrant of the case key of that number */

/**
 * @param {CaseVisit} own
 * @param {CaseRecord} record
 * @param {number} from the first entry that is new
 * @param {readonly Bytes[]} served
 * @returns {OwnGrant[]} those that the new entries make, the newest first
 * @throws {Damaged} one is missing that is not over
 */
export function ownGrants(own, record, from, served) {
  const me = hex(own.secret.signKey);
  const shown = new Map(served.map((grant) => [hex(sha256(grant)), grant]));
  const made = record.entries.slice(from).flatMap(({ key, grants }) => (
    grants.filter(({ reader }) => hex(reader) === me).map(({ until, grant }) => ({ number: key, until, grant: shown.get(hex(grant)) }))));
  return made.reverse().flatMap(({ number, until, grant }) => {
    if (!grant && (until === '' || until > dayNow())) throw new Damaged('a grant that is on record is not shown');
    return grant ? [{ number, grant }] : [];
  });
}

/**
 * @param {CaseVisit} own
 * @param {CaseRecord} record
 * @param {readonly OwnGrant[]} grants the newest first
 * @returns {Generator<HeldKey>} each opened when it is asked for
 * @throws {NotARecipient} it may be sealed to own keys that are not here
 */
export function* heldKeys(own, record, grants) {
  for (const { number, grant } of grants) {
    const caseKey = openedOrNull(own, grant, { instance: own.instance, case: record.of.case, number });
    if (caseKey) yield { number, caseKey };
  }
}

/**
 * @param {CaseVisit} own
 * @param {Bytes} grant
 * @param {Parameters<typeof openGrantWith>[2]} place
 */
function openedOrNull(own, grant, place) {
  try {
    return openGrantWith(grant, heldBy(own), place);
  } catch (error) {
    if (!(error instanceof ProtocolError) || (error instanceof NotARecipient && lacksKeys(own))) throw error;
    return null;
  }
}

/**
 * @param {CaseVisit} own
 * @returns {boolean} whether some list names reading keys for this person that are not here
 */
function lacksKeys(own) {
  const [me, held] = [hex(own.secret.signKey), new Set(heldBy(own).map((secret) => hex(keysHash(secret.public))))];
  const named = (own.directory?.chain ?? []).flatMap(({ members }) => members.filter(({ sign }) => hex(sign) === me));
  return named.some(({ keys }) => !held.has(hex(keys)));
}
