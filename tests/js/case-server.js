/**
 * A reviewer's server for cases, small and in memory: it checks every entry with crypto/js/record.js, as the real one
 * does with its own, and gives each caller what that caller reads. Callers are told apart by `as`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { noTree } from '../../reviewer/browser/cases/tree.js';
import { noCertificates } from '../../reviewer/browser/orders/certificates.js';
import { noOrders } from '../../reviewer/browser/orders/following.js';
import { checkRecord, extend, lastOf, readersOn, readSigned } from '../../crypto/js/cases.js';
import { base64, fromBase64, fromHex, hex, sha256 } from '../../crypto/js/index.js';
import { readJson } from '../../crypto/js/strict.js';
import { dayOf } from '../../reviewer/browser/days.js';

/** @import { Bytes, CurrentDirectory } from '../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @import { CaseRecord } from '../../crypto/js/cases.js' */
/** @import { Signed } from '../../crypto/js/document.js' */
/** @typedef {{ record: CaseRecord, documents: any[], contents: string[], grants: Map<string, string>, items: Map<string, string> }} Kept */
/** @typedef {{ sign: string, x25519: string, mlkem: string, role: string, login: string, standing: string }} Account */

const REPLY = 2048; // bytes of an entry of the board

export class CaseServer {
  /** @type {Map<string, Kept>} */
  cases = new Map();
  /** @type {Account[]} */
  accounts = [];
  /** @type {string[]} method and path of every request */
  asked = [];
  /** How often the answer to an entry that was taken gets lost. */
  lost = 0;
  /** Whether everybody has just shown a second factor. */
  fresh = true;
  /** @type {Map<string, Bytes>} other answers to GET, by path */
  others = new Map();
  /** @type {Map<string, Bytes>} sealed overviews, by caller */
  indexes = new Map();
  /** @type {Map<string, Bytes>} sealed marks, by caller */
  marks = new Map();
  /** @type {Bytes[]} entries of answers, as they came */
  replies = [];
  /** @type {Map<string, any>} rings and what was offered with them, by caller */
  rings = new Map();
  /** @type {object[]} signed standing orders, by number */
  orders = [];
  /** @type {{ document: object, readers: string[] | null }[]} certificates by day, with who may see each; null: everybody */
  certificates = [];
  /** What it lists differently from what is so. */
  lies = {};
  /** @type {import('./case-tree.js').RecordTree | null} none before the first checkpoint */
  tree = null;
  #caller = new AsyncLocalStorage();

