/** What two parsers could read in two ways is read in none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64, fromHex, utf8 } from '../../crypto/js/encoding.js';
import { Malformed } from '../../crypto/js/errors.js';
import { day, integerOf, objectOf, readJson, text } from '../../crypto/js/strict.js';

const read = objectOf({ a: integerOf(), b: text });

test('an object of the right form is read, in any order and spacing', () => {
  assert.deepEqual(read(readJson(' {"b" : "\\u00e9\\ud83d\\ude00" ,\n"a":9007199254740991}\t')), { a: 9007199254740991, b: 'é😀' });
});

for (const [what, source] of Object.entries({
  'a repeated key': '{"a":1,"b":"x","a":1}',
  'a repeated key, written otherwise': '{"a":1,"b":"x","\\u0061":1}',
  'an unknown key': '{"a":1,"b":"x","c":1}',
  'a missing key': '{"a":1}',
  'a key that every object inherits': '{"a":1,"__proto__":"x"}',
  'a number as text': '{"a":"1","b":"x"}',
  'true for a number': '{"a":true,"b":"x"}',
  'null for text': '{"a":1,"b":null}',
  'a fraction': '{"a":1.0,"b":"x"}',
  'an exponent': '{"a":1e0,"b":"x"}',
  'a sign': '{"a":-0,"b":"x"}',
  'a leading zero': '{"a":01,"b":"x"}',
  'a number beyond 2^53-1': '{"a":9007199254740992,"b":"x"}',
  'half a surrogate pair': '{"a":1,"b":"\\ud83d"}',
  'a control character in text': '{"a":1,"b":"\n"}',
  'an unknown escape': '{"a":1,"b":"\\x"}',
  'a trailing comma': '{"a":1,"b":"x",}',
  'something after the end': '{"a":1,"b":"x"}{}',
  'a byte order mark': '\ufeff{"a":1,"b":"x"}',
  'a space that is not of JSON': '\u00a0{"a":1,"b":"x"}',
  'a comment': '{"a":1,/**/"b":"x"}',
  'nothing': '',
  'an endless nest': '['.repeat(100_000),
})) {
  test(`${what} is refused`, () => {
    assert.throws(() => read(readJson(utf8(source))), Malformed);
  });
}

test('bytes that are not UTF-8 are refused', () => {
  assert.throws(() => readJson(Uint8Array.of(0x22, 0xff, 0x22)), Malformed);
  assert.throws(() => readJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)), Malformed);
});

test('days are days of the calendar', () => {
  assert.equal(day('2028-02-29'), '2028-02-29');
  for (const wrong of ['2026-02-29', '2026-13-01', '2026-1-1', '0000-01-01', '+02026-01-01', '2026-01-01T00:00:00Z', '20260101']) {
    assert.throws(() => day(wrong), Malformed);
  }
});

test('hex and base64 have one spelling', () => {
  for (const wrong of ['AB', 'a', 'zz', ' ab']) assert.throws(() => fromHex(wrong), Malformed);
  for (const wrong of ['TQ', 'TR==', 'TQ==\n', 'T Q==', 'TQ===', 'T-==']) assert.throws(() => fromBase64(wrong), Malformed);
  assert.deepEqual(fromBase64('TQ=='), Uint8Array.of(77));
});
