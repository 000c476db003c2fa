"""Runs one of the two apps under granian: one worker, blocking threads, no log at all.

granian with its access log off would still write the address and bytes of a malformed request; with `log_enabled=False`
it writes nothing.
"""

import gc

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from intake import epochs
from intake.epochs import Place
from intake.settings import Bind
from intake.writer import MOST_WAITING

# A thread for each drop that may wait (one group in work, one queued), and half as many again for the rest.
THREADS = 3 * MOST_WAITING
SOCKET_MODE = 0o660


def prepare(place: Place, now: int) -> None:
    """Check the databases, open the first epoch, end a close that was interrupted.

    Raises NotUpgraded, OpenEpochLost, CloseRunning.
    """
    place.store.check()
    epochs.open_first(place, now)
    epochs.finish_interrupted(place)


def run(target: str, bind: Bind) -> None:
    """Serve an app factory of intake/wsgi.py until told to stop."""
    gc.collect()
    gc.freeze()  # the worker is a fork: what the collector leaves alone stays shared with it
    Granian(
        target,
        address=bind.host,
        port=bind.port,
        uds=bind.path,
        uds_permissions=SOCKET_MODE if bind.path else None,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,  # one process writes the open epoch
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_enabled=False,
        log_access=False,
        factory=True,
    ).serve()
