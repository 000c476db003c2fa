"""How much work a drop owes: nothing in peace, more in a flood, and nothing that tells who else sent."""

from itertools import pairwise

import pytest

from intake import work
from intake.work import FEW_SHARE, FIRST_BITS, GRACE_SECONDS, MANY, MOST_BITS, WINDOW_SECONDS, WorkAsked

HOURS = 3600.0


def after_windows(asked: WorkAsked, counts: list[int], begin: float = 0.0) -> float:
    """Let so many drops come in each window, and return the time after the last."""
    for number, count in enumerate(counts):
        for one in range(count):
            asked.count(begin + number * WINDOW_SECONDS + 1, b"%d %d" % (number, one))
    return begin + len(counts) * WINDOW_SECONDS


def flood(windows: int) -> list[int]:
    return [MANY.stop + 1] * windows


def test_in_peace_nothing_is_asked() -> None:
    asked = WorkAsked(0, 0.0)
    now = after_windows(asked, [MANY.start // 2, MANY.start, 0, MANY.start])
    assert (asked.bits(now), asked.enough(now)) == (0, 0)


def test_a_flood_raises_the_work_up_to_what_a_slow_browser_does() -> None:
    asked, bits = WorkAsked(0, 0.0), list[int]()
    for number in range(12):
        bits.append(asked.bits(after_windows(asked, flood(1), number * WINDOW_SECONDS)))
    assert bits[0] == FIRST_BITS
    assert bits == sorted(bits)
    assert bits[-1] == MOST_BITS


def test_after_a_flood_the_work_goes_back_to_nothing() -> None:
    asked = WorkAsked(0, 0.0)
    now = after_windows(asked, flood(12))
    now = after_windows(asked, [0] * (MOST_BITS + 1), now)
    assert asked.bits(now) == 0


def test_after_a_night_of_silence_nothing_is_asked() -> None:
    asked = WorkAsked(0, 0.0)
    now = after_windows(asked, flood(12)) + 8 * HOURS
    assert (asked.bits(now), asked.enough(now)) == (0, 0)


@pytest.mark.promise("P15")
def test_a_drop_that_was_paid_once_and_comes_again_raises_nothing() -> None:
    asked = WorkAsked(0, 0.0)
    for _ in range(5 * MANY.stop):
        asked.count(1.0, b"the same")
    assert asked.bits(WINDOW_SECONDS) == 0


@pytest.mark.promise("P15")
def test_who_solved_what_was_asked_two_minutes_ago_is_let_in() -> None:
    asked = WorkAsked(0, 0.0)
    fetched = after_windows(asked, flood(1))
    bits = asked.bits(fetched)
    later = after_windows(asked, flood(int(GRACE_SECONDS / WINDOW_SECONDS)), fetched)
    assert asked.bits(later) > bits
    assert asked.enough(fetched + GRACE_SECONDS - 1) <= bits


def test_the_settings_can_ask_for_more_at_all_times() -> None:
    asked = WorkAsked(12, 0.0)
    assert asked.enough(0.0) == 12
    now = after_windows(asked, [*flood(3), *[0] * 30])
    assert (asked.bits(now), asked.enough(now)) == (12, 12)


def advantage(bounds: range) -> float:
    """How much likelier the work rises for one drop more, at the number of own drops that is best for who asks."""

    def share(sent: int) -> float:
        return sum(sent > bound for bound in bounds) / len(bounds)

    shares = [share(sent) for sent in range(bounds.start - 1, bounds.stop + 2)]
    return max(after - before for before, after in pairwise(shares))


@pytest.mark.promise("P15")
def test_who_sends_just_below_the_bound_hardly_learns_of_another_drop() -> None:
    assert advantage(work.MANY) == pytest.approx(1 / 600)
    assert advantage(range(work.MANY.start // FEW_SHARE, work.MANY.stop // FEW_SHARE)) == pytest.approx(1 / 150)


@pytest.mark.promise("P15")
def test_the_bound_is_drawn_anew_for_each_window(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([700, 900, 1100, *[1000] * 20])
    monkeypatch.setattr(work, "choose", lambda among: next(drawn) if among == MANY else pytest.fail("another range"))
    asked = WorkAsked(0, 0.0)
    risen = []
    for number in range(3):
        now = after_windows(asked, [800], number * WINDOW_SECONDS)
        risen.append(asked.bits(now) > 0)
    assert risen == [True, True, True]  # 800 is above the first bound; afterwards the work stays until few come
    fresh = WorkAsked(0, 0.0)
    assert fresh.bits(after_windows(fresh, [800])) == 0  # and below the fourth


@pytest.mark.mutant("P15")
def test_a_fixed_bound_would_be_caught() -> None:
    assert advantage(range(900, 901)) == 1
