"""Clocks, jobs and days: what is late is named with its number of epochs or days, and what is in time is not."""

from datetime import date, timedelta
from email.utils import formatdate

import pytest

from deploy.machine import clock, late, postgres
from deploy.machine.postgres import DEMANDED, Role

NOW = 1_800_000_000.0
TODAY = date(2027, 1, 15)


def test_a_clock_that_agrees_is_good_and_one_that_does_not_is_named() -> None:
    for seconds, count in ((0, 0), (59, 0), (-59, 0), (90, 1), (-90, 1)):
        found = list(clock.agrees("the clock of x", formatdate(NOW + seconds, usegmt=True), NOW))
        assert len(found) == count
        assert all(("ahead" if seconds > 0 else "behind") in one.found for one in found)


def test_an_answer_without_a_day_says_nothing_of_clocks() -> None:
    assert not list(clock.agrees("x", "", NOW))


def test_a_clock_that_nothing_keeps_is_named() -> None:
    assert list(clock.synchronised(lambda: clock.UNSYNCHRONISED | 1))
    assert not list(clock.synchronised(lambda: 0x2001))


def test_the_kernel_is_asked_and_answers() -> None:
    assert clock.kernel_status() >= 0


def test_an_epoch_of_the_future_is_named() -> None:
    assert not list(clock.not_ahead(101, 100))
    assert list(clock.not_ahead(102, 100))


@pytest.mark.parametrize(("last", "count"), [(99, 0), (98, 0), (97, 1), (None, 1)])
def test_a_job_that_is_behind_is_named(last: int | None, count: int) -> None:
    assert len(list(late.behind("close", last, 100, "why", "mend"))) == count


@pytest.mark.parametrize(("days", "count"), [(2, 0), (3, 1)])
def test_what_waits_longer_than_it_may_is_named(days: int, count: int) -> None:
    assert len(list(late.overdue("x", TODAY - timedelta(days=days), TODAY, 2, "why", "mend"))) == count
    assert not list(late.overdue("x", None, TODAY, 2, "why", "mend"))


@pytest.mark.parametrize(
    ("days", "said"), [(31, None), (29, "is good until"), (0, "is good until"), (-1, "was good until")]
)
def test_a_directory_that_ends_soon_or_has_ended_is_named(days: int, said: str | None) -> None:
    found = [one.found for one in late.review(TODAY + timedelta(days=days), TODAY, 30)]
    assert [said in one for one in found if said] == [True] * len(found)
    assert bool(found) == (said is not None)


@pytest.mark.parametrize(("mode", "said"), [("off", 0), ("on", 1), ("always", 1)])
def test_a_log_that_is_archived_is_said_since_destruction_does_not_reach_it(mode: str, said: int) -> None:
    found = list(postgres.settings(dict(DEMANDED) | {"archive_mode": mode}))
    assert ["archive_mode" in one.found for one in found] == [True] * said


@pytest.mark.parametrize("name", DEMANDED)
def test_each_setting_of_a_server_that_would_show_rows_is_named(name: str) -> None:
    assert not list(postgres.settings(DEMANDED))
    assert [name in one.found for one in postgres.settings(dict(DEMANDED) | {name: "loud"})] == [True]


def test_roles_that_are_missing_or_too_strong_are_named() -> None:
    good = [Role("intake_web", powerful=False, inherits=False)]
    assert not list(postgres.roles(good, ["intake_web"], "intake"))
    for bad in (
        [],
        [Role("intake_web", powerful=True, inherits=False)],
        [Role("intake_web", powerful=False, inherits=True)],
    ):
        assert ["intake_web" in one.found for one in postgres.roles(bad, ["intake_web"], "intake")] == [True]


def test_a_superuser_at_work_and_a_table_for_everybody_are_named() -> None:
    assert list(postgres.user("postgres", ["intake_web"], "intake"))
    assert not list(postgres.user("intake_web", ["intake_web"], "intake"))
    assert ["batch" in one.found for one in postgres.open_to_all(["batch"], "intake")] == [True]
    assert not list(postgres.open_to_all([], "intake"))
