/**
 * Builds the browser bundles and compares them with their recorded hashes, so that what is served
 * can be rebuilt by anyone. One self-contained file for each entry: a hash in the page covers all of it.
 *
 *     node deploy/bundle.mjs            build, name what differs, exit 1 if anything does
 *     node deploy/bundle.mjs --record   build and write deploy/bundles.json
 *     node deploy/bundle.mjs --warn     build, name what differs, exit 0
 *     node deploy/bundle.mjs --out DIR  build into DIR and print the hashes as JSON
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, transform } from 'esbuild';

/** @typedef {Record<string, { sha256: string, bytes: number }>} Hashes */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RECORD = join(ROOT, 'deploy/bundles.json');
const SUFFIX = '.entry.js';

/** @returns {[string, string][]} bundle name and entry file, relative to the root, sorted */
function entries() {
  return ['intake', 'reviewer'].flatMap((app) => {
    const folder = join(ROOT, app, 'browser');
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(SUFFIX)).sort() : [];
    return files.map((name) => /** @type {[string, string]} */ (
      [`${app}-${basename(name, SUFFIX)}.js`, `${app}/browser/${name}`]));
  });
}

/**
 * Paths inside a bundle are relative to the root, so the bytes do not depend on where the tree lies.
 * @param {string} entry
 * @returns {Promise<Uint8Array>}
 */
async function bundle(entry) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    minify: false,
    sourcemap: false,
    treeShaking: true,
    loader: { '.txt': 'text' },
    tsconfigRaw: {},
    logLevel: 'error',
    plugins: [wordList],
  });
  return new TextEncoder().encode(await withoutComments(result.outputFiles[0].text));
}

/**
 * The first page has 100 KB for everything, and the word list alone would take a quarter of it. Sorted words share
 * their beginnings: each is written as the number of letters it has in common with the one before, and the rest.
 * @type {import('esbuild').Plugin}
 */
const wordList = {
  name: 'word list',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]crypto[\\/]words\.json$/ }, ({ path }) => {
      const { words } = JSON.parse(readFileSync(path, 'utf8'));
      const coded = abridge(words.split(' '));
      if (unabridge(coded) !== words) throw new Error('the word list cannot be abridged');
      const contents = `const coded = "${coded}";\n${unabridge}\nexport default { words: /* @__PURE__ */ unabridge(coded) };`;
      return { contents, loader: 'js' };
    });
  },
};

/** @param {string[]} words */
function abridge(words) {
  return words.map((word, at) => {
    const before = words[at - 1] ?? '';
    let shared = 0;
    while (shared < 9 && shared < before.length && before[shared] === word[shared]) shared += 1;
    return `${shared}${word.slice(shared)}`;
  }).join('');
}

/**
 * Goes into the bundle as it stands here.
 * @param {string} coded
 */
function unabridge(coded) {
  let word = '';
  return coded.replace(/(\d)(\D*)/g, (_, shared, rest) => {
    word = word.slice(0, Number(shared)) + rest;
    return `${word} `;
  }).trimEnd();
}

/**
 * Comments stay in the sources, but for licences and the marks that say which source a passage comes from.
 * @param {string} code
 * @returns {Promise<string>} the same program
 */
async function withoutComments(code) {
  const bare = code
    .replace(/^[ \t]*\/\/(?! (?:crypto|intake|reviewer|node_modules)\/).*\n/gm, '')
    .replace(/^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm, '');
  const [one, other] = await Promise.all([code, bare].map((each) => transform(each, { minifyWhitespace: true, legalComments: 'none' })));
  if (one.code !== other.code) throw new Error('what looked like a comment was code');
  return bare;
}

/**
 * @param {string} out folder that afterwards holds the bundles and nothing else
 * @returns {Promise<Hashes>}
 */
async function buildAll(out) {
  const built = await Promise.all(entries().map(async ([name, entry]) =>
    /** @type {const} */ ([name, await bundle(entry)])));
  mkdirSync(out, { recursive: true });
  const stale = new Set(readdirSync(out));
  /** @type {Hashes} */
  const hashes = {};
  for (const [name, bytes] of built) {
    writeFileSync(join(out, name), bytes);
    stale.delete(name);
    hashes[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  }
  for (const name of stale) rmSync(join(out, name), { recursive: true });
  return hashes;
}

/** @returns {Hashes} */
function recorded() {
  return existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : {};
}

/**
 * @param {Hashes} built
 * @param {Hashes} wanted
 * @returns {string[]} one sentence for each bundle that is not as recorded
 */
function differences(built, wanted) {
  return [...new Set([...Object.keys(built), ...Object.keys(wanted)])].sort().flatMap((name) => {
    if (!wanted[name]) return [`${name}: not recorded in deploy/bundles.json`];
    if (!built[name]) return [`${name}: recorded, but has no entry file`];
    if (built[name].sha256 !== wanted[name].sha256) return [`${name}: differs from its recorded hash`];
    return [];
  });
}

const { values } = parseArgs({
  options: { record: { type: 'boolean' }, warn: { type: 'boolean' }, out: { type: 'string' } },
});
const hashes = await buildAll(values.out ?? join(ROOT, 'build/bundles'));
if (values.out) {
  console.log(JSON.stringify(hashes));
} else if (values.record) {
  writeFileSync(RECORD, `${JSON.stringify(hashes, null, 2)}\n`);
} else {
  const found = differences(hashes, recorded());
  for (const line of found) console.error(`bundle ${line}`);
  if (found.length && values.warn) console.error('If the change is meant: ./run bundles --record');
  if (found.length && !values.warn) process.exitCode = 1;
}
