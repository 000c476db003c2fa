/** An evidence package holds, says so, and names whatever was altered in it, whoever altered the list of hashes as well. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { caseId, openContent } from '../../crypto/js/cases.js';
import { makeCheckpoint } from '../../crypto/js/checkpoint.js';
import { fromUtf8, utf8 } from '../../crypto/js/encoding.js';
import { hashesCarrying, hex, openEnvelope, random, sealMessage, sha256 } from '../../crypto/js/index.js';
import { publicKey } from '../../crypto/js/signatures.js';
import { inclusionProof, root } from '../../crypto/js/tree.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { itemName as nameOfItem, itemOf } from '../../reviewer/browser/cases/items.js';
import { directoryOf } from '../../reviewer/browser/cases/store.js';
import { approve, begin, renew, write } from '../../reviewer/browser/cases/writing.js';
import { checkPackage } from '../../reviewer/browser/packs/evidence-checking.js';
import { atRoot, contentName, DIRECTORY, documentName, LIST, listOf, packed, PROOFS, sealedName, unpacked } from '../../reviewer/browser/packs/evidence-files.js';
import { gatherEvidence } from '../../reviewer/browser/packs/evidence-gathering.js';
import { makePackageFiles, verifierPage } from '../../reviewer/browser/packs/evidence-making.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine, reportBy, reporter } from './line.js';

/** @import { Files } from '../../reviewer/browser/packs/evidence-files.js' */

const BOARD = random(32);
const ODD = 'Revenue <script>alert(1)</script> & "more"';
const TRIAGE = {
  kind: 'triage', category: 'fraud_records', severity: 'S3', detriment: 'none', level: 'staff', materiality: 'unknown', period: 'Q3',
  allegations: ['Revenue was booked early'], note: '',
};

/** A case with a report, a renewal, a request and its approval, under a checkpoint; all but the last entry are in it. */
async function told() {
  const line = foundLine([0, 2, 5], { intakeKey: publicKey(random(32)), boardKey: publicKey(BOARD) });
  const server = new CaseServer(line);
  const ann = visitOf(line, line.members[0]);
  const own = { ...ann, line: { ...ann.line, company: 'Contoso' } };
  let opened = await server.as(own, () => filed(own, line));
  opened = await server.as(own, () => write(own, opened, { kind: 'conflict_check', urgent: 0, note: '' }));
  opened = await server.as(own, () => write(own, opened, TRIAGE));
  opened = await server.as(own, () => renew(own, opened));
  const act = { kind: 'not_a_complaint', text: ODD, request: 4 };
  opened = await server.as(own, () => write(own, opened, { kind: 'request', act, until: today() }));
  opened = await server.as(own, () => approve(own, opened, 4));
  seal(server, opened, line.instance);
  server.others.set('/static/reviewer-verify.js', utf8('"</script>"; "<!--";'));
  const held = await server.as(own, () => gatherEvidence(own, opened, today()));
  return { held, own, server, opened };
}

/** @param {any} own @param {ReturnType<typeof foundLine>} line */
async function filed(own, line) {
  const envelope = await sealMessage(reportBy(reporter, { what: ODD, identity: 'Ann' }), reporter, line.directory);
  const item = itemOf(await openEnvelope(envelope, own.secret, hashesCarrying(line.directory, own.secret), line.instance), envelope);
  const content = { kind: 'filed', rules: 1, channel: 'line', received: today(), category: 'other', excluded: [], item: nameOfItem(item), text: '' };
  return begin(own, caseId(item), content, { grantTo: membersToGrant(await directoryOf(own), []), items: [item] });
}

/** @param {CaseServer} server @param {any} opened @param {Uint8Array<ArrayBuffer>} instance */
function seal(server, opened, instance) {
  const hashes = opened.record.hashes.slice(0, -1);
  const leaves = [...hashes, ...Array.from({ length: 64 - hashes.length }, () => random(32))];
  const note = fromUtf8(makeCheckpoint({ instance, size: 64, root: root(leaves), epoch: 20_000 }, BOARD));
  server.others.set('/api/checkpoint', utf8(JSON.stringify({ note })));
  hashes.forEach((/** @type {unknown} */ _, /** @type {number} */ at) => server.others.set(`/api/cases/${opened.id}/inclusion/${at}`,
    utf8(JSON.stringify({ number: at, size: 64, proof: inclusionProof(at, leaves).map(hex) }))));
}

