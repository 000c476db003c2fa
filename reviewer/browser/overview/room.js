/** The list of cases, and the search in it. */
import { calm, complain, progress } from '../announce.js';
import { button, drawn, place, whenPressed } from '../dom.js';
import { sentence } from '../failures.js';
import { go, isUp } from '../views.js';
import { isVisiting, visit } from '../visit.js';
import { say } from '../words.js';
import { leaveFresh, prepareChoices } from './choices.js';
import { forgetForAll, prepareForAll, renewForAll } from './for-all.js';
import { clearSearch, forgetList, narrow, openChosen, renewList, showMore, sortBy, whenRenewed } from './list.js';
import { forgetNotices, showNotices } from './notices.js';
import { catchUp, refreshOverview, whenRefreshed } from './refreshing.js';
import { milliseconds } from '../clock.js';

/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Order } from './finding.js' */
/** @import { Progress } from './refreshing.js' */

/** Who has no inbox that looks every few minutes has the list look by itself. */
const WAIT = 300_000;
/** While many cases are opened the list is not made anew for each. */
const OFTEN = 500;

let timer = 0;
let shownAt = 0;

/** @type {Room} */
export const overview = {
  views: [{ name: 'cases', for: ['member', 'adviser'], enter: () => enter(visit()) }],
  prepare() {
    prepareChoices(narrow);
    for (const link of document.querySelectorAll('a[data-view="cases"]')) link.addEventListener('click', leaveFresh);
    whenPressed(button('cases-clear'), clearSearch);
    whenPressed(button('cases-more'), showMore);
    whenPressed(button('cases-hand'), () => go('hand'));
    place('cases-rows').addEventListener('click', openChosen);
    for (const head of place('cases').querySelectorAll('th[data-order]')) {
      const order = /** @type {Order} */ (head.getAttribute('data-order'));
      head.querySelector('button')?.addEventListener('click', () => sortBy(order));
    }
    whenRefreshed(showProgress);
    prepareForAll(() => show(visit(), true));
    whenRenewed(renewForAll);
  },
  forget() {
    clearTimeout(timer);
    forgetForAll();
    forgetList();
    forgetNotices();
    for (const id of ['cases-progress', 'cases-complaint']) place(id).textContent = '';
  },
  filled: ['cases-rows', 'cases-alarms', 'cases-gone', 'cases-count', 'cases-nothing', 'cases-all-acts', 'cases-all-fields', 'cases-all-said'],
};

/** @param {Visit} own what the index has is shown at once; what changed comes after */
function enter(own) {
  button('cases-hand').hidden = own.member.standing !== 'member';
  if (own.overview) {
    catchUp(own);
    show(own, false);
  } else {
    progress('cases-progress', say('overview.opening'));
  }
  void look(own);
}

/** @param {Visit} own */
async function look(own) {
  clearTimeout(timer);
  try {
    await refreshOverview(own);
    if (!own.over) calm('cases-complaint');
  } catch (error) {
    if (!own.over) showFailure(sentence(error));
  } finally {
    if (!own.over && own.member.standing === 'adviser') timer = window.setTimeout(() => look(own), WAIT);
  }
}

/** @param {string} text moves the focus only when it says something new */
function showFailure(text) {
  progress('cases-progress', '');
  if (place('cases-complaint').textContent !== text && isUp('cases')) complain('cases-complaint', text);
}

/** What the index holds is drawn before anything else is asked for. @param {Progress} progress */
async function showProgress({ done, total, over }) {
  if (!isVisiting() || !isUp('cases')) return;
  if (over || total > 0) progress('cases-progress', over ? '' : say('overview.step', { done, total }));
  if (over || done === 0 || milliseconds() - shownAt > OFTEN) show(visit(), over);
  if (done === 0 && !over) await drawn();
}

/**
 * @param {Visit} own
 * @param {boolean} complete
 */
function show(own, complete) {
  shownAt = milliseconds();
  renewList(own, complete);
  showNotices(own);
}
