"""Whether this machine knows what time it is: an epoch that is closed on a wrong day cannot be opened again."""

import ctypes
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from deploy.machine.findings import CannotLook, Finding

MOST_SECONDS = 60
MOST_AHEAD = 1  # epochs: at midnight two hosts need not agree
UNSYNCHRONISED = 0x0040  # STA_UNSYNC of adjtimex(2)
SPARE = 64
WHY = "epochs follow the clock: with a wrong one reports are closed early or held back, and the courier stops"
MEND = "timedatectl set-ntp true # or: apt-get install chrony"


class _Timex(ctypes.Structure):
    """The first fields of struct timex, and room for the rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_long * SPARE),
    )


def now() -> float:
    """Seconds of Unix time, as this machine has it."""
    return time.time()


def day_of(seconds: float) -> date:
    """The day, UTC, of this moment."""
    return datetime.fromtimestamp(seconds, UTC).date()


def kernel_status() -> int:
    """The status bits of the kernel's clock; reading them changes nothing. Raises CannotLook."""
    asked = _Timex(modes=0)
    try:
        answer: int = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(asked))
    except (OSError, AttributeError):
        raise CannotLook("this system has no adjtimex(2): see whether its clock is set from a server") from None
    if answer < 0:
        raise CannotLook("the kernel does not tell whether its clock is synchronised")
    return int(asked.status)


def synchronised(status: Callable[[], int] = kernel_status) -> Iterator[Finding]:
    """Whether anything keeps the clock. Raises CannotLook."""
    if status() & UNSYNCHRONISED:
        yield Finding("nothing keeps this machine's clock, says its kernel", WHY, MEND)


def agrees(whose: str, said: str, here: float) -> Iterator[Finding]:
    """Compare with the Date header, `said`, of somebody else's answer, in whole seconds; "" if it had none."""
    with suppress(ValueError):
        seconds = parsedate_to_datetime(said).timestamp() - here
        if abs(seconds) > MOST_SECONDS:
            yield Finding(f"{whose} is {abs(seconds):.0f} seconds {'ahead' if seconds > 0 else 'behind'}", WHY, MEND)


def not_ahead(newest: int, epoch: int) -> Iterator[Finding]:
    """Whether an epoch that is stored lies in the future, by this machine's clock, whose epoch is `epoch`."""
    if newest > epoch + MOST_AHEAD:
        found = f"epoch {newest} is stored already, and by this clock it is {epoch}"
        yield Finding(found, WHY, MEND)
