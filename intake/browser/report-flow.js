/**
 * From the first word of a report to the moment before it goes: write, draw the phrase, look again. What happens then, sending or saving,
 * is handed in. A new phrase is drawn only when the exclusions change, because the phrase carries them.
 */
import { drawPhrase, fromHex, maskOfSlots, reporterFromPhrase } from '../../crypto/js/index.js';
import { Letter, ReadersChanged } from './deliver.js';
import { painted } from './dom.js';
import { sentence } from './failures.js';
import { reportContent } from './report.js';
import { reviewView } from './review.js';
import { show } from './views.js';
import { writeView } from './write.js';

/** @import { Reporter } from '../../crypto/js/phrase.js' */
/** @import { Line } from './line.js' */
/** @import { Draft } from './report.js' */

/** @typedef {{ mask: number, words: string, reporter: Reporter }} Phrase */
/**
 * @typedef {object} Ending what becomes of the letter
 * @property {string} before name of what is said before anything is written
 * @property {string} act name of the button's words
 * @property {string} again the same after a failure
 * @property {string} intro
 * @property {(letter: Letter, phrase: Phrase, tell: (text: string) => void) => Promise<HTMLElement>} finish gives the view that comes then
 */

/**
 * @param {Line} line
 * @param {() => void} back to the start
 * @param {Ending} ending
 */
export function reportFlow(line, back, ending) {
  /** @type {Phrase | null} */
  let phrase = null;
  /** @type {{ of: string, letter: Letter } | null} */
  let written = null;
  /** @type {HTMLElement | null} */
  let last = null;
  const writing = writeView(line, { intro: line.say(ending.before), back, go });

  /** @param {Draft} draft */
  async function go(draft) {
    const before = phrase;
    const current = phrase = await phraseFor(draft, before, line);
    const letter = letterFor(draft, current);
    const review = reviewView(line, { ...current, replaced: before !== null && before !== current }, {
      act: line.say(ending.act), again: line.say(ending.again), intro: line.say(ending.intro),
      sentence: (error) => sentence(error, line),
      back: () => show(writing.node),
      go: (tell) => finish(letter, current, tell),
    });
    replace(review);
  }

  /**
   * The same text under the same phrase is the same letter: sent twice, it is stored once.
   * @param {Draft} draft
   * @param {Phrase} current
   */
  function letterFor(draft, current) {
    const of = JSON.stringify([draft, current.words]);
    if (written?.of !== of) {
      written = { of, letter: new Letter(current.reporter, (now) => reportContent(line, draft, current.reporter, now)) };
    }
    return written.letter;
  }

  /**
   * @param {Letter} letter
   * @param {Phrase} current
   * @param {(text: string) => void} tell
   */
  async function finish(letter, current, tell) {
    try {
      const end = await ending.finish(letter, current, tell);
      forget();
      replace(end);
    } catch (error) {
      if (!(error instanceof ReadersChanged)) throw error;
      line.members = error.members;
      writing.membersChanged();
      show(writing.node);
      writing.explain(sentence(error, line));
    }
  }

  /** @param {HTMLElement} next */
  function replace(next) {
    last?.remove();
    last = next;
    show(next);
  }

  function forget() {
    phrase = null;
    written = null;
    writing.forget();
  }

  return {
    begin: () => show(writing.node),
    typed: writing.typed,
    forget,
    /** Takes down what came after writing; the text stays. */
    close() {
      last?.remove();
      last = null;
    },
  };
}

/**
 * @param {Draft} draft
 * @param {Phrase | null} before
 * @param {Line} line
 * @returns {Promise<Phrase>}
 */
async function phraseFor(draft, before, line) {
  const mask = maskOfSlots(draft.excluded);
  if (before?.mask === mask) return before;
  await painted();
  const words = drawPhrase(mask);
  return { mask, words, reporter: await reporterFromPhrase(words, fromHex(line.instance)) };
}
