"""What the retention job destroys, what it keeps, and what it says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from crypto.certificate import What
from crypto.order import Period, Rules
from reviewer.destruction_models import Destruction, Kind
from reviewer.retention.job import Outcome
from reviewer.retention.plan import make_plan
from tests.integration.reviewer.committee import Founding, Reviewers
from tests.integration.reviewer.retaining import RULES, Retaining
from tests.integration.reviewer.stores import Store


@pytest.fixture
def line(reviewers: Reviewers, store: Store, tmp_path: object) -> Retaining:
    return Retaining(reviewers.copy(tmp_path), store)  # type: ignore[arg-type]


def done(outcome: Outcome, kind: Kind) -> int:
    return outcome.done.get(kind, 0)


def test_a_destroyed_case_loses_what_is_sealed_and_keeps_its_record(line: Retaining) -> None:
    gone, stays = line.adopt().case(destroyed=True), line.case(destroyed=False)
    kept = line.sealed_rows(stays.case)
    outcome = line.job().run()
    assert (done(outcome, Kind.CASES), line.sealed_rows(gone.case), line.sealed_rows(stays.case)) == (1, 0, kept)
    (found,) = line.certificates()
    assert (found.what, found.case, found.day) == (What.CASE, gone.case, line.today)
    assert found.entries[-1] == gone.last
    assert len(found.entries) == len(gone.documents)
    assert len(found.sealed) == len(gone.sealed) + 1
    assert len(found.approvers) == 2
