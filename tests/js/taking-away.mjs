/** Prints the tricks by which a report is taken away from a member whose page is as it is made, or broken in one place. */
import { takenAway } from './taking-away.js';

process.stdout.write(JSON.stringify(await takenAway(/** @type {any} */ (process.argv[2]))));
