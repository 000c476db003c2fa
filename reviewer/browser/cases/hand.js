/** A case that did not come through the line: a letter, a call, a talk. It is entered by a member, and then a case like any other. */
import { newCase } from '../../../crypto/js/cases.js';
import { hex } from '../../../crypto/js/index.js';
import { calm, complain, progress } from '../announce.js';
import { ask } from '../ask.js';
import { fill, make, place, whenSent } from '../dom.js';
import { KINDS, VERSION } from '../lifecycle/rules.js';
import { EMPTY } from '../lifecycle/state.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { makeField } from './act-fields.js';
import { whyNot } from './act-form.js';
import { otherWays } from './act-table.js';
import { membersToGrant } from './granting.js';
import { goToCase } from './going.js';
import { saidFields } from './said.js';
import { directoryOf } from './store.js';
import { begin } from './writing.js';
import { dayNow } from '../clock.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Field, Made } from './act-fields.js' */
/** @import { Said } from './said.js' */

const DRAFT = 'hand';
const FEWEST = 2;
const NOTHING = { entries: [], state: EMPTY };
/** @type {Map<string, Made>} */
let fields = new Map();

export function prepareHand() {
  whenSent('hand-form', submit);
  place('hand-fields').addEventListener('input', () => {
    const values = [...fields].map(([name, made]) => [name, made.value()]);
    visit().drafts.set(DRAFT, JSON.stringify(Object.fromEntries(values)));
  });
}

export function enterHand() {
  const own = visit();
  forgetHand();
  void directoryOf(own).then((directory) => showFields(own, directory), (error) => complain('hand-complaint', whyNot(error)));
}

export function forgetHand() {
  fields = new Map();
  fill(place('hand-fields'));
  calm('hand-complaint');
  progress('hand-progress', '');
}

/** @param {Visit} own @param {CurrentDirectory} directory */
function showFields(own, directory) {
  if (own.over) return;
  fields = new Map(handFields(own, directory).map((field) => [field.name, makeField(field)]));
  fill(place('hand-fields'), ...[...fields.values()].map(({ element }) => element));
  for (const [name, value] of Object.entries(JSON.parse(own.drafts.get(DRAFT) ?? '{}'))) fields.get(name)?.write(value);
}

/** @param {Visit} own @param {CurrentDirectory} directory @returns {Field[]} */
function handFields(own, { current }) {
  const today = dayNow();
  const others = current.members.filter(({ sign }) => hex(sign) !== hex(own.secret.signKey));
  /** @type {Record<string, Partial<Field>>} */
  const more = {
    text: { needed: true, hint: say('case.hand_text_hint') },
    channel: { choices: otherWays() },
    received: { value: today, most: today },
    excluded: { choices: others.map(({ sign, role }) => ({ value: hex(sign), text: role })), hint: say('case.hand_excluded_hint') },
  };
  const names = ['channel', 'received', 'category', 'text', 'excluded'];
  return names.map((name) => ({ name, kind: 'filed', form: KINDS.get('filed')?.fields.get(name) ?? '', ...more[name] }));
}

async function submit() {
  const own = visit();
  calm('hand-complaint');
  const read = [...fields].map(([name, made]) => /** @type {const} */ ([name, made.read()]));
  const bad = read.find(([, value]) => value === undefined);
  const first = bad && fields.get(bad[0])?.element.querySelector('[aria-invalid]');
  if (first instanceof HTMLElement) first.focus();
  if (bad || !read.length) return;
  const content = /** @type {Said} */ ({ kind: 'filed', rules: VERSION, item: '', ...Object.fromEntries(read) });
  try {
    await enter(own, content);
  } catch (error) {
    progress('hand-progress', '');
    if (!own.over) complain('hand-complaint', whyNot(error));
  }
}

/** @param {Visit} own @param {Said} content */
async function enter(own, content) {
  const grantTo = membersToGrant(await directoryOf(own), content.excluded);
  if (grantTo.length < FEWEST) return fields.get('excluded')?.refuse(say('case.too_few_readers'));
  const sure = await ask(say('case.sure', { act: say('act.filed') }), [
    make('dl', { class: 'said-fields quoted', tabindex: '0' }, ...saidFields(own, NOTHING, content)),
    make('p', {}, say('does.filed')),
    make('p', {}, say('case.for_good')),
  ], say('act.filed'), say('ask.back'));
  if (!sure || own.over) return undefined;
  progress('hand-progress', say('case.writing'));
  const { id } = await begin(own, newCase(), content, { grantTo, items: [] });
  own.drafts.delete(DRAFT);
  forgetHand();
  return goToCase(id);
}
