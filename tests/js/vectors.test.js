/** Every vector, one test each: what Python wrote down, the browser's code opens, checks or derives alike. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { NotAllowed } from '../../crypto/js/case-errors.js';
import * as errors from '../../crypto/js/errors.js';
import { fromHex, hex } from '../../crypto/js/encoding.js';
import { areas, edited } from './areas.js';

const FOLDER = new URL('../vectors/', import.meta.url);
/** Formats that no browser opens. */
const PYTHON_ALONE = ['backup'];

/** @param {URL} folder */
function vectorFiles(folder) {
  const names = readdirSync(fileURLToPath(folder), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.json')).sort();
}

/**
 * Fields marked json are compared by value: field order and escapes are the writer's choice.
 * @param {Record<string, any>} output
 */
function comparable(output) {
  return 'content' in output ? { ...output, content: JSON.parse(output.content) } : output;
}

/** @param {string} outcome */
function errorClass(outcome) {
  const found = Object.entries({ ...errors, NotAllowed }).find(([name]) => name === outcome);
  assert.ok(found, `no failure is called ${outcome}`);
  return found[1];
}

/** @param {string} file */
function read(file) {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}

/**
 * @param {string} area
 * @param {Record<string, any>} input
 * @returns {Record<string, any>} in which no field is a change of another vector's any more
 */
function whole(area, input) {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => {
    if (!value?.of) return [name, value];
    return [name, hex(edited(fromHex(read(`${area}/${value.of}.json`).input[name]), value.edits))];
  }));
}

const files = vectorFiles(FOLDER).filter((name) => !PYTHON_ALONE.includes(name.split('/')[0]));
/** The Python side counts the same: tests/protocol/test_vectors.py. */
const LEAST_REFUSED = 100;
let refused = 0;

test('every area has vectors', () => {
  assert.deepEqual([...new Set(files.map((name) => name.split('/')[0]))], Object.keys(areas).sort());
});

for (const file of files) {
  test(file, async () => {
    const { area, input: written, outcome, output } = read(file);
    const input = whole(area, written);
    if (outcome === 'ok') {
      assert.deepEqual(comparable(await areas[area](input)), comparable(output));
    } else {
      await assert.rejects(async () => areas[area](input), (error) => error instanceof errorClass(outcome));
      refused += 1;
    }
  });
}

test('a hundred vectors and more were refused, all that should be', () => {
  assert.equal(refused, files.filter((file) => read(file).outcome !== 'ok').length);
  assert.ok(refused >= LEAST_REFUSED);
});
