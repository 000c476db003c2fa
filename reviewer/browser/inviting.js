/** Inviting somebody to the committee: the server makes a link that works once, and a member passes it on. */
import { MEMBER_SLOTS } from '../../crypto/js/index.js';
import { accept, calm, complain, progress, refuse } from './announce.js';
import * as api from './api.js';
import { button, field, place, whenPressed, whenSent } from './dom.js';
import { sentence } from './failures.js';
import { say } from './words.js';

/** @type {number | null} whose link is shown */
let linkFor = null;
/** @type {() => number[]} slots that have somebody, enrolled or invited */
let taken = () => [];
/** @type {() => Promise<void>} */
let invited = async () => undefined;

/**
 * @param {() => number[]} slotsTaken
 * @param {() => Promise<void>} whenInvited
 */
export function prepareInviting(slotsTaken, whenInvited) {
  taken = slotsTaken;
  invited = whenInvited;
  whenPressed(button('invite-copy'), copyLink);
  whenSent('invite-form', invite);
}

/**
 * A link that was used, or withdrawn, is good for nothing.
 * @param {number[]} slots of those who are invited still
 */
export function keepLinkOf(slots) {
  if (linkFor !== null && slots.includes(linkFor)) return;
  linkFor = null;
  place('invite-link').hidden = true;
  field('invite-link-value').value = '';
}

async function invite() {
  const [role, login] = [field('invite-role'), field('invite-login')];
  calm('invite-complaint');
  if (!isFilled(role, 'founding.no_role') || !isFilled(login, 'founding.no_login')) return;
  const slot = freeSlot();
  if (slot === null) return complain('invite-complaint', say('founding.full'));
  try {
    const whom = { slot, role: role.value.trim(), login: login.value.normalize('NFKC').trim().toLowerCase() };
    showLink(whom, (await api.invite(whom)).link_token);
    role.value = login.value = '';
    await invited();
  } catch (error) {
    complain('invite-complaint', sentence(error));
  }
}

/**
 * @param {HTMLInputElement} input
 * @param {string} key of the words to say when it is not
 */
function isFilled(input, key) {
  if (input.value.trim()) accept(input);
  else refuse(input, say(key));
  return Boolean(input.value.trim());
}

function freeSlot() {
  return Array.from({ length: MEMBER_SLOTS }, (_, slot) => slot).find((slot) => !taken().includes(slot)) ?? null;
}

/**
 * @param {{ slot: number, role: string }} whom
 * @param {string} token
 */
function showLink({ slot, role }, token) {
  linkFor = slot;
  place('invite-link').hidden = false;
  place('invite-link-text').textContent = say('founding.link', { role });
  const value = field('invite-link-value');
  value.value = `${location.origin}/enrol#${token}`;
  progress('invite-copied', '');
  value.focus();
  value.select();
}

async function copyLink() {
  const value = field('invite-link-value');
  try {
    await navigator.clipboard.writeText(value.value);
    progress('invite-copied', say('founding.copied'));
  } catch {
    value.select();
    progress('invite-copied', say('founding.copy_by_hand'));
  }
}