const { held } = await told();
const files = await makePackageFiles(held);

/** @param {Files} given */
async function found(given) {
  return (await checkPackage(given)).findings.map(({ file, what }) => `${file} ${what}`);
}

/** @param {string} name @returns {Files} with one bit of this file turned */
function turned(name) {
  const bytes = new Uint8Array(/** @type {Uint8Array} */ (files.get(name)));
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  return new Map(files).set(name, bytes);
}

/** Whoever alters a file can also write a new list. @param {Files} given @returns {Files} */
function listedAnew(given) {
  return new Map(given).set(LIST, listOf(given));
}

/** A broken verifier: it does not compare the list. @param {Files} given */
async function withoutList(given) {
  return found(listedAnew(given));
}

test('a package holds, and tells what is in it', async () => {
  const { findings, evidence } = await checkPackage(files);
  assert.deepEqual(findings, []);
  assert.equal(evidence?.record.entries.length, 6);
  assert.equal(evidence?.proven, 5);
  assert.equal(evidence?.checkpoint?.epoch, 20_000);
  assert.deepEqual([...evidence?.items.values() ?? []].map(({ what }) => what), [ODD]);
});

test('an archive brings back what was put into it, also from inside a folder', async () => {
  assert.deepEqual(unpacked(packed(files)), files);
  const inside = new Map([...files].map(([name, bytes]) => [`case/${name}`, bytes]));
  assert.deepEqual(await found(atRoot(unpacked(packed(inside)))), []);
});

for (const name of files.keys()) {
  test(`a turned bit in ${name.replace(/[0-9a-f]{32}/, 'ID')} is named`, async () => {
    const names = await found(turned(name));
    assert.ok(names.some((one) => one.startsWith(name === LIST ? '' : name)), String(names));
  });

  test(`that ${name.replace(/[0-9a-f]{32}/, 'ID')} is missing is named`, async () => {
    const less = new Map(files);
    less.delete(name);
    assert.ok((await found(less)).some((one) => one.startsWith(name)));
  });
}

test('a verifier that does not compare the list would miss an altered page of its own', async () => {
  assert.deepEqual(await withoutList(turned('verify.html')), []);
  assert.deepEqual(await found(turned('verify.html')), ['verify.html changed']);
});

test('whatever else is altered is named even when the list was written anew', async () => {
  for (const name of files.keys()) {
    if (name === LIST || name === 'verify.html') continue;
    assert.ok((await found(listedAnew(turned(name)))).length > 0, name);
  }
});

test('a text that says something else than the record is named', async () => {
  const page = fromUtf8(/** @type {any} */ (files.get('case.html'))).replace('Revenue was booked early', 'Nothing was wrong');
  assert.deepEqual(await found(listedAnew(new Map(files).set('case.html', utf8(page)))), ['case.html derived']);
  const content = fromUtf8(/** @type {any} */ (files.get(contentName(2)))).replace('S3', 'S4');
  assert.deepEqual(await found(listedAnew(new Map(files).set(contentName(2), utf8(content)))), [`${contentName(2)} derived`]);
});

test('what does not belong into it is named', async () => {
  const more = new Map(files).set('contents/0099.json', utf8('{}'));
  assert.deepEqual(await found(listedAnew(more)), ['contents/0099.json unlisted']);
  assert.deepEqual(await found(more), ['contents/0099.json unlisted', 'contents/0099.json unlisted']);
});

test('entries that change places, or contents that do, are named', async () => {
  const swap = (/** @type {string} */ one, /** @type {string} */ other) => listedAnew(new Map(files)
    .set(one, /** @type {any} */ (files.get(other))).set(other, /** @type {any} */ (files.get(one))));
  assert.deepEqual(await found(swap(documentName(1), documentName(2))), [`${documentName(1)} entry`]);
  assert.deepEqual(await found(swap(sealedName(1), sealedName(2))), [`${sealedName(1)} content`, `${sealedName(2)} content`]);
});

