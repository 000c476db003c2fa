/** Prints the lies about the record's tree that a member's browser does not name; `forgets` is one that keeps no checkpoint. */
import { unnamedLies } from './case-lies.js';

process.stdout.write(JSON.stringify(await unnamedLies(process.argv[2] === 'forgets')));
