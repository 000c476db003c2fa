/**
 * The view in which a report is written: four prompts, of which the first must be answered, and what may be added. Nothing here sends anything.
 */
import { CATEGORIES, RELATIONS, slotsOfMask } from '../../crypto/js/index.js';
import { el } from './dom.js';
import { divide, exclusionField } from './exclusions.js';
import { choiceField, folded, textField } from './fields.js';
import { lookOver } from './look-over.js';
import { provisionalContent } from './report.js';
import { room } from './room.js';
import { busy, button, messages, view } from './views.js';

/** @import { Line } from './line.js' */
/** @import { Draft } from './report.js' */

/**
 * @param {Line} line
 * @param {{ intro: string, back: () => void, go: (draft: Draft) => Promise<void> }} ways `go` gets a draft that has text, readers enough, and fits
 */
export function writeView(line, ways) {
  const { say } = line;
  const { node: questions, texts, excluded, category, relation, draft, check } = form(line);
  const areas = Object.values(texts).map(({ area }) => area);
  const space = room(line, () => provisionalContent(line, draft()), areas);
  const message = messages();
  const proceed = button(say('continue'), () => busy(proceed, async () => {
    const wrong = await refusal(draft(), space, line);
    const enough = divide(line.members, excluded.mask()).enough;
    if (!draft().what) markMissing(texts.what.area);
    else if (!enough) excluded.focus(); // the field itself says why
    message.refuse(wrong);
    if (!wrong && enough) await ways.go(draft());
  }), 'main');
  texts.what.area.addEventListener('input', () => {
    texts.what.area.removeAttribute('aria-invalid');
  });
  for (const area of areas) area.addEventListener('input', () => message.refuse(''));
  excluded.node.addEventListener('change', () => message.refuse(''));
  return {
    node: view(say('write'), el('p', {}, ways.intro), ...questions, space.node, message.node,
      el('div', { class: 'acts' }, proceed, button(say('back_to_start'), ways.back, 'text'))),
    typed: () => areas.some(({ value }) => value.trim() !== ''),
    explain: message.refuse,
    membersChanged: excluded.rebuild,
    forget() {
      for (const area of areas) area.value = '';
      for (const { select } of [category, relation]) select.selectedIndex = 0;
      excluded.rebuild();
      message.tell('');
      check.look();
    },
  };
}

/** @param {Line} line */
function form(line) {
  const { say } = line;
  const texts = prompts(line);
  const excluded = exclusionField(line);
  const category = choiceField(say('category'), codes('category', CATEGORIES, line), say('optional'));
  const relation = choiceField(say('relation'), codes('relation', RELATIONS, line));
  const check = lookOver(line, Object.values(texts));
  const { identity, ...questions } = texts;
  const node = [
    ...Object.values(questions).map((field) => field.node),
    excluded.node,
    category.node,
    el('div', { class: 'folds' }, folded(say('relation_fold'), relation.node), folded(say('identity_fold'), identity.node)),
    check.node,
  ];
  const said = (/** @type {keyof typeof texts} */ name) => texts[name].area.value.trim();
  /** @returns {Draft} */
  const draft = () => ({
    what: said('what'), whereWhen: said('whereWhen'), who: said('who'), howKnown: said('howKnown'), identity: said('identity'),
    category: category.value(), relation: relation.value(), excluded: slotsOfMask(excluded.mask()),
  });
  return { node, texts, excluded, category, relation, draft, check };
}

/** @param {Line} line */
function prompts({ say }) {
  const optional = say('optional');
  return {
    what: textField({ label: say('what'), hint: say('what_hint'), rows: 8, look: 'tall' }),
    whereWhen: textField({ label: say('where_when'), hint: say('where_when_hint'), optional, rows: 3 }),
    who: textField({ label: say('who'), hint: say('who_hint'), optional, rows: 3 }),
    howKnown: textField({ label: say('how_known'), hint: say('how_known_hint'), optional, rows: 3 }),
    identity: textField({ label: say('identity'), hint: say('identity_hint'), rows: 3 }),
  };
}

/**
 * @template {string} Code
 * @param {string} name
 * @param {readonly Code[]} list
 * @param {Line} line
 * @returns {[Code | '', string][]}
 */
function codes(name, list, { say }) {
  return [['', say('not_said')], ...list.map((code) => /** @type {[Code, string]} */ ([code, say(`${name}_${code}`)]))];
}

/**
 * @param {Draft} draft
 * @param {{ fits: () => Promise<boolean> }} space
 * @param {Line} line
 * @returns {Promise<string>} why its text cannot go on like this; empty when it can
 */
async function refusal(draft, space, line) {
  if (!draft.what) return line.say('what_missing');
  return (await space.fits()) ? '' : line.say('too_long');
}

/** @param {HTMLTextAreaElement} area */
function markMissing(area) {
  area.setAttribute('aria-invalid', 'true');
  area.focus();
}