  /** @param {{ instance: Bytes, members: MemberSecret[], directory: CurrentDirectory, file: Bytes }} line */
  constructor(line) {
    this.line = line;
    this.others.set('/api/directory', line.file);
    for (const secret of line.members) this.enrol(secret, 'member', `Director ${secret.slot}`);
    globalThis.fetch = /** @type {typeof fetch} */ ((path, { method, body } = {}) => this.#answer(String(method), String(path), body));
  }

  /** @param {MemberSecret} secret @param {string} standing @param {string} role */
  enrol(secret, standing, role) {
    const { x25519, mlkem } = secret.public;
    this.accounts.push({ sign: hex(secret.signKey), x25519: hex(x25519), mlkem: base64(mlkem), role, login: role.toLowerCase(), standing });
  }

  /**
   * @template T
   * @param {{ secret: MemberSecret }} own
   * @param {() => Promise<T>} act
   * @returns {Promise<T>}
   */
  as(own, act) {
    return this.#caller.run(hex(own.secret.signKey), act);
  }

  /** @param {string} method @param {string} path @param {any} body */
  async #answer(method, path, body) {
    await Promise.resolve();
    this.asked.push(`${method} ${path}`);
    const caller = String(this.#caller.getStore());
    if (path === '/api/confirm') return this.fresh ? new Response(null, { status: 204 }) : json(403, { error: 'confirm' });
    const other = this.others.get(path);
    if (other) return new Response(other);
    if (path === '/api/index') return keptOf(this.indexes, caller, method, body);
    if (path === '/api/marks') return keptOf(this.marks, caller, method, body);
    if (path === '/api/replies') return this.#reply(body);
    if (path === '/api/ring') return this.#ring(caller, method, body);
    if (path === '/api/orders') return json(200, { orders: this.orders, proposals: [] });
    const [, , first, id, what, which, name] = path.split('/');
    if (first === 'checkpoint') return this.#checkpoint(id);
    if (first === 'certificates') return this.#certified(caller, Number(id));
    if (method === 'POST' && what === 'entries') return this.#post(caller, id, JSON.parse(body));
    if (path === '/api/cases') return json(200, { cases: this.#list(caller) });
    const kept = this.cases.get(id);
    if (!kept || !this.#reads(kept, caller)) return json(404, { error: 'not_found' });
    if (what === 'entries') return json(200, this.#entries(kept, caller, Number(which)));
    if (what === 'inclusion') return found(this.tree?.inclusion(kept.record.hashes[Number(which)]));
    if (what === 'readers') return json(200, { readers: this.accounts.filter(({ sign }) => this.#reads(kept, sign)) });
    const item = what === 'items' ? kept.items.get(`${which} ${name}`) : undefined;
    return item ? new Response(fromBase64(item)) : json(404, { error: 'not_found' });
  }

  /** @param {string} caller @param {number} start */
  #certified(caller, start) {
    const found = this.certificates.filter(({ readers }) => !readers || readers.includes(caller)).map(({ document }) => document);
    return json(200, { certificates: found.slice(start, start + 2), total: found.length });
  }

  /** @param {string | undefined} size */
  #checkpoint(size) {
    try {
      if (size !== undefined) return found(this.tree?.since(Number(size)));
    } catch {
      return json(500, { error: 'failure' });
    }
    return this.tree ? json(200, { note: this.tree.note }) : new Response(null, { status: 204 });
  }

  /** @param {Bytes} body */
  #reply(body) {
    for (let at = 0; at < body.length; at += REPLY) this.replies.push(body.slice(at, at + REPLY));
    return new Response(null, { status: 204 });
  }

  /** @param {string} caller @param {string} method @param {string} body */
  #ring(caller, method, body) {
    const kept = this.rings.get(caller) ?? { ring: '', offered: 0 };
    if (method === 'GET') return json(200, { ring: kept.ring, offered: kept.offered });
    const renewed = JSON.parse(body);
    const before = kept.ring ? hex(sha256(fromBase64(kept.ring))) : '00'.repeat(32);
    if (renewed.before !== before) return json(409, { error: 'moved' });
    this.rings.set(caller, { ...renewed, offered: this.line.directory.current.version + 1 });
    return new Response(null, { status: 204 });
  }

  /** @param {Kept} kept @param {string} caller */
  #reads({ record }, caller) {
    return readersOn(record, today()).has(caller);
  }

  /** @param {string} caller */
  #list(caller) {
    return [...this.cases].filter(([, kept]) => this.#reads(kept, caller)).map(([id, { record }]) => {
      const last = lastOf(record);
      const { state, review, due, key } = last;
      const [count, until] = [record.entries.length, record.readers.get(caller) ?? ''];
      const listed = { case: id, opened: record.entries[0].day, state, hold: Number(last.hold), review, due, entries: count };
      return { ...listed, last: hex(record.hashes[count - 1]), key, until, ...this.lies };
    });
  }

  /** @param {Kept} kept @param {string} caller @param {number} from */
  #entries({ documents, contents, grants }, caller, from) {
    const entries = documents.slice(from, from + 3).map((document, at) => ({ document, content: contents[from + at] }));
    const made = entries.map((_, at) => grants.get(`${from + at} ${caller}`) ?? []).flat();
    return { entries, total: documents.length, grants: made.reverse() };
  }

