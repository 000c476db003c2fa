/**
 * The offline page: the same form and the same phrase, but the sealed report becomes a file. It makes no request of any kind.
 */
import { Expired, fromBase64, fromHex, verifyDirectory } from '../../crypto/js/index.js';
import { dayOf } from './dates.js';
import { byId } from './dom.js';
import { watchLeaving } from './leaving.js';
import { fingerprintFor, readLine } from './line.js';
import { reportFlow } from './report-flow.js';
import { saveFile, savedView } from './save.js';
import { canSeal, openWays, stopHere } from './start.js';
import { show } from './views.js';

const line = readLine(document);
const directory = embedded();

if (directory && !canSeal()) stopHere(line.say('stop_no_crypto'));
else if (directory) begin(directory);

/** The directory file that the page was published with, checked as if it had just been fetched. */
function embedded() {
  try {
    const fingerprint = fromHex(fingerprintFor(line, location.hash));
    return verifyDirectory(fromBase64(line.directory ?? ''), { today: dayOf(Date.now()), fingerprint });
  } catch (error) {
    stopHere(line.say(error instanceof Expired ? 'offline_old' : 'offline_broken'));
    return null;
  }
}

/** @param {import('../../crypto/js/index.js').CurrentDirectory} current */
function begin(current) {
  const reporting = reportFlow(line, home, {
    before: 'write_intro_offline',
    act: 'save',
    again: 'try_again',
    intro: 'save_intro',
    async finish(letter, phrase, tell) {
      tell(line.say('doing_seal'));
      const envelope = await letter.sealTo(current, line);
      saveFile(envelope);
      const address = byId('address').textContent ?? '';
      return savedView(line, { phrase, address, again: () => saveFile(envelope), done: home });
    },
  });

  function home() {
    reporting.close();
    show(byId('start'));
  }

  watchLeaving({ typed: reporting.typed, forget: reporting.forget });
  openWays({ 'begin-writing': reporting.begin });
}
