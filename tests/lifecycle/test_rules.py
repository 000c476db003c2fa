"""The rules agree with themselves, with the protocol's own moves, and with what is promised of a case's life."""

import re
from pathlib import Path

import pytest

from crypto.codes import CATEGORIES
from reviewer.lifecycle import content, details, effects
from reviewer.lifecycle.due import Due, Terms, due_list
from reviewer.lifecycle.failures import NotAllowed
from reviewer.lifecycle.moves import check_move
from reviewer.lifecycle.rules import ACTIONS, CODES, KINDS, RULES, STATES, coarse
from reviewer.lifecycle.state import CaseState
from tests.lifecycle.story import WAYS

LIFE = (
    "filed received acknowledged acknowledged conflict_check conflict_check triage triage acceptance accepted"
    " investigation investigating counsel_engaged counsel_engaged finding findings remediation remediation"
    " feedback feedback_given closing closed retention retained review due_for_review destruction destroyed"
).split()
ALONE_IN_THE_CLEAR = {
    ("", "open"),
    ("closed", "open"),
    ("closed", "retained"),
    ("retained", "open"),
}  # docs/protocol.md: what needs no approval
TOGETHER = {("open", "closed"): {"close", "refer", "merge"}, ("retained", "destroyed"): {"destroy"}}


def test_a_case_can_go_the_whole_way_in_this_order() -> None:
    fine = ""
    for kind, after in zip(LIFE[::2], LIFE[1::2], strict=True):
        fine = check_move(fine, kind)
        assert fine == after


def test_the_exits_of_triage_are_these_four_beside_acceptance() -> None:
    found = {rule.moves["triage"] for rule in KINDS.values() if "triage" in rule.moves}
    assert found == {"accepted", "need_info", "referred", "merged", "not_a_complaint"}


def test_what_is_closed_can_be_reopened_and_what_is_destroyed_can_do_nothing() -> None:
    for fine in ("closed", "referred", "merged", "not_a_complaint", "retained", "due_for_review"):
        assert check_move(fine, "reopening") == "reopened"
    for kind in KINDS:
        with pytest.raises(NotAllowed):
            check_move("destroyed", kind)


def test_every_move_that_the_server_sees_is_one_that_the_protocol_knows() -> None:
    for rule in KINDS.values():
        for before, after in rule.moves.items():
            seen = (coarse(before), coarse(after))
            if seen[0] != seen[1] and seen not in ALONE_IN_THE_CLEAR:
                assert rule.action in TOGETHER[seen], rule.name


def test_two_persons_close_refer_merge_destroy_release_and_recuse_another() -> None:
    found = {rule.action for rule in KINDS.values() if rule.action}
    assert found == set(ACTIONS) == {"close", "refer", "merge", "destroy", "release", "recuse"}
    assert set(ACTIONS.values()) == {2}
    assert {rule.action for rule in KINDS.values() if "closed" in map(coarse, rule.moves.values())} == TOGETHER[
        "open", "closed"
    ]


def test_only_members_do_what_needs_two_persons() -> None:
    assert {rule.by for rule in KINDS.values() if rule.action or rule.grants} == {"member"}


def test_moves_name_states_and_every_state_is_reached() -> None:
    named = {fine for rule in KINDS.values() for fine in (*rule.moves, *rule.moves.values(), *rule.stays)}
    assert named == {"", *STATES}
    assert {after for rule in KINDS.values() for after in rule.moves.values()} == set(STATES) == set(WAYS)
    assert {one for rule in KINDS.values() for one in rule.during} <= set(STATES.values())


def test_every_form_of_a_field_is_one_that_is_checked() -> None:
    forms = {form for rule in KINDS.values() for form in rule.fields.values()}
    assert {form for form in forms if not form.startswith("=")} == set(content.FORMS)
    assert {form[1:] for form in forms if form.startswith("=")} == set(CODES) - {"reasons"}


def test_categories_are_those_of_a_report() -> None:
    assert CODES["categories"] == CATEGORIES
    assert {*RULES["accounting"], *RULES["fraud"]} <= {*CATEGORIES}


def test_tables_name_kinds_and_codes_that_exist() -> None:
    assert {*details.CHECKS, *effects.EFFECTS} <= set(KINDS)
    assert set(RULES["classes"]) == set(CODES["classes"])
    for mark, grades in RULES["severest"].items():
        assert set(grades) <= set(
            CODES[{"level": "levels", "materiality": "materialities", "detriment": "detriments"}[mark]]
        )
        assert set(grades.values()) <= set(CODES["severities"])


@pytest.mark.parametrize(("folder", "suffix"), [("reviewer/lifecycle", ".py"), ("reviewer/browser/lifecycle", ".js")])
def test_the_reasons_are_those_that_the_code_gives(root: Path, folder: str, suffix: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / folder).glob(f"*{suffix}")))
    given = set(re.findall(r"""(?:NotAllowed\(|need\([^\n]*, )['"](\w+)['"]\)""", text))
    assert given == set(CODES["reasons"])


def test_a_state_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        CaseState().fine = "closed"  # type: ignore[misc]


def test_who_made_the_key_and_is_left_out_makes_a_new_one_due_also_where_no_entry_says_that_they_left() -> None:
    state = CaseState(fine="closed", last="2026-03-02", maker="a1", recused=("a1",))
    assert due_list(state, Terms()) == (Due("2026-03-03", "renewal", 0),)
