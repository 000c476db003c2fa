/** Prints what an adviser in one case comes to read of another report, which a member named there. */
import { strangersRead } from './case-foreign.js';

process.stdout.write(JSON.stringify(await strangersRead(/** @type {any} */ (process.argv[2]))));
