/** A line of four whose first report was filed as a case, by the first of them. */
import { caseId } from '../../crypto/js/cases.js';
import { hashesCarrying, openEnvelope, sealMessage } from '../../crypto/js/index.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { holdersSince, itemName, itemOf } from '../../reviewer/browser/cases/items.js';
import { directoryOf } from '../../reviewer/browser/cases/store.js';
import { begin } from '../../reviewer/browser/cases/writing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine, reportBy, reporter } from './line.js';

/** @import { Content } from '../../crypto/js/index.js' */

/** @param {Partial<Content>} [changes] to the report */
export async function filed(changes = {}) {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const [ann, ben, cat, dan] = line.members.map((secret) => visitOf(line, secret));
  const envelope = await sealMessage(reportBy(reporter, changes), reporter, line.directory);
  const found = await openEnvelope(envelope, ann.secret, hashesCarrying(line.directory, ann.secret), line.instance);
  const item = itemOf(found, envelope);
  const excluded = holdersSince(line.directory.chain, found.directoryHash, found.content.excluded);
  const content = {
    kind: 'filed', rules: 1, channel: 'line', received: today(), category: 'other', excluded, item: itemName(item), text: '',
  };
  const file = async (/** @type {typeof ann} */ own) => begin(own, caseId(item), content, {
    grantTo: membersToGrant(await directoryOf(own), excluded), items: [item],
  });
  const opened = await server.as(ann, () => file(ann));
  return { line, server, ann, ben, cat, dan, file, opened, id: opened.id };
}
