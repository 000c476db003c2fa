"""What `doctor` says: findings, what could not be looked at, and the exit code that follows.

A finding never holds a value of a secret, nor anything of what people sent.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Ending(IntEnum):
    """Exit codes: 0 good, 1 findings, 2 wrong settings, 3 something could not be looked at."""

    GOOD = 0
    FINDINGS = 1
    SETTINGS = 2
    UNSEEN = 3


@dataclass(frozen=True)
class Finding:
    """Something to mend: what was found, why it matters, and one command or one line that mends it."""

    found: str
    why: str
    mend: str


class CannotLook(Exception):
    """A check has no way to look. The text says why, in one line that an operator can act on."""


@dataclass(frozen=True)
class Check:
    """A name, as docs/operations.md lists it, and how to look."""

    name: str
    look: Callable[[], Iterable[Finding]]


@dataclass(frozen=True)
class Looked:
    """What came of one check; `unseen` says why it could not be done, else it is ""."""

    name: str
    findings: tuple[Finding, ...]
    unseen: str = ""


def examine(checks: Iterable[Check]) -> tuple[Looked, ...]:
    """Do all checks, in order. One that fails keeps none of the others from looking."""
    return tuple(map(_look, checks))


def ending(looked: Sequence[Looked]) -> Ending:
    """Findings come before what could not be looked at: they are to be mended whatever the rest would show."""
    if any(one.findings for one in looked):
        return Ending.FINDINGS
    return Ending.UNSEEN if any(one.unseen for one in looked) else Ending.GOOD


def _look(check: Check) -> Looked:
    try:
        return Looked(check.name, tuple(check.look()))
    except CannotLook as reason:
        return Looked(check.name, (), str(reason))
    except OSError as error:
        return Looked(check.name, (), f"{error.filename or 'the machine'}: {error.strerror or type(error).__name__}")
    except Exception as error:  # its text may hold values; the others are still to be done
        return Looked(check.name, (), f"it failed with {type(error).__name__}")
