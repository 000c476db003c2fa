/** A QR code's dark modules as the data of one SVG path. */

/** White modules around the code, which cameras need. */
export const QUIET = 4;

/**
 * @param {string[]} rows of zeros and ones, each as long as there are rows
 * @returns {string} one run of dark modules after the other
 */
export function pathOf(rows) {
  return rows.flatMap((row, y) =>
    Array.from(row.matchAll(/1+/g), (run) => `M${run.index + QUIET} ${y + QUIET}h${run[0].length}v1h-${run[0].length}z`)).join('');
}
