/**
 * The view in which a report is written: four prompts, of which the first must be answered, and what may be added. Nothing here sends anything.
 */
import { el } from './dom.js';
import { divide, exclusionField, slotsOfMask, tooFewReaders } from './exclusions.js';
import { choiceField, folded, textField } from './fields.js';
import { lookOver } from './look-over.js';
import { room } from './room.js';
import { busy, button, messages, view } from './views.js';

/**
 * @typedef {object} Draft what the reporter wrote; texts without spaces around
 * @property {string} what
 * @property {string} where_when
 * @property {string} who
 * @property {string} how_known
 * @property {string} category code of protocol section 9, or empty
 * @property {string} relation code of protocol section 9, or empty
 * @property {string} identity
 * @property {number[]} excluded slots, ascending
 */

const CATEGORIES = [
  'fraud_statements', 'fraud_records', 'control_deficiency', 'misrepresentation', 'reporting_deviation', 'gaap_misapplication',
  'auditor_influence', 'related_party', 'attorney_report', 'retaliation', 'other',
];
const RELATIONS = ['employee', 'former', 'supplier', 'shareholder', 'other'];

/**
 * @param {import('./line.js').Line} line
 * @param {{ back: () => void, go: (draft: Draft) => Promise<void> }} ways `go` receives a draft that has text, readers enough, and fits
 */
export function writeView(line, ways) {
  const { say } = line;
  const areas = prompts(line);
  const excluded = exclusionField(line);
  const category = choiceField(say('category'), codes('category', CATEGORIES, line), say('optional'));
  const relation = choiceField(say('relation'), codes('relation', RELATIONS, line));
  const identity = textField({ label: say('identity'), hint: say('identity_hint'), rows: 3 });
  const texts = { ...areas, identity };
  const check = lookOver(line, Object.values(texts));
  const message = messages();

  /** @returns {Draft} */
  const draft = () => ({
    what: texts.what.area.value.trim(), where_when: texts.where_when.area.value.trim(),
    who: texts.who.area.value.trim(), how_known: texts.how_known.area.value.trim(),
    category: category.select.value, relation: relation.select.value,
    identity: identity.area.value.trim(), excluded: slotsOfMask(excluded.mask()),
  });
  const space = room(line, draft, Object.values(texts).map(({ area }) => area));
  const refuse = async () => {
    if (!draft().what) return missing(areas.what.area, line);
    if (!divide(line.members, excluded.mask()).enough) return tooFewReaders(line);
    return (await space.measure()) < 0 ? say('too_long') : '';
  };
  const proceed = button(say('continue'), () => busy(proceed, async () => {
    const wrong = await refuse();
    message.refuse(wrong);
    if (!wrong) await ways.go(draft());
  }), 'main');

  const node = view(say('write'),
    el('p', {}, say('write_intro')),
    ...Object.values(areas).map((field) => field.node),
    excluded.node,
    category.node,
    el('div', { class: 'folds' }, folded(say('relation_fold'), relation.node), folded(say('identity_fold'), identity.node)),
    check.node, space.node, message.node,
    el('div', { class: 'acts' }, proceed, button(say('back_to_start'), ways.back, 'text')));
  areas.what.area.addEventListener('input', () => areas.what.area.removeAttribute('aria-invalid'));

  return {
    node,
    typed: () => Object.values(texts).some(({ area }) => area.value.trim() !== ''),
    /** @param {string} text */
    explain: (text) => message.refuse(text),
    membersChanged: excluded.rebuild,
    forget() {
      for (const { area } of Object.values(texts)) area.value = '';
      for (const { select } of [category, relation]) select.selectedIndex = 0;
      excluded.untick();
      check.look();
    },
  };
}

/** @param {import('./line.js').Line} line */
function prompts({ say }) {
  const optional = say('optional');
  return {
    what: textField({ label: say('what'), hint: say('what_hint'), rows: 8, look: 'tall' }),
    where_when: textField({ label: say('where_when'), hint: say('where_when_hint'), optional, rows: 3 }),
    who: textField({ label: say('who'), hint: say('who_hint'), optional, rows: 3 }),
    how_known: textField({ label: say('how_known'), hint: say('how_known_hint'), optional, rows: 3 }),
  };
}

/**
 * @param {string} name
 * @param {string[]} list
 * @param {import('./line.js').Line} line
 * @returns {[string, string][]}
 */
function codes(name, list, { say }) {
  return [['', say('not_said')], ...list.map((code) => /** @type {[string, string]} */ ([code, say(`${name}_${code}`)]))];
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {import('./line.js').Line} line
 */
function missing(area, line) {
  area.setAttribute('aria-invalid', 'true');
  area.focus();
  return line.say('what_missing');
}