  /** @param {string} caller @param {string} id @param {any} body */
  #post(caller, id, { document, content, grants, items }) {
    const signed = readSigned(readJson(JSON.stringify(document)));
    const kept = this.cases.get(id);
    const { sequence, author } = JSON.parse(signed.body);
    if (kept && sequence > 0 && !this.#reads(kept, caller)) return json(404, { error: 'not_found' });
    if (kept ? sequence !== kept.documents.length : sequence !== 0) return json(409, { error: 'moved' });
    if (author !== caller) return json(400, { error: 'malformed' });
    const of = { instance: this.line.instance, case: fromHex(id), chain: this.line.directory.chain, today: today() };
    const record = kept ? extend({ ...kept.record, of }, signed) : checkRecord([signed], of);
    this.#take(id, kept, { record, document, content, grants, items }, signed);
    if (this.lost > 0) {
      this.lost -= 1;
      throw new TypeError('the answer got lost');
    }
    return json(201, { total: record.entries.length });
  }

  /** @param {string} id @param {Kept | undefined} kept @param {any} taken @param {Signed} signed */
  #take(id, kept, { record, document, content, grants, items }, signed) {
    const entry = lastOf(record);
    if (entry.day !== today()) throw new Error('day');
    if (hex(sha256(fromBase64(content))) !== hex(entry.content)) throw new Error('content');
    entry.grants.forEach(({ grant, reader }, at) => {
      if (hex(sha256(fromBase64(grants[at]))) !== hex(grant)) throw new Error('grant');
      if (!this.accounts.some(({ sign }) => sign === hex(reader))) throw new Error('nobody');
    });
    /** @type {Kept} */
    const now = kept ?? { record, documents: [], contents: [], grants: new Map(), items: new Map() };
    entry.grants.forEach(({ reader }, at) => now.grants.set(`${entry.sequence} ${hex(reader)}`, grants[at]));
    for (const { id: item, value } of items) now.items.set(`${entry.sequence} ${item}`, value);
    now.record = record;
    now.documents.push(document);
    now.contents.push(content);
    this.cases.set(id, now);
    return signed;
  }
}

/** @param {Map<string, Bytes>} kept @param {string} caller @param {string} method @param {Bytes} body */
function keptOf(kept, caller, method, body) {
  if (method === 'PUT') kept.set(caller, body);
  const found = method === 'GET' ? kept.get(caller) : undefined;
  return found ? new Response(found) : new Response(null, { status: 204 });
}

export function today() {
  return dayOf(Date.now());
}

/** @param {object | null | undefined} value */
function found(value) {
  return value ? json(200, value) : json(404, { error: 'not_found' });
}

/** @param {number} status @param {object} value */
function json(status, value) {
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
}

/**
 * What a member's visit holds, as far as cases need it.
 * @param {{ instance: Bytes, directory: CurrentDirectory }} line
 * @param {MemberSecret} secret
 * @param {number | null} [slot]
 */
export function visitOf({ instance, directory }, secret, slot = secret.slot) {
  return {
    line: { terms: { holidays: [], periods: {} }, language: 'en', epoch_seconds: 86_400 },
    member: { slot, role: `Director ${slot}`, standing: 'member' },
    secret,
    instance,
    signed: null,
    ring: /** @type {import('../../crypto/js/cases.js').ReadingKeys[]} */ ([]),
    kept: { hash: new Uint8Array(32), offered: 0 },
    directory: /** @type {CurrentDirectory | null} */ (directory),
    over: false,
    cases: new Map(),
    listings: new Map(),
    troubles: new Map(),
    unsure: new Map(),
    tree: noTree(),
    ordered: noOrders(),
    certificates: noCertificates(),
    overview: /** @type {{ cases: Map<string, { entries: number, last: string }>, checkpoints: any[] } | null} */ (null),
  };
}
