"""One run of the retention job, in three steps, each of which a later run goes on with where one was killed:

1. portion by portion, in one transaction each: look again whether anything keeps it, delete, note what was deleted;
2. scrub the database;
3. certify what was noted, and forget the notes.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crypto.signatures import public_key
from deploy.backup import unheard
from deploy.destruction.witness import FOLDER, Witness
from reviewer import orders
from reviewer.alarms import ForeignBoardKey
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.destruction_models import Destruction, Kind
from reviewer.models import Invitation, Member
from reviewer.pepper import Peppers
from reviewer.retention import scrubbing
from reviewer.retention.certifying import Methods, certify
from reviewer.retention.cut_off import CutOff
from reviewer.retention.occasion import Occasion
from reviewer.retention.plan import TARGETS, Plan, make_plan
from reviewer.retention.targets import Planned, Target
from reviewer.retention.tombstones import Tombstones
from reviewer.settings import Settings

ALONE = 0x534C525452  # the number of the lock that a run holds on PostgreSQL
PATIENCE = timedelta(days=14)  # before an unread batch is an alarm
ROLLING = ("board", "board_entry", "outbox", "session", "invitation", "destruction")  # from which others delete daily
Tell = Callable[[Kind, int, int], None]
Certify = Callable[[Database, Occasion, Methods, Tombstones], None]


class Busy(Exception):
    """Another run is at work."""


class Unheard(Exception):
    """The line was restored, and the courier has not met the intake since: a freeze may be newer than the backup."""


class Stopped(Exception):
    """The committee has ordered something else meanwhile; what is not destroyed yet stays."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class OtherPlan(Exception):
    """What is due now is not what was asked for: `digest` is that of what is due."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


@dataclass
class Outcome:
    """What a run has done. `state` is that of the plan, or what was ordered while it ran."""

    plan: Plan
    state: str
    done: dict[Kind, int] = field(default_factory=dict)

    def overdue(self) -> list[str]:
        """What people should look at, a line each; the same line whatever it holds."""
        on = self.plan.occasion
        late = [
            f"{kind} {kept.key} kept: {kept.why} since {kept.since}"
            for kind, kept in self.plan.kept()
            if kept.why == "record" or (kept.why == "unread" and on and on.today - kept.since > PATIENCE)
        ]
        return late


@dataclass(frozen=True)
class Job:
    """Its surroundings. `tell` is told of progress: kind, how many of how many."""

    settings: Settings
    database: Database
    clock: Clock
    tell: Tell = lambda kind, done, of: None
    certify: Certify = certify

    def run(self, exactly: str | None = None) -> Outcome:
        """Destroy what is due. Raises Busy, Unheard, OtherPlan, scrubbing's NotScrubbed and WrongRole, ForeignBoardKey,
        BrokenOrders, DatabaseFailed.
        """
        with self._alone():
            scrubbing.check_role(self.database)
            if unheard.is_marked(self.settings.data_dir):
                raise Unheard
            with self.database.read() as session:
                plan = make_plan(session, self.settings, self.clock)
            if exactly is not None and exactly != plan.digest:
                raise OtherPlan(plan.digest)
            outcome = Outcome(plan, plan.state)
            if plan.occasion is None or plan.frozen:
                return outcome
            _check_board_key(plan.occasion)
            cut_off = CutOff(self.settings.data_dir)
            cut_off.begin()
            try:
                self._destroy(plan, plan.occasion, outcome)
            except Stopped as stopped:
                cut_off.stop()
                outcome.state = stopped.state
                return outcome
            self._finish(plan.occasion, cut_off)
            cut_off.end()
            self._forget_peppers()
            return outcome

    def _destroy(self, plan: Plan, on: Occasion, outcome: Outcome) -> None:
        witness = Witness(self.settings.data_dir / FOLDER)
        for target, planned in zip(TARGETS, plan.targets, strict=True):
            outcome.done[target.kind] = 0
            for keys in _portions(target, planned):
                outcome.done[target.kind] += self._destroy_portion(target, keys, on, witness)
                self.tell(target.kind, outcome.done[target.kind], len(planned.keys))

    def _destroy_portion(self, target: Target, keys: Sequence[str], on: Occasion, witness: Witness) -> int:
        """All that may keep it is looked at in the transaction that deletes: whoever places a freeze or a hold waits
        for its end, or was there before.
        """
        with self.database.erase() as session:
            self.look_again(session, on)
            done = target.destroy(session, keys, on, witness)
            session.flush()
            witness.keep()
        return len(done)

    def look_again(self, session: Session, on: Occasion) -> None:
        """Raises Stopped, when by what stands within this transaction nothing may be destroyed, or by other rules."""
        if orders.is_frozen(session):
            raise Stopped("frozen")
        adopted = orders.in_force(session).adopted
        if adopted is None or adopted.hash != on.order:
            raise Stopped("new rules")

    def _finish(self, on: Occasion, cut_off: CutOff) -> None:
        with self.database.read() as session:
            noted = set(session.scalars(select(Destruction.target).distinct()))
        if not noted and not self.database.on_postgres:
            return
        tables = [table for one in TARGETS if one.kind in noted for table in one.tables]
        methods = cut_off.scrubbed(scrubbing.scrub(self.database, (*tables, *ROLLING)))
        self.certify(self.database, on, methods, Tombstones(self.settings.backup.keys))

    def _forget_peppers(self) -> None:
        """Those of invitations that nobody used. Within a transaction that nobody else writes in: a pepper is made
        before its owner is stored.
        """
        peppers = Peppers(self.settings.pepper_dir)
        with self.database.write() as session:
            ids = {one for kind in (Member.id, Invitation.member_id) for one in session.scalars(select(kind))}
            peppers.destroy_others(ids)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One run at a time; the locks go with the process, however it ends. Raises Busy."""
        with (self.settings.data_dir / "retention.lock").open("w") as lock, self.database.statements() as connection:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            taken = text(f"SELECT pg_try_advisory_lock({ALONE})")
            if self.database.on_postgres and not connection.scalar(taken):
                raise Busy
            try:
                yield
            finally:
                connection.invalidate()  # and with it the lock, which would else go back to the pool


def _portions(target: Target, planned: Planned) -> Iterator[Sequence[str]]:
    keys = planned.keys
    return (keys[at : at + target.at_once] for at in range(0, len(keys), target.at_once))


def _check_board_key(on: Occasion) -> None:
    """Before anything is destroyed: a certificate that nobody can check would be none. Raises ForeignBoardKey."""
    if on.chain[-1].board_key != public_key(on.settings.board_seed):
        raise ForeignBoardKey("the directory names another board key than the one of REVIEWER_KEY_FILE")
