"""How far the calendar may have come, by orders given on these days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crypto.keeping import DAY_SECONDS, first_kept, first_surely_kept
from crypto.order import Act, Order, Rules
from crypto.orders import Orders

START = date(2027, 1, 1)
FIRST = (START - date(1970, 1, 1)).days  # the epoch of that day, where epochs are days


def orders(*given: tuple[int, Act, int]) -> Orders:
    """Orders by day since the start, act, and calendar or freeze."""
    made = []
    for number, (day, act, what) in enumerate(given):
        rules = Rules("us", {}, what) if act is Act.RULES else None
        of = what if act in (Act.REVIEW, Act.RELEASE) else number
        made.append(Order(bytes(16), number, bytes(32), START + timedelta(day), act, of, rules, bytes(32)))
    return replace(Orders(bytes(16)), orders=tuple(made))


def surely_kept(*given: tuple[int, Act, int], after: int) -> int:
    """The first epoch, from the start, that is surely there so many days later."""
    return first_surely_kept(orders(*given), FIRST + after, DAY_SECONDS) - FIRST


def test_a_calendar_of_ninety_days_keeps_ninety_whole_days() -> None:
    assert first_kept(89, DAY_SECONDS, 90) == 0
    assert first_kept(90, DAY_SECONDS, 90) == 1


@pytest.mark.parametrize("seconds", [3600, 50_000, 100_000, 7 * DAY_SECONDS])
def test_an_epoch_of_any_length_is_kept_its_days_after_its_end(seconds: int) -> None:
    first = first_kept(10_000, seconds, 30)
    now = 10_001 * seconds
    assert first * seconds + 30 * DAY_SECONDS <= now
    assert now < (first + 1) * seconds + 30 * DAY_SECONDS


def test_without_rules_everything_is_there() -> None:
    assert surely_kept(after=1000) + FIRST == 0
    assert surely_kept((0, Act.FREEZE, 0), after=1000) + FIRST == 0


def test_rules_reach_as_far_as_their_calendar() -> None:
    assert surely_kept((0, Act.RULES, 30), after=100) == 71


def test_what_shorter_rules_took_is_not_missed_under_longer_ones() -> None:
    taken = surely_kept((0, Act.RULES, 30), (100, Act.RULES, 366), after=100)
    assert surely_kept((0, Act.RULES, 30), (100, Act.RULES, 366), after=120) > taken - 1
    assert surely_kept((0, Act.RULES, 30), (100, Act.RULES, 366), after=131) == 101 + 31 - 30
    assert surely_kept((0, Act.RULES, 30), (100, Act.RULES, 366), after=400) == 101 + 31 - 30


def test_under_a_freeze_nothing_more_is_taken() -> None:
    frozen = ((0, Act.RULES, 30), (50, Act.FREEZE, 0))
    assert surely_kept(*frozen, after=400) == 51 + 1 - 30
    assert surely_kept(*frozen, (60, Act.RULES, 40), after=400) == 51 + 1 - 30
    assert surely_kept(*frozen, (60, Act.FREEZE, 0), (70, Act.RELEASE, 1), after=400) == 51 + 1 - 30
    assert surely_kept(*frozen, (70, Act.RELEASE, 1), after=400) == 400 + 1 - 30


def test_the_last_day_of_all_breaks_nothing() -> None:
    late = replace(orders((0, Act.RULES, 30)).orders[0], day=date.max)
    both = replace(orders((0, Act.RULES, 30)), orders=(*orders((0, Act.RULES, 30)).orders, late))
    assert first_surely_kept(both, FIRST, DAY_SECONDS) <= FIRST
