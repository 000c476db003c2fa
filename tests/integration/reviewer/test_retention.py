"""What the retention job destroys, what it keeps, and what it says."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from crypto.certificate import Beyond, What
from crypto.entropy import fresh
from crypto.entry import State
from crypto.keys import generate
from crypto.limits import BOARD_EPOCHS, ENTRY, RING, WRAPPED
from crypto.order import Period, Rules
from reviewer.case_models import Case
from reviewer.destruction_models import Destruction, Kind
from reviewer.models import BoardEntry, Invitation, Member, MemberState, Ring, SignedIn, StoredBoard
from reviewer.order_models import StandingOrder
from reviewer.retention import reading
from reviewer.retention.batches import UNREAD
from reviewer.retention.cases import BROKEN, HELD
from reviewer.retention.job import Busy, OtherPlan, Outcome
from reviewer.retention.occasion import find_occasion
from reviewer.retention.plan import Plan, make_plan
from tests.integration.reviewer.committee import Reviewers
from tests.integration.reviewer.retaining import RULES, Retaining
from tests.integration.reviewer.stores import Store


@pytest.fixture
def line(reviewers: Reviewers, store: Store, tmp_path: Path) -> Retaining:
    """Ninety days after the founding."""
    made = reviewers.copy(tmp_path)
    made.time.pass_by(days=90)
    return Retaining(made, store)


def plan(line: Retaining) -> Plan:
    with line.line.database.read() as session:
        return make_plan(session, line.line.settings, line.line.time.clock())


def done(outcome: Outcome) -> dict[Kind, int]:
    return {kind: count for kind, count in outcome.done.items() if count}


def why_kept(outcome: Outcome) -> list[tuple[Kind, str]]:
    return [(kind, kept.why) for kind, kept in outcome.plan.kept()]


def test_a_destroyed_case_loses_what_is_sealed_and_keeps_its_record(line: Retaining) -> None:
    gone, stays = line.adopt().case(destroyed=True), line.case(destroyed=False)
    kept = line.sealed_rows(stays.case)
    assert done(line.job().run()) == {Kind.CASES: 1}
    assert (line.sealed_rows(gone.case), line.sealed_rows(stays.case)) == (0, kept)
    (found,) = line.certificates()
    assert (found.what, found.case, found.day) == (What.CASE, gone.case, line.today)
    assert found.entries[-1] == gone.last
    assert len(found.entries) == len(gone.documents)
    assert len(found.sealed) == len(gone.sealed) + 1
    assert len(found.approvers) == 2
    assert Beyond.BATCHES in found.beyond, "the delivery is kept until the calendar"


def test_a_certificate_names_as_approvers_only_members_who_rightly_approved(line: Retaining) -> None:
    """Who carries it out can add signatures; a certificate with a stranger's would be no good to anybody."""
    line.adopt().case(generate(7), destroyed=True)
    line.job().run()
    (found,) = line.certificates()
    assert found.approvers == tuple(sorted(one.sign_key() for one in line.members[1:]))


def test_before_two_members_have_adopted_rules_nothing_is_destroyed(line: Retaining) -> None:
    gone, old = line.case(destroyed=True), line.batch(80)
    line.scan(0, 1, 2)
    outcome = line.job().run()
    assert (outcome.state, outcome.done, line.certificates()) == ("no rules", {}, [])
    assert line.sealed_rows(gone.case) > 0
    assert line.epochs() == [old]


def test_while_anything_is_frozen_nothing_is_destroyed(line: Retaining) -> None:
    gone, old = line.adopt().case(destroyed=True), line.batch(80)
    line.scan(0, 1, 2)
    freeze = line.freeze()
    outcome = line.job().run()
    assert (outcome.state, outcome.done, line.epochs()) == ("frozen", {}, [old])
    line.release(freeze)
    assert done(line.job().run()) == {Kind.CASES: 1, Kind.BATCHES: 1}
    assert line.sealed_rows(gone.case) == 0


def test_a_case_is_kept_whose_record_does_not_say_that_two_have_destroyed_it(line: Retaining) -> None:
    story = line.adopt().case(destroyed=False)
    with line.line.database.write() as session:
        session.execute(update(Case).where(Case.id == story.case.hex()).values(state=State.DESTROYED))
    before = line.sealed_rows()
    outcome = line.job().run()
    assert (done(outcome), why_kept(outcome)) == ({}, [(Kind.CASES, BROKEN)])
    assert outcome.overdue() == [f"cases {story.case.hex()} kept: record since {line.today}"]
    assert line.sealed_rows() == before


