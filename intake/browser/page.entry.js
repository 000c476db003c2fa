/**
 * The reporter's page: makes sure that this browser can seal, then opens the two ways. Nothing is kept when the page is left.
 * In the frame of cover traffic the same script makes one visit and shows nothing.
 */
import { coverOnce } from './cover-frame.js';
import { post } from './deliver.js';
import { byId } from './dom.js';
import { watchLeaving } from './leaving.js';
import { fingerprintFor, readLine } from './line.js';
import { reportFlow } from './report-flow.js';
import { returnFlow } from './return-flow.js';
import { sentView } from './sent.js';
import { canSeal, openWays, stopHere } from './start.js';
import { show } from './views.js';

const line = readLine(document);

if (line.cover) void coverOnce(line);
else if (canSeal()) begin();
else stopHere(line.say('stop_no_crypto'));

function begin() {
  const office = post(line, fingerprintFor(line, location.hash));
  const returning = returnFlow(line, home, office);
  const reporting = reportFlow(line, home, {
    before: 'write_intro',
    act: 'send',
    again: 'try_again',
    intro: 'send_intro',
    async finish(letter, phrase, tell) {
      const { mix } = await office.send(letter, tell);
      return sentView(line, { epoch: mix.epoch, now: Date.now(), phrase: phrase.words, done: home });
    },
  });

  /** What was written stays for a second thought; what is done with is dropped. */
  function home() {
    reporting.close();
    returning.forget();
    show(byId('start'));
  }

  watchLeaving({
    typed: () => reporting.typed() || returning.typed(),
    forget() {
      reporting.forget();
      returning.forget();
    },
  });
  openWays({ 'begin-writing': reporting.begin, 'begin-return': returning.begin });
}
