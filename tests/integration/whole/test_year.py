"""A year of a line's life, on both databases, ends with what the rules say: no more is gone, and no less.

Reports come, cases end and are kept; holds are placed and released, everything is frozen for a month, two members do
not look for a season, one leaves, a disk is lost. What must be left is counted by the story itself, week by week.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crypto.certificate import What, parse_certificate
from crypto.directory import CurrentDirectory, verify_directory
from crypto.document import parse_signed
from crypto.errors import NotARecipient
from crypto.limits import ENVELOPE
from crypto.opening import Opened, open_envelope
from crypto.order import Act, Period, Rules
from deploy.backup.keys import SecondKey
from reviewer.audit import Now, verify
from reviewer.audit_commands import head_of
from reviewer.audit_database import DatabaseRows
from reviewer.case_models import CaseGrant, EntryContent, Item
from reviewer.lifecycle.failures import LifecycleError
from reviewer.models import BatchState, Member
from reviewer.order_models import StoredCertificate
from tests.integration.intake_databases import intake_template
from tests.integration.reviewer import ordering
from tests.integration.reviewer.changing import change, newcomer
from tests.integration.reviewer.committee import INSTANCE, START, Person
from tests.integration.reviewer.conftest import founding, store
from tests.integration.reviewer.reporter import Writer
from tests.integration.reviewer.stores import Store
from tests.integration.reviewer.treating import file_case, item_of, opened_matter
from tests.integration.whole.a_case import ACase, people_signed_in
from tests.integration.whole.whole_line import WEEK, WholeLine, found_whole_line
from tests.postgres import Postgres

__all__ = ["founding", "intake_template", "store"]
CALENDAR = 60
RULES = Rules(
    "us",
    {"fraud": Period(10, 0), "general": Period(7, 0), "out_of_scope": Period(0, 90), "spam_or_test": Period(0, 30)},
    CALENDAR,
)
WEEKS = 52
CLASSES = ("spam_or_test", "out_of_scope", "general", "")
AWAY = range(5, 18)  # weeks in which counsel and director do not look
LEAVES, FREEZE, RELEASE, LOST = 22, 26, 31, 38
HOLDS = {1: None, 4: 35}  # on these cases; until this week, or to the end
FIRST_EPOCH = START // WEEK


@dataclass
class Year:
    """The story. `gone` are the epochs that must be destroyed at the reviewer, `gone_at_intake` at the intake."""

    line: WholeLine
    chair: Person
    director: Person
    counsel: Person
    alternate: Person | None = None
    cases: list[ACase] = field(default_factory=list)
    restored: bool = False

    @property
    def members(self) -> list[Person]:
        return [self.chair, self.alternate or self.director, self.counsel]

    @property
    def today(self) -> date:
        return self.line.time.clock().today()

    def live(self) -> Iterator[int]:
        """Week by week; what happens in a week is done when its number comes."""
        for week in range(1, WEEKS + 1):
            if week % 2 == 1:
                self.report()
            self.line.next_week()
            people_signed_in(self.members)
            self.look(week)
            self.order(week)
            backup = self.line.back_up() if week >= LOST and week % 2 == 0 and not self.restored else None
            before = [one.matter.id for one in self.cases if one.destroyed]
            self.treat(week)
            yield week
            if backup and [one.matter.id for one in self.cases if one.destroyed] != before:
                self.lose_the_disk(backup)

    def lose_the_disk(self, backup: SecondKey) -> None:
        """Of this week only what was destroyed is known afterwards; members go on with what the backup has."""
        self.line.lose_the_disk(backup)
        self.restored = True
        for one in self.members:
            one.client = self.line.committee.app.test_client()
        people_signed_in(self.members)
        for case in self.cases:
            case.matter.line = self.line.committee
            if not case.destroyed:
                case.matter = opened_matter(self.chair, case.matter)

    def report(self) -> None:
        directory = self.line.directory()
        self.line.send(Writer.new().write(directory, f"report {len(self.cases)}"))

    def look(self, week: int) -> None:
        """The chair always looks, and files what came; the others unless they are away."""
        newest = self.line.epoch - 1
        for opened, envelope in self.opened(newest):
            item = item_of(opened, envelope)
            readers = self.members
            matter = file_case(self.chair, self.line.committee, readers, id_=item.case, items=[item])
            self.cases.append(ACase(matter, CLASSES[len(self.cases) % len(CLASSES)]))
        for one in self.members if week not in AWAY else [self.chair]:
            assert one.ask("PUT", "/api/scan", json={"epoch": newest}).status_code == 204

    def opened(self, epoch: int) -> Iterator[tuple[Opened, bytes]]:
        directory, own = self.directory(), self.chair.secret
        assert own is not None
        listed = next(one for one in self.chair.get("/api/batches").get_json()["batches"] if one["epoch"] == epoch)
        whole, hashes = self.chair.batch(listed), [one.hash for one in directory.chain]
        for start in range(0, len(whole), ENVELOPE):
            envelope = whole[start : start + ENVELOPE]
            try:
                yield open_envelope(envelope, own, hashes, INSTANCE), envelope
            except NotARecipient:
                continue

    def directory(self) -> CurrentDirectory:
        return verify_directory(self.chair.get("/api/directory").data, today=None, fingerprint=None)

    def order(self, week: int) -> None:
        if week == 1:
            ordering.agree(self.chair, self.counsel, rules=RULES)
        if week == FREEZE:
            assert ordering.place(self.counsel).status_code == 204
        if week == RELEASE:
            frozen = ordering.orders(self.chair).frozen[0]
            ordering.agree(self.chair, self.counsel, Act.RELEASE, of=frozen.number)
        if week == LEAVES:
            self.alternate = newcomer(self.line.committee, self.chair)
            change((self.chair, self.counsel), retire=[1], admit=[3])
        elif self.directory().current.not_after < self.today + timedelta(days=21):
            change((self.chair, self.counsel))

    def treat(self, week: int) -> None:
        one, other = self.chair, self.counsel
        for number, case in enumerate(self.cases):
            due = 2 * number + 3  # two weeks after it was filed
            if case.kept_as and week == due:
                case.end(one, other)
            if number in HOLDS and week == due + 1:
                case.place_hold(one)
            if HOLDS.get(number) == week:
                case.release_hold(one, other)
            if case.is_over and not case.destroyed:
                self.destroy(case, week)

    def destroy(self, case: ACase, week: int) -> None:
        """Two members have it destroyed; where a hold or a freeze forbids it, they find out."""
        if case.hold is not None:
            with pytest.raises(LifecycleError, match="held"):
                case.try_to_destroy(self.chair, self.counsel)
        elif FREEZE <= week < RELEASE:
            if week == FREEZE:
                answer = case.try_to_destroy(self.chair, self.counsel)
                assert (answer.status_code, answer.get_json()["reason"]) == (403, "frozen")
        else:
            assert case.try_to_destroy(self.chair, self.counsel).status_code == 201
            case.destroyed = True


@dataclass
class Kept:
    """Which epochs must still be there, by the story's own count."""

    here: set[int] = field(default_factory=set)
    intake: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)

    def week(self, year: Year, week: int) -> None:
        """As the jobs of this week leave it. What the committee orders reaches the intake with the next courier."""
        self.here.add(year.line.epoch - 1)
        self.intake.add(year.line.epoch - 1)
        if week > 1 and not FREEZE < week <= RELEASE:
            carried = _last_day(year.line.epoch - 1)
            self.intake = {one for one in self.intake if _last_day(one) + timedelta(days=CALENDAR) >= carried}
        if not FREEZE <= week < RELEASE:
            late = {one for one in self.here if _last_day(one) + timedelta(days=CALENDAR) < year.today}
            self.unread = {one for one in late if one - FIRST_EPOCH >= AWAY.start - 1} if week in AWAY else set()
            self.here -= late - self.unread

    def is_alarm(self, today: date) -> bool:
        """Whether a batch has waited for readers for more than two weeks."""
        return any(_last_day(one) + timedelta(days=CALENDAR + 1 + 14) < today for one in self.unread)


