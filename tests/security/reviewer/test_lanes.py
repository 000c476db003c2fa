"""P6, with a member who probes: what waits of the others shows neither on the board nor at the intake's door, and
nobody can jam it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.board import parse_board
from crypto.entropy import fresh
from crypto.limits import ENTRIES_PER_EPOCH, ENTRY
from crypto.sealing import filler
from reviewer import replies
from reviewer.courier import Courier
from reviewer.models import Outbox, OutboxKind
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, Reviewers
from tests.integration.reviewer.fake_intake import FakeIntake

Copy = Callable[[], Committee]


@pytest.fixture
def copy(reviewers: Reviewers, tmp_path: Path) -> Copy:
    """The same founded committee, as often as asked for."""
    numbers = iter(range(100))
    return lambda: reviewers.copy(tmp_path / str(next(numbers)))


def begin(line: Committee) -> tuple[FakeIntake, Person, Person]:
    """An intake that has the directory, and chair and counsel, signed in."""
    intake, (chair, _, counsel) = FakeIntake(line.time), line.people
    intake.carry(line)
    for person in (chair, counsel):
        assert person.sign_in().status_code == 200
    return intake, chair, counsel


def answer(person: Person, entries: Sequence[bytes]) -> None:
    assert person.ask("POST", "/api/replies", data=b"".join(entries)).status_code == 204


def hand_in(person: Person, envelope: bytes) -> None:
    assert person.ask("POST", "/api/imports", data=envelope).status_code == 204


def probe_board(line: Committee, others: int) -> list[list[bool]]:
    """The chair has sent so many parts; the counsel sends four shortly before the close. Which of the four stand on
    each of the next boards?
    """
    intake, chair, counsel = begin(line)
    if others:
        answer(chair, [fresh(ENTRY) for _ in range(others)])
    probes, seen = [fresh(ENTRY) for _ in range(4)], []
    answer(counsel, probes)
    for _ in range(3):
        intake.close()
        intake.carry(line)
        counsel.sign_in()
        entries = parse_board(counsel.get("/api/board").data).entries
        seen.append([one in entries for one in probes])
    return seen


def probe_door(line: Committee, others: int) -> tuple[list[str], list[bool], list[int]]:
    """The chair has handed in so many files, the counsel two. What does the intake's door see in two runs, and in
    which run do the counsel's come?
    """
    intake, chair, counsel = begin(line)
    own = [filler(INSTANCE) for _ in range(2)]
    for envelope in [filler(INSTANCE) for _ in range(others)]:
        hand_in(chair, envelope)
    for envelope in own:
        hand_in(counsel, envelope)
    intake.requests.clear()
    arrived, drops = [], []
    for _ in range(2):
        before = intake.drops
        intake.carry(line)
        arrived += [one in intake.arrived for one in own]
        drops.append(intake.drops - before)
    return intake.requests, arrived, drops


# ---- the board -------------------------------------------------------------------------------


@pytest.mark.promise("P6")
@pytest.mark.parametrize("others", [1, 3, 16])
def test_a_probe_on_the_board_tells_nothing_of_what_others_sent(copy: Copy, others: int) -> None:
    assert probe_board(copy(), others) == probe_board(copy(), 0)


@pytest.mark.promise("P6")
def test_a_member_serves_its_own_lane_in_order_one_part_an_epoch(copy: Copy) -> None:
    number = range(4)
    assert probe_board(copy(), 0) == [[part <= epoch for part in number] for epoch in range(3)]


@pytest.mark.promise("P6")
def test_one_member_cannot_hold_up_another(founded: Committee) -> None:
    intake, chair, counsel = begin(founded)
    for _ in range(120):
        answer(counsel, [fresh(ENTRY)] * 16)
    mine = fresh(ENTRY)
    answer(chair, [mine])
    intake.close()
    intake.carry(founded)
    assert mine in parse_board(intake.boards[-1]).entries


def shared_queue(session: Session, _slots: Sequence[int]) -> list[Outbox]:
    """The oldest four, whoever sent them."""
    oldest = select(Outbox).where(Outbox.kind == OutboxKind.REPLY).order_by(Outbox.id).limit(ENTRIES_PER_EPOCH)
    return list(session.scalars(oldest))


def lanes_lent_out(session: Session, slots: Sequence[int]) -> list[Outbox]:
    """The first of each lane, and the oldest of any lane where one would be empty."""
    firsts = honest_firsts(session, slots)
    more = [one for one in session.scalars(select(Outbox).order_by(Outbox.id)) if one not in firsts]
    return firsts + more[: ENTRIES_PER_EPOCH - len(firsts)]


honest_firsts = replies.first_replies


@pytest.mark.mutant("P6")
@pytest.mark.parametrize("mutant", [shared_queue, lanes_lent_out])
def test_a_queue_that_members_share_is_caught(copy: Copy, monkeypatch: pytest.MonkeyPatch, mutant: Any) -> None:
    monkeypatch.setattr(replies, "first_replies", mutant)
    assert probe_board(copy(), 3) != probe_board(copy(), 0)


@pytest.mark.parametrize("slots", [(0, 1, 2), (0, 2, 5, 7), (0, 1, 3, 5, 7), tuple(range(8))])
def test_lanes_take_turns_whatever_is_sent(slots: tuple[int, ...]) -> None:
    turns = -(-len(slots) // ENTRIES_PER_EPOCH)
    for first in (0, 19_000):
        groups = [replies.served(slots, first + turn) for turn in range(turns)]
        assert all(len(group) <= ENTRIES_PER_EPOCH for group in groups)
        assert Counter(slot for group in groups for slot in group) == Counter(slots)
        assert replies.served(slots, first + turns) == groups[0]


# ---- the intake's door -----------------------------------------------------------------------


@pytest.mark.promise("P6")
@pytest.mark.parametrize("others", [1, 3])
def test_the_door_sees_the_same_whatever_others_handed_in(copy: Copy, others: int) -> None:
    assert probe_door(copy(), others) == probe_door(copy(), 0)


@pytest.mark.promise("P6")
def test_every_run_posts_one_drop_for_each_member_also_with_nothing_to_bring(founded: Committee) -> None:
    intake = FakeIntake(founded.time)
    for run in range(1, 4):
        intake.carry(founded)
        assert (intake.drops, intake.arrived) == (3 * run, [])
    assert intake.requests[-4:] == ["GET /directory", "GET /mix", "GET /board", "POST /drop"]


def only_when_something_waits(courier: Courier, directory: Any, slots: Sequence[int]) -> None:
    with courier.database.read() as session:
        waiting = replies.first_imports(session, slots)
    for one in waiting.values():
        courier._visit(directory, one)


def shared_door(session: Session, slots: Sequence[int]) -> dict[int, Outbox]:
    """The oldest files, whoever handed them in, one for each drop."""
    oldest: Iterator[Outbox] = session.scalars(select(Outbox).order_by(Outbox.id))
    return dict(zip(slots, oldest, strict=False))


@pytest.mark.mutant("P6")
@pytest.mark.parametrize(
    ("name", "mutant"),
    [
        ("reviewer.courier.Courier._post_drops", only_when_something_waits),
        ("reviewer.replies.first_imports", shared_door),
    ],
)
def test_a_courier_that_shows_what_waits_is_caught(
    copy: Copy, monkeypatch: pytest.MonkeyPatch, name: str, mutant: Any
) -> None:
    monkeypatch.setattr(name, mutant)
    assert probe_door(copy(), 3) != probe_door(copy(), 0)
