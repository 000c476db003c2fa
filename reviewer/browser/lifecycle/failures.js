/** Why an entry is refused. Each failure carries a code of rules.json, never a word that somebody wrote. */

/** An entry that breaks a rule. `reason` is a code; for BadContent the name of the field. */
export class LifecycleError extends Error {
  static { this.prototype.name = 'LifecycleError'; }

  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** No kind of entry that these rules know. */
export class UnknownKind extends LifecycleError {
  static { this.prototype.name = 'UnknownKind'; }
}

/** Not exactly the fields of its kind, each in its form. */
export class BadContent extends LifecycleError {
  static { this.prototype.name = 'BadContent'; }
}

/** Well formed, but not now, not by this person, or not with these words. */
export class NotAllowed extends LifecycleError {
  static { this.prototype.name = 'NotAllowed'; }
}

/**
 * @param {boolean} good
 * @param {string} reason
 */
export function need(good, reason) {
  if (!good) throw new NotAllowed(reason);
}
