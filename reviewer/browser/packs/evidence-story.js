/** The whole case to read, as text and as a page without script: the same blocks, made from nothing but the record. */
import { fromHex, hex } from '../../../crypto/js/encoding.js';
import { kindOf, KINDS } from '../lifecycle/rules.js';
import { codeWord } from './evidence-codes.js';
import { ENVELOPE, FIELDS, HEADINGS, STORY } from './evidence-words.js';

/** @import { Content, Directory } from '../../../crypto/js/index.js' */
/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/** @typedef {{ title: string, by: string, lines: [string, string][] }} Block */
/**
 * @typedef {object} Told
 * @property {string} id of the case
 * @property {string} company
 * @property {readonly Directory[]} chain
 * @property {readonly Opened[]} entries
 * @property {CaseState} state
 * @property {ReadonlyMap<string, Content>} items
 */

const ESCAPES = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&#39;']]);
const STYLE = 'body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 Georgia,serif}h2{font-size:1.1rem;margin:2rem 0 .25rem}'
  + 'p{margin:0 0 .5rem;color:#555}dt{color:#555;font-size:.9rem}dd{margin:0 0 .75rem;white-space:pre-wrap;overflow-wrap:anywhere}';
const MARKS = [['category', 'categories'], ['severity', 'severities'], ['detriment', 'detriments'], ['level', 'levels'], ['materiality', 'materialities']];
/** Fields that hold the number of another entry. */
const OF_ENTRY = ['task', 'hold', 'request'];
/** Said by the heading already, or of use to machines alone. */
const PASSED_OVER = ['kind', 'rules', 'signature', 'reply', 'before'];

/**
 * @param {Told} told
 * @returns {Block[]} the case, then each entry, with what the reporter wrote where it was filed
 */
export function storyOf(told) {
  const { state, company } = told;
  const marks = MARKS.map(([name, list]) => (
    /** @type {[string, string]} */ ([FIELDS[name], codeWord(list, /** @type {Record<string, any>} */ (state)[name]) || STORY.unsaid])));
  const head = { title: `${STORY.title} ${told.id}`, by: company, lines: [/** @type {[string, string]} */ ([STORY.state, codeWord('states', state.fine)]), ...marks] };
  return [head, ...told.entries.flatMap((entry) => entryBlocks(told, entry))];
}

/** @param {readonly Block[]} blocks */
export function storyText(blocks) {
  const text = blocks.map(({ title, by, lines }) => (
    [title, by, ...lines.map(([name, value]) => `  ${name}: ${value.replaceAll('\n', '\n    ')}`)].join('\n')));
  return `${STORY.about}\n\n${text.join('\n\n')}\n`.replace(/\r?\n/g, '\r\n');
}

/** @param {readonly Block[]} blocks @returns {string} a document that loads and runs nothing */
export function storyPage(blocks) {
  const parts = blocks.map(({ title, by, lines }, at) => {
    const heading = at ? `<h2>${escaped(title)}</h2>` : `<h1>${escaped(title)}</h1>`;
    const told = lines.map(([name, value]) => `<dt>${escaped(name)}</dt><dd dir="auto">${escaped(value)}</dd>`).join('\n');
    return `${heading}\n<p>${escaped(by)}</p>\n${lines.length ? `<dl>\n${told}\n</dl>\n` : ''}`;
  });
  return '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
    + '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
    + '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    + `<title>${escaped(blocks[0].title)}</title>\n<style>${STYLE}</style></head>\n<body>\n<p>${escaped(STORY.about)}</p>\n${parts.join('')}</body></html>\n`;
}

/**
 * An entry that breaks a rule may say anything of anybody: no role is taken from one.
 * @param {Pick<Told, 'chain' | 'entries' | 'state'>} told
 * @param {string} person
 * @param {string} day
 * @returns {string} the role on that day; of an adviser as somebody wrote it into the case
 */
export function roleOf({ chain, entries, state }, person, day) {
  const versions = chain.filter((version) => version.day <= day);
  const inForce = [...versions].reverse().flatMap(({ members }) => members).find(({ sign }) => hex(sign) === person);
  if (inForce) return inForce.role;
  const refused = new Set(state.refused.map(({ sequence }) => sequence));
  const verified = entries.filter(({ sequence }) => !refused.has(sequence)).map(({ content }) => /** @type {Record<string, any>} */ (content)).find((one) => one.kind === 'key_verified' && one.person === person);
  return verified ? `${verified.role} (${STORY.adviser})` : `${STORY.key} ${person.slice(0, 16)}`;
}

/**
 * @param {Told} told
 * @param {Opened} entry
 * @returns {Block[]}
 */
