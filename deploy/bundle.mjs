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
import { build } from 'esbuild';

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
  });
  return result.outputFiles[0].contents;
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
