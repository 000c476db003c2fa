/**
 * Two members have approved the destruction of a case; a third places a hold, on the page of many cases, while the page of
 * the second still shows the case without it. Prints what that page then offers and does. `forgets_holds` is the broken
 * variant, which goes by the case as it was when it was opened.
 */
import { mock } from 'node:test';
import { hex } from '../../crypto/js/index.js';
import { inEach } from '../../reviewer/browser/cases/in-each.js';
import { placeHold } from '../../reviewer/browser/cases/set-acts.js';
import { members, openCase } from '../../reviewer/browser/cases/store.js';
import { carryOut } from '../../reviewer/browser/cases/writing.js';
import { addDays } from '../../reviewer/browser/lifecycle/days.js';
import { nextMoves } from '../../reviewer/browser/lifecycle/acts.js';
import { today } from './case-server.js';
import { agree, keep, manyCases, say } from './many-cases.js';

const how = process.argv[2];
const all = await manyCases(1);
const { server, ann, ben, cat, ids: [id] } = all;
await keep(all, id, { class: 'spam_or_test', profile: 'us', years: 0, days: 30, until: addDays(today(), 30) });
mock.timers.enable({ apis: ['Date'], now: Date.now() + 31 * 86_400_000 });
await say(all, ann, id, { kind: 'review', note: '' });
const request = await agree(all, id, { kind: 'destruction', why: 'its time is over' });

const before = await server.as(ben, () => openCase(ben, id));
if (how !== 'not_held') await server.as(cat, () => inEach(cat, [id], placeHold(cat, 'a suit'), { told: () => {}, isOff: () => false }));

const reason = await server.as(ben, () => carryOut(ben, before, request)).then(() => '', (error) => error.reason ?? error.name);
const now = how === 'forgets_holds' ? before : await server.as(ben, () => openCase(ben, id));
const offered = nextMoves(now.state, members(ben), hex(ben.secret.signKey), today()).find((one) => one.kind === 'destruction' && one.request === request);
const kept = await server.as(ann, () => openCase(ann, id));
process.stdout.write(JSON.stringify({ reason, offered: offered?.reason ?? 'gone', state: kept.state.fine, held: kept.state.holds.length }));
