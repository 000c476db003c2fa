/** Tables as comma-separated values (RFC 4180), for spreadsheets. */

const STARTS_A_FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]/u;
/** Where a spreadsheet may begin a cell: many countries' part them at semicolons, and mind no quotes inside of what they take for one cell. */
const BREAK = /([;\t\r\n])/;
const TO_BE_QUOTED = /[",;\t\r\n]/;
/** So that spreadsheets take it for UTF-8. */
const MARK = '\ufeff';

/**
 * @param {readonly (readonly (string | number)[])[]} rows
 * @returns {string}
 */
export function csv(rows) {
  return MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * What a spreadsheet would take for a formula gets an apostrophe before it, also within a text: what a reporter wrote must not run on
 * the machine of who opens the table. Numbers stay numbers.
 * @param {string | number} value
 */
function cell(value) {
  if (typeof value === 'number') return String(value);
  const bare = /^[\t\r\n]/.test(value) ? `'${value}` : value;
  const text = bare.split(BREAK).map((part) => (STARTS_A_FORMULA.test(part) ? `'${part}` : part)).join('');
  return TO_BE_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
