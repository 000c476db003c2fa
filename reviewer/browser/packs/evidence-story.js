/** The whole case to read, as text and as a page without script: the same blocks, made from nothing but the record. */
import { fromHex, hex } from '../../../crypto/js/encoding.js';
import { kindOf, KINDS } from '../lifecycle/rules.js';
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
/** Said by the heading already, or of use to machines alone. */
const PASSED_OVER = ['kind', 'rules', 'signature', 'reply', 'before'];

/**
 * @param {Told} told
 * @returns {Block[]} the case, then each entry, with what the reporter wrote where it was filed
 */
export function storyOf(told) {
  const { state, company } = told;
  const marks = ['category', 'severity', 'detriment', 'level', 'materiality'].map((name) => (
    /** @type {[string, string]} */ ([FIELDS[name], codeText(/** @type {Record<string, any>} */ (state)[name]) || STORY.none])));
  const head = { title: `${STORY.title} ${told.id}`, by: company, lines: [/** @type {[string, string]} */ ([STORY.state, codeText(state.fine)]), ...marks] };
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
 * @param {readonly Directory[]} chain
 * @param {readonly Opened[]} entries
 * @param {string} person
 * @param {string} day
 * @returns {string} the role on that day; of an adviser as somebody wrote it into the case
 */
export function roleOf(chain, entries, person, day) {
  const versions = chain.filter((version) => version.day <= day);
  const inForce = [...versions].reverse().flatMap(({ members }) => members).find(({ sign }) => hex(sign) === person);
  if (inForce) return inForce.role;
  const verified = entries.map(({ content }) => /** @type {Record<string, any>} */ (content)).find((one) => one.kind === 'key_verified' && one.person === person);
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
  const item = refused ? undefined : told.items.get(content.item);
  return [{ title, by: roleOf(told.chain, told.entries, entry.author, entry.day), lines }, ...(item ? [envelopeBlock(told, item)] : [])];
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
    .map((name) => [wordOf(FIELDS, name), valueText(told, entry, name, content[name])]);
}

/**
 * @param {Told} told
 * @param {Opened} entry
 * @param {string} name
 * @param {any} value
 * @returns {string}
 */
function valueText(told, entry, name, value) {
  const role = (/** @type {unknown} */ person) => roleOf(told.chain, told.entries, String(person), entry.day);
  if (['person', 'reader', 'who'].includes(name) || (name === 'to' && isKey(value))) return role(value);
  if (name === 'excluded' && Array.isArray(value)) return value.map(role).join('; ') || STORY.none;
  if (name === 'allegations' && Array.isArray(value)) return value.map((one, at) => `${at + 1}. ${one}`).join('\n');
  if (name === 'allegation') return String(value + 1);
  if (name === 'act') return [wordOf(HEADINGS, value.kind), ...linesOf(told, entry, value).map(([label, text]) => `${label}: ${text}`)].join('\n');
  if (typeof value === 'string') return /^=/.test(formOf(entry, name)) ? codeText(value) : value;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/**
 * @param {Told} told
 * @param {Content} item
 * @returns {Block}
 */
function envelopeBlock({ chain }, item) {
  const said = /** @type {Record<string, any>} */ (/** @type {unknown} */ (item));
  const lines = ENVELOPE.filter(([name]) => said[name]).map(([name, label]) => (
    /** @type {[string, string]} */ ([label, ['category', 'relation'].includes(name) ? codeText(said[name]) : said[name]])));
  const excluded = item.excluded.map((slot) => chain[chain.length - 1].members.find((member) => member.slot === slot)?.role ?? String(slot));
  return { title: STORY.opened, by: codeText(item.kind), lines: [...lines, [FIELDS.excluded, excluded.join('; ') || STORY.none]] };
}

/** @param {Opened} entry @param {string} name */
function formOf({ content }, name) {
  return KINDS.get(/** @type {{ kind: string }} */ (content).kind)?.fields.get(name) ?? '';
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

/** @param {string} code */
function codeText(code) {
  return code.replaceAll('_', ' ');
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (one) => ESCAPES.get(one) ?? one);
}
