"""The names of failures (docs/protocol.md, section 11). Their text is for developers and never holds a secret."""


class ProtocolError(Exception):
    """Any failure of the protocol; callers catch the class that they have an answer for."""


class Malformed(ProtocolError):
    """Not of the form that the protocol gives."""


class WrongInstance(ProtocolError):
    """Of another line."""


class NotARecipient(ProtocolError):
    """Not sealed to these keys."""


class Damaged(ProtocolError):
    """Sealed to these keys, but altered, or made so that readers would differ."""


class BadSignature(ProtocolError):
    """A signature is missing or wrong."""


class BrokenChain(ProtocolError):
    """Something does not follow from what was before, a proof is wrong, or the chain misses the fingerprint."""


class Expired(ProtocolError):
    """The directory is past its `not_after`."""


class ForeignMix(ProtocolError):
    """The mix is for another directory."""


class StaleMix(ProtocolError):
    """The mix is too old or too new."""


class NotOpened(ProtocolError):
    """A drop or part that no mix key opens."""


class TooLittleWork(ProtocolError):
    """The proof of work is missing."""


class TooLong(ProtocolError):
    """The content does not fit."""


class TooFewReaders(ProtocolError):
    """The exclusions leave fewer than two members."""


class WrongPassphrase(ProtocolError):
    """A wrapped key does not open."""


class NotAllowed(ProtocolError):
    """Well made and signed, but not by somebody who may do this, or without the approvals it needs.

    `reason` is a code of `reviewer/lifecycle/rules.json`, so that a server can say what is missing.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
