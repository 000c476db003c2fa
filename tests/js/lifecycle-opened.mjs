/** Reads a record on standard input as a member's browser does, and prints what is folded, who was a member, and the case. */
import { readFileSync } from 'node:fs';
import { checkRecord, openContents, readSigned } from '../../crypto/js/cases.js';
import { fromHex, verifyDirectory } from '../../crypto/js/index.js';
import { readJson } from '../../crypto/js/strict.js';
import { fold } from '../../reviewer/browser/lifecycle/folding.js';
import { memberships, openedEntries } from '../../reviewer/browser/lifecycle/opened.js';

const given = JSON.parse(readFileSync(0, 'utf8'));
const { chain } = verifyDirectory(fromHex(given.directory), { today: null, fingerprint: null });
const documents = readJson(given.record);
if (!Array.isArray(documents)) throw new Error('a record is an array');
const [instance, id] = [given.instance, given.case].map((one) => fromHex(one));
const record = checkRecord(documents.map(readSigned), { instance, case: id, chain, today: null });
/** @type {string[]} */
const sealed = given.contents;
const read = await openContents(record, sealed.map((one) => fromHex(one)), given.number, fromHex(given.key));
const [entries, members] = [openedEntries(record, read), memberships(chain)];
process.stdout.write(JSON.stringify({ entries, members, state: fold(entries, members) }));
