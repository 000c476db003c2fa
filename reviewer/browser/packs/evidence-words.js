/**
 * The words inside an evidence package, and of the page that checks one. They are not translated: that page makes the
 * readable texts anew from the record, and compares them letter for letter.
 */

/** Headings of entries, by kind; a kind that is not here is shown by its code. @type {Readonly<Record<string, string>>} */
export const HEADINGS = {
  filed: 'The case was filed',
  filed_again: 'The report was filed again, in another case',
  acknowledged: 'Receipt was acknowledged',
  conflict_check: 'Conflicts of interest were checked',
  recusal: 'A member withdrew from the case',
  recusal_of: 'A member was left out of the case',
  triage: 'Triage',
  need_info: 'More information is needed',
  acceptance: 'The case was accepted',
  assignment: 'The case was assigned',
  investigation: 'The investigation began',
  counsel_engaged: 'Counsel was engaged',
  auditor_informed: 'The auditor was informed',
  chair_told: 'The chair was told',
  meeting: 'A meeting was held',
  finding: 'Finding',
  remediation: 'Remediation',
  feedback: 'Feedback to the reporter',
  note: 'Note',
  task: 'Task',
  task_given: 'A task was given to somebody else',
  task_withdrawn: 'A task was withdrawn',
  task_done: 'A task was done',
  message: 'Message to the reporter',
  follow_up: 'The reporter wrote again',
  brought: 'What the reporter wrote was put into the case again',
  heard: 'The reporter was heard another way',
  receipt_corrected: 'How and when it came was corrected',
  taken_over: 'Another case was taken over',
  link: 'Linked to another case',
  request: 'Asked for',
  approval: 'Approved',
  withdrawal: 'A request was withdrawn',
  closing: 'The case was closed',
  closing_without_feedback: 'The case was closed without feedback',
  closing_for_silence: 'The case was closed: the reporter did not answer',
  not_a_complaint: 'The case was closed: it is not a complaint',
  referral: 'The case was referred',
  merge: 'The case was merged into another',
  reopening: 'The case was reopened',
  retention: 'How long it is kept',
  review: 'What is kept is due for review',
  destruction: 'Destruction was decided',
  hold_placed: 'A hold was placed',
  hold_reviewed: 'A hold was reviewed',
  hold_released: 'A hold was released',
  key_verified: 'The key of a person was verified',
  grant_made: 'A person was given access',
  grant_taken: 'Access was taken from a person',
  renewal: 'A new case key was made',
};

/** Names of fields; one that is not here is shown by its code. @type {Readonly<Record<string, string>>} */
export const FIELDS = {
  channel: 'came by', received: 'received', category: 'category', excluded: 'left out by the reporter', again: 'filed before as case', text: 'text',
  how: 'how', urgent: 'urgent', note: 'note', why: 'reason', person: 'person', severity: 'severity',
  detriment: 'risk of retaliation', level: 'highest level named', materiality: 'materiality', period: 'period concerned',
  allegations: 'allegations', to: 'to', plan: 'plan', counsel: 'counsel', scope: 'scope', held: 'held on',
  allegation: 'allegation', outcome: 'outcome', who: 'who', due: 'due', task: 'task of entry', case: 'case',
  act: 'what is asked for', until: 'until', request: 'request of entry', into: 'into case', class: 'class',
  profile: 'by the rules for', years: 'for years', days: 'and days',
  matter: 'matter', hold: 'hold of entry', role: 'role', reader: 'reader', item: 'envelope', reply: 'reply', rules: 'rules, version',
  keys: 'keys', signature: 'signature',
};

/** What is in a reporter's envelope, in the order of the form. */
export const ENVELOPE = /** @type {const} */ ([
  ['day', 'written on'], ['what', 'What happened?'], ['whereWhen', 'Where and when?'], ['who', 'Who is involved or knows?'],
  ['howKnown', 'How do you know?'], ['category', 'category'], ['relation', 'relation to the company'], ['identity', 'identity, given in confidence'],
  ['language', 'language of the page'],
]);