@pytest.fixture
def line(
    store: Store, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WholeLine]:
    """Both apps on files, or both on a server."""
    server: Postgres | None = request.getfixturevalue("postgres") if store.kind == "postgresql" else None
    made = found_whole_line(tmp_path, store, server.new_database() if server else "", monkeypatch)
    yield made
    made.stop()


def test_a_year_ends_with_what_the_rules_say(line: WholeLine, tmp_path: Path, store: Store) -> None:
    chair, director, counsel = line.committee.people
    year, kept, sealed = Year(line, chair, director, counsel), Kept(), set[bytes]()
    for week in year.live():
        sealed |= set(_sealed(year))
        # After a long freeze more is due than a run destroys unasked: the operator looks, and says that it is right.
        line.destroy_batches(catch_up=week == RELEASE + 1)
        late = line.destroy().overdue()
        kept.week(year, week)
        assert _batches(line) == kept.here, f"week {week}"
        assert set(line.intake.epochs()) == kept.intake, f"week {week}"
        assert {one.matter.id.hex() for one in year.cases if _is_gone(line, one)} == {
            one.matter.id.hex() for one in year.cases if one.destroyed
        }
        assert bool(late) == kept.is_alarm(year.today)
    _check_the_end(year, store, sealed)


def _check_the_end(year: Year, store: Store, sealed: set[bytes]) -> None:
    line = year.line
    assert {one.kept_as for one in year.cases if one.destroyed} == {"spam_or_test", "out_of_scope"}
    assert year.cases[1].hold is not None
    assert year.restored
    for one in year.cases:
        if not one.destroyed:  # who may read it reads all of it
            again = opened_matter(year.chair, one.matter)
            assert (again.contents, len(again.keys)) == (one.matter.contents, len(one.matter.keys))
    with line.committee.database.read() as session:
        rows = DatabaseRows(session, head_of(line.committee.settings), sealed=True)
        assert verify(rows, now=Now(year.today, line.epoch - 1)).findings == []
        certified = [parse_certificate(parse_signed(one.encode())) for one in _certificates(session)]
        wiped = session.scalars(select(Member).where(Member.login == "director")).one()
        assert not any(wiped.wrapped + wiped.resting)
    assert sorted(one.case for one in certified if one.what is What.CASE) == sorted(
        one.matter.id for one in year.cases if one.destroyed
    )
    epochs = sorted(epoch for one in certified if one.what is What.EPOCHS for epoch in range(one.first, one.last + 1))
    assert epochs == sorted(set(range(FIRST_EPOCH, line.epoch)) - _batches(line))
    disk = store.on_disk(line.committee.environment)
    assert not [one for one in sealed if _piece(one) in disk]