function entryBlocks(told, entry) {
  const content = /** @type {Record<string, any>} */ (entry.content);
  const title = `${STORY.entry} ${entry.sequence}, ${entry.day}: ${content.kind ? wordOf(HEADINGS, content.kind) : STORY.unopened}`;
  const refused = told.state.refused.some(({ sequence }) => sequence === entry.sequence);
  // the rules did not take it, so nothing is known of its form: it is shown as it was written
  const lines = refused ? [/** @type {[string, string]} */ ([STORY.refused, JSON.stringify(content)])] : linesOf(told, entry, content);
  const item = refused || content.kind === 'brought' ? undefined : told.items.get(content.item); // shown where it was filed
  const role = roleOf(told, entry.author, entry.day);
  const byItself = !refused && content.item && ['filed', 'follow_up', 'brought'].includes(content.kind); // a page files what comes, without being asked
  return [{ title, by: byItself ? `${STORY.browser} ${role}` : role, lines }, ...(item ? [envelopeBlock(told, item)] : [])];
}

/**
 * @param {Told} told
 * @param {Opened} entry
 * @param {Record<string, any>} content
 * @returns {[string, string][]}
 */
function linesOf(told, entry, content) {
  const names = KINDS.has(content.kind) ? [...kindOf(content.kind).fields.keys()] : Object.keys(content);
  return names.filter((name) => !PASSED_OVER.includes(name) && content[name] !== '' && content[name] !== undefined)
    .map((name) => [wordOf(FIELDS, name), valueText(told, entry, content, name)]);
}

/**
 * @param {Told} told
 * @param {Opened} entry
 * @param {Record<string, any>} content of the entry, or of what is asked for in it
 * @param {string} name
 * @returns {string}
 */
function valueText(told, entry, content, name) {
  const value = content[name];
  const role = (/** @type {unknown} */ person) => roleOf(told, String(person), entry.day);
  if (['person', 'reader', 'who'].includes(name) || (name === 'to' && isKey(value))) return role(value);
  if (name === 'excluded' && Array.isArray(value)) return value.map(role).join('; ') || STORY.none;
  if (name === 'allegations' && Array.isArray(value)) return value.map((one, at) => `${at + 1}. ${one}`).join('\n');
  if (name === 'allegation') return String(value + 1);
  if (name === 'act') return [wordOf(HEADINGS, value.kind), ...linesOf(told, entry, { ...value, request: undefined }).map(([label, text]) => `${label}: ${text}`)].join('\n');
  const form = formOf(content, name);
  if (form === 'flag') return value ? STORY.yes : STORY.no;
  if (OF_ENTRY.includes(name) && typeof value === 'number') return referred(told, name, value);
  if (typeof value === 'string') return form.startsWith('=') ? codeWord(form.slice(1), value) : value;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/**
 * @param {Told} told
 * @param {string} name of the field
 * @param {number} sequence
 * @returns {string} the entry, and what it was about
 */
function referred({ entries }, name, sequence) {
  const content = /** @type {Record<string, any>} */ (entries[sequence]?.content ?? {});
  const about = name === 'request' ? wordOf(HEADINGS, String(content.act?.kind ?? '')) : content[name === 'hold' ? 'matter' : 'text'];
  return about ? `${sequence}: ${about}` : String(sequence);
}

/**
 * @param {Told} told
 * @param {Content} item
 * @returns {Block}
 */
function envelopeBlock({ chain }, item) {
  const said = /** @type {Record<string, any>} */ (/** @type {unknown} */ (item));
  const lines = ENVELOPE.filter(([name]) => said[name]).map(([name, label]) => (
    /** @type {[string, string]} */ ([label, codeWord({ category: 'categories', relation: 'relations' }[String(name)] ?? '', said[name])])));
  const excluded = item.excluded.map((slot) => chain[chain.length - 1].members.find((member) => member.slot === slot)?.role ?? String(slot));
  return { title: STORY.opened, by: codeWord('items', item.kind), lines: [...lines, [FIELDS.excluded, excluded.join('; ') || STORY.none]] };
}

/** @param {Record<string, any>} content @param {string} name */
function formOf(content, name) {
  return KINDS.get(content.kind)?.fields.get(name) ?? '';
}

/** @param {unknown} value */
function isKey(value) {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) && fromHex(value).length === 32;
}

/**
 * @param {Readonly<Record<string, string>>} words
 * @param {string} code
 * @returns {string} the code itself where there are none; what every object has is no word for it
 */
function wordOf(words, code) {
  return Object.hasOwn(words, code) ? words[code] : code;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (one) => ESCAPES.get(one) ?? one);
}