export const STORY = {
  title: 'Case',
  about: 'Written from the record of the case. What counts is the record itself; verify.html checks that this text says what it says.',
  entry: 'Entry',
  opened: 'Envelope of the reporter',
  refused: 'This entry breaks a rule and counts for nothing',
  adviser: 'adviser',
  key: 'key',
  state: 'State',
  none: 'none',
  unsaid: 'not said yet',
  yes: 'yes',
  no: 'no',
  browser: 'Filed by the browser of a member, when it came in:',
  unopened: 'The content could not be opened with the key in this package.',
};

/** What the checking page says of a file that is not as it should be, by the check that found it. @type {Readonly<Record<string, string>>} */
export const FINDINGS = {
  archive: 'This is not an archive that can be opened.',
  list: 'The list of hashes cannot be read.',
  changed: 'It is not the file whose hash is on the list.',
  missing: 'It is on the list, but not in the package.',
  unlisted: 'It is in the package, but not on the list.',
  absent: 'It should be in the package, and is not.',
  form: 'It does not have the form that it should have.',
  directory: 'The list of members is not right: its signatures or its chain.',
  entry: 'This entry does not follow from those before it, or its signature, its right or its approvals are not good.',
  content: 'The sealed content is not the one that was signed.',
  opening: 'The contents do not open with the key of this package.',
  approval: 'This approval does not hold a good signature of its author.',
  item: 'The envelope is not the one that the record names, or does not open.',
  derived: 'It does not say what the record says.',
  checkpoint: 'The checkpoint is not signed by the key of the line, or is of another line.',
  proof: 'The proof that this entry is in the checkpoint does not hold.',
};

export const NO_CHECKPOINT = 'None in this package. The entries are signed and follow from one another; that nothing came after the last one it cannot show.';

/**
 * @param {readonly number[]} unproven sequence numbers, ascending
 * @returns {string}
 */
export function unprovenText(unproven) {
  return `Entries ${ranges(unproven)} are not in this checkpoint: it is made at the end of a day, so what was written later is in the next one. `
    + 'They are signed and follow from the entries before like all the others. If they are older than a day or two, ask the committee why.';
}

/** @param {readonly number[]} numbers ascending @returns {string} "3, 5 to 8" */
function ranges(numbers) {
  const starts = numbers.filter((one, at) => one !== numbers[at - 1] + 1);
  const ends = numbers.filter((one, at) => one + 1 !== numbers[at + 1]);
  return starts.map((one, at) => (ends[at] === one ? String(one) : `${one} to ${ends[at]}`)).join(', ');
}

export const README = [
  'EVIDENCE PACKAGE OF ONE CASE',
  '',
  'This archive holds the whole record of one case, as the members of the Audit Committee could read it on the day it was',
  'made. It is NOT sealed: whoever has this file can read everything in it. Store it encrypted, and pass it on accordingly.',
  '',
  'To check it: unpack verify.html, open it in a browser (no network is needed) and choose this archive. It says whether',
  'everything holds, and names what does not. Compare the fingerprints that it shows with the one on the posters of the line:',
  'they stand for the list of members and their keys. Only that comparison tells that the keys are those of the committee.',
  '',
  'case.html, case.txt       the whole case to read: what was reported, and what was done, day by day, with roles',
  'record/NNNN.json          entry NNNN as it was signed, with approvals (docs/protocol.md of Sealed Line, sections 14, 15)',
  'record/NNNN.sealed        its content, sealed; the signed entry holds its SHA-256',
  'contents/NNNN.json        the same content, opened',
  'items/ID.sealed, .json    envelopes that reporters sent, sealed under the case key, and opened (section 13)',
  'directory.json            the list of members with all its versions and signatures (section 2)',
  'checkpoint.txt            the newest signed checkpoint of the tree of all records, if there was one (section 16)',
  'proofs.json               proofs that entries of this case are in it',
  'package.json              what this package is, and the case key with which the contents open',
  'verify.html               the page that checks this package; it sends nothing anywhere',
  'SHA256SUMS                the SHA-256 of each file; "sha256sum -c SHA256SUMS" checks it as well',
  '',
  'What it does not show: that nothing was written after it was made, and what was said outside the record.',
  '',
].join('\r\n');
