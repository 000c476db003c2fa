/**
 * A member's own marks: which messages were read, and what was answered. They are sealed before they leave the
 * browser and always have the same size. Several devices may write them, so two sets can be joined.
 */

/** @typedef {{ reply: string, thread: string, day: string, text: string, excluded: number[] }} Sent ids in hex */
/** @typedef {{ read: Set<string>, sent: Map<string, Sent> }} Marks `sent` by reply */
/** @typedef {{ version: number, read: string[], sent: Sent[] }} Written */

const VERSION = 1;

/** @returns {Marks} */
export function noMarks() {
  return { read: new Set(), sent: new Map() };
}

/**
 * @param {unknown} written by this member's own browser, and opened with its own keys
 * @returns {Marks}
 */
export function readMarks(written) {
  const { version, read, sent } = /** @type {Written} */ (written);
  if (version !== VERSION) throw new TypeError('marks of another version');
  return { read: new Set(read), sent: new Map(sent.map((one) => [one.reply, one])) };
}

/**
 * @param {Marks} marks
 * @returns {Written}
 */
export function writeMarks({ read, sent }) {
  return { version: VERSION, read: [...read], sent: [...sent.values()] };
}

/**
 * @param {Marks} a
 * @param {Marks} b
 * @returns {Marks} what either holds
 */
export function joinMarks(a, b) {
  const sent = new Map(a.sent);
  for (const [id, one] of b.sent) if (!sent.get(id)?.text) sent.set(id, one);
  return { read: new Set([...a.read, ...b.read]), sent };
}

/**
 * Makes room: the oldest answer loses its text, which the board carries for 90 epochs anyway, and stays known as sent.
 * @param {Marks} marks
 * @returns {Marks | null} null when no text is left to give up
 */
export function withoutOldestText({ read, sent }) {
  const oldest = [...sent.values()].filter((one) => one.text).sort((a, b) => (a.day < b.day ? -1 : 1))[0];
  if (!oldest) return null;
  return { read, sent: new Map(sent).set(oldest.reply, { ...oldest, text: '' }) };
}