def _certificates(session: Session) -> Sequence[str]:
    return session.scalars(select(StoredCertificate.document)).all()


def _piece(value: bytes) -> bytes:
    """Sixteen bytes out of the middle."""
    return value[len(value) // 2 :][:16]


def _sealed(year: Year) -> Iterator[bytes]:
    """What is sealed of the cases that the next run destroys."""
    ids = [one.matter.id.hex() for one in year.cases if one.destroyed]
    with year.line.committee.database.read() as session:
        for kind in (EntryContent, CaseGrant, Item):
            yield from session.scalars(select(kind.value).where(kind.case.in_(ids)))


def _is_gone(line: WholeLine, case: ACase) -> bool:
    """Whether nothing sealed is left of a case; part of it never is."""
    with line.committee.database.read() as session:
        wanted = case.matter.id.hex()
        left = [
            session.scalar(select(func.count()).select_from(kind).where(kind.case == wanted))
            for kind in (EntryContent, CaseGrant, Item)
        ]
    assert all(left) or not any(left)
    return not any(left)


def _batches(line: WholeLine) -> set[int]:
    with line.committee.database.read() as session:
        return set(session.scalars(select(BatchState.epoch)))


def _last_day(epoch: int) -> date:
    return datetime.fromtimestamp((epoch + 1) * WEEK - 1, UTC).date()
