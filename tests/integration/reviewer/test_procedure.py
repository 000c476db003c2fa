"""The procedure that the committee adopts says what the software is set to: a change of the one changes the other."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer import procedure
from reviewer.lifecycle.due import Terms
from reviewer.lifecycle.rules import ACTIONS, CODES, PERIODS
from reviewer.procedure import facts, markdown
from reviewer.procedure_page import page
from reviewer.settings import Settings
from reviewer.words import WORDS
from tests.called import call
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.ordering import RULES, SHORTER, agree, place

DAY = date(2027, 2, 1)
BUSINESS = re.compile(r"^\| `([a-z_]+)` \| [0-9]+, business \|", re.MULTILINE)
Change = Callable[[Settings], Settings]
CHANGES: dict[str, tuple[Change, str]] = {
    "a period": (lambda s: replace(s, terms=Terms(periods={"feedback": 61})), "61 days"),
    "another period": (lambda s: replace(s, terms=Terms(periods={"conflict_check": 4})), "4 business days"),
    "holidays": (lambda s: replace(s, terms=Terms(frozenset({"2027-12-24", "2027-12-31"}))), "2 holidays"),
    "the company": (lambda s: replace(s, company="Southwind Glass"), "Southwind Glass"),
    "the address": (lambda s: replace(s, intake_address="https://other.example"), "https://other.example"),
    "the hour": (lambda s: replace(s, digest_hour=17), "17:00"),
    "the epoch": (lambda s: replace(s, epoch_seconds=3600), "every 3600 seconds"),
}


def written(line: Committee, change: Change = lambda settings: settings) -> str:
    with line.database.read() as session:
        return " ".join(markdown(facts(session, change(line.settings), DAY)).split())  # however it is broken into lines


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_setting_changes_the_page(founded: Committee, what: str) -> None:
    change, said = CHANGES[what]
    assert said not in written(founded)
    assert said in written(founded, change)


def test_it_names_everybody_in_the_directory_its_quorum_its_last_day_and_its_fingerprint(founded: Committee) -> None:
    text = written(founded)
    with founded.database.read() as session:
        directory = facts(session, founded.settings, DAY).directory
    assert directory
    for said in (*(one.role for one in directory.current.members), "2 of 3", directory.current.hash.hex(" ", 2)):
        assert said in text
    assert str(directory.current.not_after) in text


def test_it_says_which_rules_of_retention_are_in_force_and_that_without_any_nothing_is_destroyed(
    founded: Committee,
) -> None:
    chair, director, _ = founded.people
    assert [one.sign_in().status_code for one in (chair, director)] == [200, 200]
    assert "nothing is destroyed" in written(founded)
    american = ("the United States, a case", "general: 7 years", "90 days")
    for rules, said in ((RULES, american), (SHORTER, ("for Germany", "3 years"))):
        agree(chair, director, rules=rules)
        text = written(founded)
        assert "nothing is destroyed" not in text.lower()
        assert all(one in text for one in (*said, f"{rules.calendar} days"))
    assert "keep everything" not in written(founded)
    place(chair)
    assert "Nothing is destroyed now" in written(founded)
    assert "keep everything (order 2)" in written(founded)


def test_without_holidays_it_does_not_count_them_and_it_reads_as_one_would_say_it(founded: Committee) -> None:
    text = written(founded)
    for wrong in ("0 holidays", "those for", "Without others"):
        assert wrong not in text
    assert "Business days leave out weekends." in text
    assert "for companies in the United States, to keep a case after its closing for this long: general: 7" in text
    one = written(founded, lambda s: replace(s, terms=Terms(frozenset({"2027-12-24"}))))
    assert "weekends, and the holiday that the company has named." in one


def test_before_the_founding_it_says_so(empty: Committee) -> None:
    assert "not founded yet" in written(empty)


def test_every_period_every_decision_of_two_and_every_category_is_on_it(root: Path) -> None:
    assert set(procedure.STEPS) == set(PERIODS)
    assert set(procedure.DECISIONS) == set(ACTIONS)
    assert set(ACTIONS.values()) == {2}
    assert set(BUSINESS.findall((root / "docs/settings.md").read_text())) == procedure.BUSINESS
    assert {f"category.{code}" for code in CODES["categories"]} <= set(WORDS)


def test_words_of_others_are_words_in_both_forms(founded: Committee) -> None:
    text = written(founded, lambda settings: replace(settings, company="# A *B* <script>alert(1)</script> | C & Sons"))
    made = page(text, "A <b>")
    assert "<script" not in made
    assert "A *B* &lt;script&gt;alert(1)&lt;/script&gt; | C &amp; Sons" in made
    assert "<em>" not in made
    assert "href" not in made
    assert "<title>A &lt;b&gt;</title>" in made


def test_the_command_prints_both(founded: Committee) -> None:
    for arguments, begins in (([], "# Complaints"), (["--html"], "<!doctype html>")):
        done = call("reviewer", "procedure", *arguments, env=founded.environment)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(begins)