def test_a_held_case_is_kept(line: Retaining) -> None:
    story = line.adopt().case(destroyed=True)
    line.hold(story)
    before = line.sealed_rows()
    outcome = line.job().run()
    assert (done(outcome), why_kept(outcome), outcome.overdue()) == ({}, [(Kind.CASES, HELD)], [])
    assert line.sealed_rows() == before


def test_batches_go_when_the_calendar_has_passed_and_they_are_read(line: Retaining) -> None:
    old = [line.adopt().batch(days) for days in (34, 33, 31)]
    young = [line.batch(days, gone=False) for days in (30, 2)]
    line.scan(0, 1)
    assert done(line.job().run()) == {Kind.BATCHES: 3}
    assert line.epochs() == young
    found = {(one.first, one.last, len(one.sealed)) for one in line.certificates()}
    assert found == {(old[0], old[1], 2), (old[2], old[2], 1)}


def test_a_batch_stays_while_two_members_have_not_looked_and_is_an_alarm_after_two_weeks(line: Retaining) -> None:
    old, late = line.adopt().batch(60), line.batch(31)
    line.scan(0)
    line.scan(1, epoch=old - 1)
    outcome = line.job().run()
    assert (done(outcome), why_kept(outcome)) == ({}, [(Kind.BATCHES, UNREAD)] * 2)
    due = line.line.time.clock().today() - timedelta(days=60 - RULES.calendar - 1)
    assert outcome.overdue() == [f"batches {old} kept: unread since {due}"]
    line.scan(1)
    assert done(line.job().run()) == {Kind.BATCHES: 2}
    assert late not in line.epochs()


def test_a_clock_that_is_ahead_destroys_nothing(line: Retaining) -> None:
    old = line.adopt().batch(5)
    line.scan(0, 1, 2)
    line.line.time.pass_by(days=1000)
    assert Kind.BATCHES not in done(line.job().run())
    assert old in line.epochs()


def test_who_has_left_is_not_waited_for(line: Retaining) -> None:
    line.adopt().batch(60)
    with line.line.database.write() as session:
        session.execute(update(Member).where(Member.slot.in_((0, 1))).values(state=MemberState.RETIRED))
    assert Kind.BATCHES not in done(line.job().run())  # counsel could still look
    line.scan(2)
    assert done(line.job().run())[Kind.BATCHES] == 1


def test_of_any_two_readers_one_has_looked(line: Retaining) -> None:
    with line.adopt().line.database.read() as session:
        on = find_occasion(session, line.line.settings, line.line.time.clock())
        known = reading.looks(session)
    assert on is not None
    keys = [one.sign for one in on.chain[0].members]
    looked, days = reading.Look(9, enrolled=True), (line.today, line.today)
    for missing in keys:
        assert reading.is_read(9, days, on.chain, dict.fromkeys(keys, looked) | {missing: reading.GONE})
    assert not reading.is_read(9, days, on.chain, known)
    before = line.today - timedelta(days=91)  # no version was in force yet: nothing can be sealed to anybody
    assert reading.is_read(9, (before, before), on.chain, known)


def test_a_run_does_again_only_what_is_left_to_do(line: Retaining) -> None:
    line.adopt().case(destroyed=True)
    line.batch(40)
    line.scan(0, 1, 2)
    line.job().run()
    before = line.certificates()
    again = line.job().run()
    assert (done(again), line.certificates()) == ({}, before)
    with line.line.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Destruction)) == 0


def test_a_run_that_is_told_exactly_what_to_do_does_nothing_else(line: Retaining) -> None:
    line.adopt().case(destroyed=True)
    asked = plan(line).digest
    line.case(destroyed=True)
    with pytest.raises(OtherPlan):
        line.job().run(asked)
    assert line.certificates() == []
    assert done(line.job().run(plan(line).digest)) == {Kind.CASES: 2}


def test_the_plan_says_what_the_run_does(line: Retaining) -> None:
    stories = [line.adopt().case(destroyed=True) for _ in range(3)]
    old = line.batch(50)
    line.scan(0, 1, 2)
    made = plan(line)
    said = {one["target"]: one["keys"] for one in made.to_json()["targets"] if one["keys"]}
    assert said == {"cases": sorted(one.case.hex() for one in stories), "batches": [str(old)]}
    assert sum(line.startswith("    ") for line in made.lines()) == 4
    outcome = line.job().run(made.digest)
    assert done(outcome) == {Kind.CASES: 3, Kind.BATCHES: 1}
    assert plan(line).digest != made.digest