test('another line of the same people is not taken for this one', async () => {
  const other = foundLine();
  assert.ok((await found(listedAnew(new Map(files).set(DIRECTORY, other.file)))).length > 0);
});

test('a proof of another entry is named', async () => {
  const proofs = JSON.parse(fromUtf8(/** @type {any} */ (files.get(PROOFS))));
  [proofs[0].proof, proofs[1].proof] = [proofs[1].proof, proofs[0].proof];
  const given = listedAnew(new Map(files).set(PROOFS, utf8(`${JSON.stringify(proofs)}\n`)));
  assert.deepEqual(await found(given), [0, 1].map((at) => `${PROOFS}: ${documentName(at)} proof`));
});

test('nothing is handed out that does not check', async () => {
  const contents = held.contents.map((one, at) => (at === 3 ? new Uint8Array(one.length) : one));
  await assert.rejects(makePackageFiles({ ...held, contents }), { name: 'Damaged' });
  await assert.rejects(makePackageFiles({ ...held, items: new Map() }), { name: 'Damaged' });
});

test('without a checkpoint a package holds all the same', async () => {
  assert.deepEqual(await found(await makePackageFiles({ ...held, tree: null })), []);
});

test('the readable page holds what people wrote as text, and runs nothing', () => {
  const page = fromUtf8(/** @type {any} */ (files.get('case.html')));
  assert.ok(page.includes('Revenue &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;'));
  assert.ok(!page.includes('<script'));
  assert.ok(page.includes("default-src 'none'"));
  assert.ok(page.includes('Director 0'));
});

test('the checking page may connect to nothing, and runs the one script whose hash it names', () => {
  const page = verifierPage('a("</script>"); b("<!--");');
  const [, code] = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(page) ?? [];
  assert.equal(code, 'a("<\\/script>"); b("<\\!--");');
  assert.ok(page.includes(`script-src 'sha256-${Buffer.from(sha256(code)).toString('base64')}'`));
  assert.ok(page.includes("default-src 'none'"));
});

test('the key of a package opens what was written so far, and nothing of what is written under the next key', async () => {
  const { held: given, own, server, opened } = await told();
  const renewed = await server.as(own, () => renew(own, opened));
  const later = await server.as(own, () => write(own, renewed, { kind: 'note', text: 'after' }));
  const place = (/** @type {number} */ at) => ({ caseKey: given.about.key, case: given.about.case, sequence: at, author: own.secret.signKey });
  const open = (/** @type {number} */ at) => openContent(/** @type {Uint8Array<ArrayBuffer>} */ (later.contents[at]), place(at));
  assert.equal((await open(5)).kind, 'approval');
  await assert.rejects(open(7), { name: 'Damaged' });
});

test('an archive with two files of one name, or with rubbish in it, is refused', () => {
  assert.throws(() => unpacked(utf8('not an archive')), { name: 'Malformed' });
  const archive = packed(new Map([['a.txt', utf8('1')], ['b.txt', utf8('2')]]));
  const twice = Buffer.from(Buffer.from(archive).toString('latin1').replaceAll('b.txt', 'a.txt'), 'latin1');
  assert.throws(() => unpacked(new Uint8Array(twice)), { name: 'Malformed' });
});

test('the words of the checking page cover every kind of entry and every check', async () => {
  const { HEADINGS, FINDINGS } = await import('../../reviewer/browser/packs/evidence-words.js');
  const { kinds } = JSON.parse(readFileSync(new URL('../../reviewer/lifecycle/rules.json', import.meta.url), 'utf8'));
  assert.deepEqual(Object.keys(kinds).filter((kind) => !HEADINGS[kind]), []);
  const source = ['checking', 'record'].map((name) => readFileSync(new URL(`../../reviewer/browser/packs/evidence-${name}.js`, import.meta.url), 'utf8')).join('');
  const whats = [...source.matchAll(/report\([^()]*(?:\([^()]*\))?[^()]*, '([a-z]+)'\)|, '([a-z]+)', report\)/g)].map((one) => one[1] ?? one[2]);
  assert.ok(whats.length > 10);
  assert.deepEqual(whats.filter((what) => !FINDINGS[what]), []);
});
