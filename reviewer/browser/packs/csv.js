/** Tables as comma-separated values (RFC 4180), for spreadsheets. */

const STARTS_A_FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]/u;
const TO_BE_QUOTED = /[",\r\n]/;
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
 * A text that a spreadsheet would take for a formula gets an apostrophe before it: what a reporter wrote must not run on
 * the machine of who opens the table. Numbers stay numbers.
 * @param {string | number} value
 */
function cell(value) {
  if (typeof value === 'number') return String(value);
  const text = STARTS_A_FORMULA.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return TO_BE_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
