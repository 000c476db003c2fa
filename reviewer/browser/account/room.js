/** One's own account: how one signs in, where one is signed in, with which keys. */
import { announce, calm, progress } from '../announce.js';
import { go } from '../views.js';
import { visit } from '../visit.js';
import { enterAuthenticator, forgetAuthenticator, prepareAuthenticator } from './authenticator.js';
import { forgetConfirming, prepareConfirming } from './confirming.js';
import { showFacts } from './facts.js';
import { enterNewSheet, forgetNewSheet, prepareNewSheet } from './new-sheet.js';
import { enterPassphrase, forgetPassphrase, preparePassphrase } from './passphrase.js';
import { preparePasskeys, showPasskeys } from './passkeys.js';
import { prepareSessions, showSessions } from './sessions.js';

/** @import { Room, RoomView } from '../rooms.js' */

/** @type {(name: string, enter: () => void, leave?: () => void) => RoomView} */
const view = (name, enter, leave) => ({ name, for: ['member', 'adviser', 'auditor'], enter, leave, early: true });

/** @type {Room} */
export const account = {
  views: [
    view('account', enter),
    view('account-passphrase', enterPassphrase, forgetPassphrase),
    view('account-sheet', enterNewSheet, forgetNewSheet),
    view('account-authenticator', enterAuthenticator, forgetAuthenticator),
  ],
  prepare() {
    prepareConfirming();
    preparePasskeys();
    prepareSessions();
    preparePassphrase(done);
    prepareNewSheet(done);
    prepareAuthenticator(done);
  },
  forget() {
    forgetConfirming();
    forgetPassphrase();
    forgetNewSheet();
    forgetAuthenticator();
    calm('account-said');
  },
  filled: ['account-facts', 'account-keys', 'passkeys', 'sessions'],
};

function enter() {
  const own = visit();
  calm('account-said');
  void showFacts(own);
  void showPasskeys(own);
  void showSessions(own);
}

/** @param {string} text what has become of it, said on the way back to the account */
function done(text) {
  go('account');
  progress('account-said', text);
  announce(text);
}
