/**
 * The failures of the protocol, one class for each name in protocol.md section 11.
 * A message may say which check failed; it never holds a key, a phrase or anything that was written.
 */

/** Every refusal of this package. */
export class ProtocolError extends Error {
  static { this.prototype.name = 'ProtocolError'; }
}

/** Not of the form the protocol gives. */
export class Malformed extends ProtocolError {
  static { this.prototype.name = 'Malformed'; }
}

/** Of another line. */
export class WrongInstance extends ProtocolError {
  static { this.prototype.name = 'WrongInstance'; }
}

/** Not sealed to these keys. */
export class NotARecipient extends ProtocolError {
  static { this.prototype.name = 'NotARecipient'; }
}

/** Sealed to these keys, but altered, or made so that readers would differ. */
export class Damaged extends ProtocolError {
  static { this.prototype.name = 'Damaged'; }
}

/** A signature is missing or wrong. */
export class BadSignature extends ProtocolError {
  static { this.prototype.name = 'BadSignature'; }
}

/** A version or board does not follow from the one before, or the chain misses the fingerprint. */
export class BrokenChain extends ProtocolError {
  static { this.prototype.name = 'BrokenChain'; }
}

/** The directory is past its not_after. */
export class Expired extends ProtocolError {
  static { this.prototype.name = 'Expired'; }
}

/** The mix is for another directory. */
export class ForeignMix extends ProtocolError {
  static { this.prototype.name = 'ForeignMix'; }
}

/** The mix is too old or too new. */
export class StaleMix extends ProtocolError {
  static { this.prototype.name = 'StaleMix'; }
}

/** No mix key opens the drop or part. */
export class NotOpened extends ProtocolError {
  static { this.prototype.name = 'NotOpened'; }
}

/** The proof of work is missing. */
export class TooLittleWork extends ProtocolError {
  static { this.prototype.name = 'TooLittleWork'; }
}

/** The content does not fit. */
export class TooLong extends ProtocolError {
  static { this.prototype.name = 'TooLong'; }
}

/** The exclusions leave fewer than two members. */
export class TooFewReaders extends ProtocolError {
  static { this.prototype.name = 'TooFewReaders'; }
}

/** A wrapped key does not open. */
export class WrongPassphrase extends ProtocolError {
  static { this.prototype.name = 'WrongPassphrase'; }
}