def test_a_second_run_finds_the_first_at_work(line: Retaining) -> None:
    line.adopt()
    with line.job()._alone(), pytest.raises(Busy):
        line.job().run()
    line.job().run()


def test_secrets_of_who_has_left_go_after_the_calendar(line: Retaining, reviewers: Reviewers) -> None:
    line.adopt()
    with line.line.database.write() as session:
        gone, stays = session.scalars(select(Member).order_by(Member.slot)).all()[:2]
        gone.state = MemberState.RETIRED
        keys = {"x25519": bytes(32), "mlkem": bytes(1184), "keys_signature": bytes(64)}
        session.add(Ring(member_id=gone.id, value=fresh(RING), since=2, **keys))
    assert done(line.job().run()) == {Kind.PEOPLE: 1}
    with line.line.database.read() as session:
        left, kept = session.get_one(Member, gone.id), session.get_one(Member, stays.id)
        assert (left.wrapped, left.resting, left.totp) == (bytes(WRAPPED), bytes(WRAPPED), b"")
        assert (left.sign_key, left.x25519) == (gone.sign_key, gone.x25519)
        assert (kept.wrapped, kept.totp) == (stays.wrapped, stays.totp)
        assert session.get(Ring, gone.id) is None
    assert line.found([gone.wrapped, gone.resting]) == set()
    assert line.found([stays.wrapped]) != set()
    assert done(line.job().run()) == {}


def test_what_is_over_goes(line: Retaining) -> None:
    line.adopt()
    today, minute = line.today, line.line.time.clock().minute()
    with line.line.database.write() as session:
        who = session.scalars(select(Member.id)).first()
        session.execute(insert(SignedIn), [
            {"token_hash": bytes([age]) * 32, "member_id": who, "opened": minute - age, "seen": minute - age,
             "confirmed": minute - age, "browser": "firefox", "system": "linux"} for age in (1, 60)
        ])  # fmt: skip
        session.add_all(
            Invitation(member_id=name * 32, token_hash=name.encode() * 32, slot=slot, role="r", login=name, totp=b"t",
                       last_day=today + timedelta(days=days)) for name, slot, days in (("a", 5, -1), ("b", 6, 0))
        )  # fmt: skip
    for name in "abc":
        line.line.settings.pepper_dir.mkdir(exist_ok=True)
        (line.line.settings.pepper_dir / (name * 32)).write_bytes(b"pepper")
    peppers = {one.name for one in line.line.settings.pepper_dir.iterdir()}
    assert done(line.job().run()) == {Kind.VISITS: 1}
    with line.line.database.read() as session:
        assert session.scalars(select(SignedIn.token_hash)).all() == [bytes([1]) * 32]
        assert session.scalars(select(Invitation.login)).all() == ["b"]
    left = {one.name for one in line.line.settings.pepper_dir.iterdir()}
    assert peppers - left == {"a" * 32, "c" * 32}


def test_boards_that_no_courier_let_go_are_gone_after_ninety_epochs(line: Retaining) -> None:
    line.adopt()
    values = {epoch: fresh(ENTRY) for epoch in (1, 2, BOARD_EPOCHS + 1)}
    with line.line.database.write() as session:
        for number, (epoch, value) in enumerate(values.items()):
            session.add(BoardEntry(epoch=epoch, position=0, value=value))
            session.add(StoredBoard(sequence=number, epoch=epoch, value=value))
    assert done(line.job().run()) == {Kind.BOARDS: 1}
    with line.line.database.read() as session:
        assert session.scalars(select(BoardEntry.epoch).order_by(BoardEntry.epoch)).all() == [2, BOARD_EPOCHS + 1]
    assert line.found([values[1]]) == set()
    assert line.found([values[2]]) != set()


def test_rules_that_are_adopted_while_a_run_is_at_work_stop_it(line: Retaining) -> None:
    story, job = line.adopt().case(destroyed=True), line.job()
    with line.line.database.read() as session:
        on = find_occasion(session, line.line.settings, line.line.time.clock())
    assert on is not None
    line.adopt(Rules("eu", {"general": Period(10, 0)}, 366))
    made = plan(line)
    outcome = Outcome(made, made.state)
    with pytest.raises(Exception, match="new rules"):
        job._destroy(made, on, outcome)
    assert line.sealed_rows(story.case) > 0


def test_the_job_asks_for_the_orders_as_they_were_signed(line: Retaining) -> None:
    line.adopt().case(destroyed=True)
    with line.line.database.read() as session:
        (document,) = session.scalars(select(StandingOrder.document)).all()
    assert '\\"calendar\\":30' in document
    assert plan(line).occasion is not None
