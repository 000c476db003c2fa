/**
 * A member's own marks: which messages were read, what was answered, and which lists were relied on. They are sealed
 * before they leave the browser and always have the same size. Several devices may write them, so two sets can be joined.
 */

/** @typedef {{ reply: string, thread: string, day: string, text: string, excluded: number[] }} Sent ids in hex */
/**
 * `sent` by reply; the others hold hashes of versions of the directory. `compared`: this person has compared its words;
 * it may be one that was only proposed. `relied`: this page has relied on it, so it must be in whatever is shown later.
 * @typedef {{ read: Set<string>, sent: Map<string, Sent>, compared: Set<string>, relied: Set<string> }} Marks
 */
/** @typedef {{ version: number, read: string[], sent: Sent[], compared?: string[], relied?: string[] }} Written */

const VERSION = 1;
/** Of what was read, so small a part is given up at a time. */
const DROPPED = 16;

/** @returns {Marks} */
export function noMarks() {
  return { read: new Set(), sent: new Map(), compared: new Set(), relied: new Set() };
}

/**
 * @param {unknown} written by this member's own browser, and opened with its own keys
 * @returns {Marks}
 */
export function readMarks(written) {
  const { version, read, sent, compared = [], relied = [] } = /** @type {Written} */ (written);
  if (version !== VERSION) throw new TypeError('marks of another version');
  return { read: new Set(read), sent: new Map(sent.map((one) => [one.reply, one])), compared: new Set(compared), relied: new Set(relied) };
}

/**
 * @param {Marks} marks
 * @returns {Written}
 */
export function writeMarks({ read, sent, compared, relied }) {
  return { version: VERSION, read: [...read], sent: [...sent.values()], compared: [...compared], relied: [...relied] };
}

/**
 * @param {Marks} a
 * @param {Marks} b
 * @returns {Marks} what either holds; what `b` has read comes first, as what was kept before
 */
export function joinMarks(a, b) {
  const sent = new Map(a.sent);
  for (const [id, one] of b.sent) if (!sent.get(id)?.text) sent.set(id, one);
  return { read: union(b.read, a.read), sent, compared: union(a.compared, b.compared), relied: union(a.relied, b.relied) };
}

/**
 * Makes room: the oldest answer loses its text, which the board carries for 90 epochs anyway, and stays known as sent.
 * @param {Marks} marks
 * @returns {Marks | null} null when no text is left to give up
 */
export function withoutOldestText(marks) {
  const { sent } = marks;
  const oldest = [...sent.values()].filter((one) => one.text).sort((a, b) => (a.day < b.day ? -1 : 1))[0];
  if (!oldest) return null;
  return { ...marks, sent: new Map(sent).set(oldest.reply, { ...oldest, text: '' }) };
}

/**
 * Makes more room: the messages read longest ago are shown as new once more, where their cases are opened again.
 * @param {Marks} marks
 * @returns {Marks | null} null when none is left to give up
 */
export function withoutOldestRead(marks) {
  const read = [...marks.read];
  return read.length ? { ...marks, read: new Set(read.slice(Math.ceil(read.length / DROPPED))) } : null;
}

/**
 * @param {Set<string>} a
 * @param {Set<string>} b
 */
function union(a, b) {
  return new Set([...a, ...b]);
}
