"""The courier brings standing orders to the intake, and tolerates just those missing epochs that they may have cost."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from crypto.order import Act, Rules
from crypto.sealing import filler
from deploy.backup import unheard
from reviewer import collecting
from reviewer.alarms import ForeignOrders, MissingBatch
from reviewer.intake_client import CourierDoor, IntakeState, Unreachable
from tests.integration.reviewer import fake_intake
from tests.integration.reviewer.committee import INSTANCE, Committee
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.ordering import RULES, SHORTER, agree, place

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # what is compared is the same on both
DAYS, CALENDAR = 33, SHORTER.calendar  # three epochs are older than the calendar asks for


@pytest.fixture
def intake(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> FakeIntake:
    stock = itertools.cycle([filler(INSTANCE) for _ in range(32)])
    monkeypatch.setattr(fake_intake, "filler", lambda _: next(stock))
    return FakeIntake(founded.time)


def adopt(line: Committee, rules: Rules) -> None:
    for person in line.people[:2]:
        person.sign_in()
    agree(line.people[0], line.people[1], rules=rules)


def pass_by(line: Committee, intake: FakeIntake, days: int = DAYS) -> int:
    """So many epochs, carried; the first of those that the calendar keeps."""
    for _ in range(days):
        intake.close()
    intake.carry(line)
    assert intake.open is not None
    return intake.open - CALENDAR


def test_what_is_ordered_is_brought_once_and_before_any_board(founded: Committee, intake: FakeIntake) -> None:
    adopt(founded, RULES)
    intake.carry(founded)
    assert len(intake.orders) == 1
    assert intake.requests.index("PUT /courier/orders") < intake.requests.index("PUT /courier/board")
    place(founded.people[1])
    intake.carry(founded)
    assert len(intake.orders) == 2
    intake.carry(founded)
    assert intake.requests.count("PUT /courier/orders") == 2


def test_an_intake_with_orders_of_others_is_named(founded: Committee, intake: FakeIntake) -> None:
    adopt(founded, RULES)
    intake.carry(founded)
    mine, intake.orders = intake.orders, intake.orders * 2
    with pytest.raises(ForeignOrders):
        intake.carry(founded)
    place(founded.people[0])
    intake.orders = mine
    intake.carry(founded)
    intake.orders = intake.orders[1:]
    with pytest.raises(ForeignOrders):
        intake.carry(founded)


def test_after_a_restore_the_courier_compares_the_orders_whole(founded: Committee, intake: FakeIntake) -> None:
    """As many as there are here, and others: by their number alone they would be the same."""
    folder = founded.settings.data_dir
    adopt(founded, RULES)
    intake.carry(founded)
    mine, others = intake.orders, [replace(intake.orders[0], body="{}")]
    unheard.mark(folder)
    for there in (others, mine * 2):
        intake.orders = there
        with pytest.raises(ForeignOrders):
            intake.carry(founded)
        assert unheard.is_marked(folder)
    intake.orders = mine
    intake.carry(founded)
    assert not unheard.is_marked(folder)


@pytest.mark.promise("P8")
def test_what_the_calendar_took_is_no_alarm(founded: Committee, intake: FakeIntake) -> None:
    adopt(founded, SHORTER)
    intake.destroy(before=pass_by(founded, intake))
    assert intake.carry(founded) == []
    intake.destroy(before=pass_by(founded, intake, 1))
    assert intake.carry(founded) == []


def one_more(intake: FakeIntake, first: int) -> None:
    intake.destroy(before=first + 1)


def all_but_the_last(intake: FakeIntake, first: int) -> None:
    intake.destroy(before=max(intake.batches))


def a_hole(intake: FakeIntake, first: int) -> None:
    del intake.batches[first - 2]


def all_of_them(intake: FakeIntake, first: int) -> None:
    intake.batches.clear()


@pytest.mark.promise("P8")
@pytest.mark.parametrize("take", [one_more, all_but_the_last, a_hole, all_of_them])
def test_whatever_else_is_missing_is_named(
    founded: Committee, intake: FakeIntake, take: Callable[[FakeIntake, int], None]
) -> None:
    adopt(founded, SHORTER)
    take(intake, pass_by(founded, intake))
    with pytest.raises(MissingBatch):
        intake.carry(founded)


@pytest.mark.promise("P8")
@pytest.mark.parametrize("ordered", ["nothing", "longer", "frozen"])
def test_without_rules_by_longer_ones_or_under_a_freeze_nothing_may_be_missing(
    founded: Committee, intake: FakeIntake, ordered: str
) -> None:
    if ordered != "nothing":
        adopt(founded, RULES if ordered == "longer" else SHORTER)
    if ordered == "frozen":
        assert place(founded.people[0], Act.FREEZE).status_code < 300
    intake.destroy(before=pass_by(founded, intake))
    with pytest.raises(MissingBatch):
        intake.carry(founded)


@pytest.mark.mutant("P8")
def test_a_courier_that_takes_the_intakes_word_would_be_caught(
    founded: Committee, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "first_surely_kept", lambda *_: 1 << 50)
    one_more(intake, pass_by(founded, intake))
    assert intake.carry(founded) == []


def test_a_run_of_the_calendar_beside_the_courier_is_no_alarm(
    founded: Committee, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(founded, SHORTER)
    first = pass_by(founded, intake)
    state = CourierDoor.state

    def look_and_destroy(door: CourierDoor) -> IntakeState:
        seen = state(door)
        if intake.requests.count("GET /courier/state") == asked + 2:  # the one before the batches are compared
            intake.destroy(before=first)
        return seen

    asked = intake.requests.count("GET /courier/state")
    monkeypatch.setattr(CourierDoor, "state", look_and_destroy)
    with pytest.raises(Unreachable):
        intake.carry(founded)
    assert intake.carry(founded) == []
