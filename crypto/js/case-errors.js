/**
 * The failure that only cases know (protocol.md section 11), apart because reporters' pages have no use for it.
 */
import { ProtocolError } from './errors.js';

/** Well made and signed, but not by somebody who may do this, or without the approvals it needs. */
export class NotAllowed extends ProtocolError {
  static { this.prototype.name = 'NotAllowed'; }
}
