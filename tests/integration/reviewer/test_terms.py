"""The company's periods and holidays: from its settings to the rules, on the server and in the pages."""

import json
import re
from pathlib import Path

import pytest

from reviewer.app import create_app
from reviewer.lifecycle.due import Terms
from reviewer.lifecycle.rules import PERIODS
from reviewer.settings import BadSettings, load
from reviewer.terms import BadTerms, read_holidays, read_periods
from tests.integration.reviewer.committee import ADDRESS, environment

GERMAN = "# a remark\n2026-10-03\n\n2026-12-25  # Christmas\n"


def holidays(folder: Path, text: str) -> Path:
    file = folder / "holidays.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_settings_the_rules_own_periods_hold_and_nothing_is_a_holiday(tmp_path: Path) -> None:
    assert load(environment(tmp_path)).terms == Terms(frozenset(), {})


def test_periods_and_holidays_come_from_the_settings(tmp_path: Path) -> None:
    file = holidays(tmp_path, GERMAN)
    terms = load(environment(tmp_path, TERMS="feedback=60, closure = 30", HOLIDAYS=str(file))).terms
    assert terms.holidays == {"2026-10-03", "2026-12-25"}
    assert [terms.days(code) for code in ("feedback", "closure", "triage")] == [60, 30, PERIODS["triage"]]


def test_the_page_is_handed_the_same(tmp_path: Path) -> None:
    env = environment(tmp_path, TERMS="feedback=60", HOLIDAYS=str(holidays(tmp_path, GERMAN)))
    page = create_app(load(env)).test_client().get("/", base_url=ADDRESS).get_data(as_text=True)
    found = re.search(r'id="line">(.*?)</script>', page)
    assert found is not None
    assert json.loads(found[1])["terms"] == {"holidays": ["2026-10-03", "2026-12-25"], "periods": {"feedback": 60}}


@pytest.mark.parametrize(
    "text",
    [
        "feedbak=60",
        "feedback",
        "feedback=",
        "feedback=0",
        "feedback=-1",
        "feedback=9999",
        "feedback=６０",
        "feedback=1.5",
    ],
)
def test_a_period_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadTerms):
        read_periods(text)


def test_a_period_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(BadTerms):
        read_periods("feedback=60,feedback=90")


@pytest.mark.parametrize("text", ["2026-02-29", "3.10.2026", "2026-10-03 2026-10-04", "20261003"])
def test_a_holiday_that_is_no_day_is_refused_by_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadTerms) as caught:
        read_holidays(holidays(tmp_path, f"2026-01-01\n{text}\n"))
    assert len(caught.value.problems) == 1
    assert "line 2" in caught.value.problems[0]


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    file = holidays(tmp_path, "tomorrow\n2026-13-01\n")
    with pytest.raises(BadSettings) as caught:
        load(environment(tmp_path, TERMS="feedbak=60,closure=x", HOLIDAYS=str(file), COMPANY=None))
    named = [problem.partition(" ")[0] for problem in caught.value.problems]
    assert sorted(named) == ["REVIEWER_COMPANY", *["REVIEWER_HOLIDAYS"] * 2, *["REVIEWER_TERMS"] * 2]


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_file_of_holidays_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings) as caught:
        load(environment(tmp_path, HOLIDAYS=str(tmp_path / name)))
    assert caught.value.problems == ("REVIEWER_HOLIDAYS names a file that cannot be read",)
