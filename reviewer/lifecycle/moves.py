"""The table of moves: which kind of entry is allowed in which fine state, and where it leads."""

from reviewer.lifecycle.failures import NotAllowed
from reviewer.lifecycle.rules import KINDS, coarse


def check_move(fine: str, kind: str) -> str:
    """The fine state after an entry of `kind` in state `fine`; "" is before the first entry. `NotAllowed`: state."""
    rule = KINDS[kind]
    if fine in rule.moves:
        return rule.moves[fine]
    if fine in rule.stays or coarse(fine) in rule.during:
        return fine
    raise NotAllowed("state")
