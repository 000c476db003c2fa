/**
 * Coming back: a phrase, one visit, what is there, and perhaps one more message. Any phrase shows a page.
 */
import { fromHex, reporterFromPhrase } from '../../crypto/js/index.js';
import { askPhraseView } from './ask-phrase.js';
import { epochAt } from './dates.js';
import { sentence } from './failures.js';
import { foundView } from './found.js';
import { slipIn } from './phrase-field.js';
import { sentView } from './sent.js';
import { show } from './views.js';

/** @import { Reporter } from '../../crypto/js/phrase.js' */
/** @import { post } from './deliver.js' */
/** @import { Line } from './line.js' */

/**
 * @param {Line} line
 * @param {() => void} back to the start
 * @param {ReturnType<typeof post>} office
 */
export function returnFlow(line, back, office) {
  /** @type {ReturnType<typeof foundView> | null} */
  let found = null;
  /** @type {HTMLElement | null} */
  let after = null;
  const failed = (/** @type {unknown} */ error) => sentence(error, line);
  const asking = askPhraseView(line, { back, sentence: failed, look });

  /**
   * @param {string} phrase
   * @param {(text: string) => void} tell
   */
  async function look(phrase, tell) {
    tell(line.say('deriving'));
    await lookFor(await reporterFromPhrase(phrase, fromHex(line.instance)), slipIn(phrase, line), tell);
  }

  /**
   * @param {Reporter} reporter
   * @param {string} slip what is wrong with the phrase at first sight
   * @param {(text: string) => void} tell
   */
  async function lookFor(reporter, slip, tell) {
    const { thread, served } = await office.look(reporter, tell);
    line.members = served.directory.current.members.map(({ slot, role }) => ({ slot, role }));
    const { epoch, stored } = served.board;
    close();
    found = foundView(line, { reporter, slip, thread, list: { epoch, count: stored.length, now: epochAt(Date.now(), line.epoch_seconds) } }, {
      back,
      correct: () => show(asking.node),
      sentence: failed,
      again: (say) => lookFor(reporter, slip, say),
      async send(letter, say) {
        const { mix } = await office.send(letter, say);
        found?.forget();
        after = sentView(line, { epoch: mix.epoch, now: Date.now(), done: back });
        show(after);
      },
    });
    show(found.node);
  }

  function close() {
    found?.node.remove();
    after?.remove();
    found = after = null;
  }

  function forget() {
    asking.forget();
    found?.forget();
    close();
  }

  return { begin: () => show(asking.node), typed: () => found?.typed() ?? false, forget };
}
