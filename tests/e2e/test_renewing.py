"""A list is renewed before its time is over, with the reading keys that members' browsers have made since; nothing that
was readable is lost, and a case of the time before goes on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from crypto.directory import CurrentDirectory, verify_directory
from crypto.limits import DIRECTORY_DAYS
from deploy.line import Line, free_ports
from tests.e2e.committee import PATIENT, prepare_change, proposal, sign, visit_committee, words_on
from tests.e2e.conftest import EPOCH_SECONDS, FOUNDERS, alive
from tests.e2e.lines import QuickLine
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member, reporter
from tests.e2e.treated import DAYS as QUARTER
from tests.e2e.treated import committee_of, sign_in
from tests.integration.reviewer.committee import INSTANCE, Committee
from tests.integration.reviewer.treating import file_case

CHAIR, DIRECTOR, _ = FOUNDERS
OLD, NEW = "Scrap was sold for cash.", "Written after the keys were renewed."
SILENT = "Rebates are paid in cash"
SILENCE = 70  # days; the list of a line that was founded QUARTER days ago, before this quarter, is good for twenty more


@pytest.fixture
def aged(tmp_path: Path) -> Iterator[tuple[Line, dict[str, str]]]:
    """A line that was founded in an earlier quarter, with a case whose reporter was asked and has not answered, and for
    which two members have compared different words with an adviser.
    """
    line = QuickLine(tmp_path / "line", free_ports(), EPOCH_SECONDS, instance=INSTANCE.hex())
    line.prepare()
    with committee_of(line, FOUNDERS) as committee:
        secrets = {one.login: one.totp_secret for one in committee.people}
        committee.time.pass_by(days=QUARTER - SILENCE)
        ask_the_reporter(committee)
    with alive(line):
        yield line, secrets


def ask_the_reporter(committee: Committee) -> None:
    chair, director, _ = sign_in(committee)
    matter = file_case(chair, committee, committee.people, text=SILENT)
    for kind in ("conflict_check", "triage", "need_info", "message"):
        matter.say(chair, kind)
    matter.say(director, "key_verified", keys="ee" * 32)
    matter.say(chair, "key_verified")


@pytest.fixture
def browsers(chromium: Browser) -> Iterator[list[BrowserContext]]:
    contexts = [fresh_context(chromium) for _ in range(4)]
    yield contexts
    for context in contexts:
        context.close()


def test_members_read_what_came_before_and_after_their_keys_were_renewed(
    aged: tuple[Line, dict[str, str]], browsers: list[BrowserContext]
) -> None:
    line, secrets = aged
    outside = reporter(browsers[0], line)
    outside.report(OLD)
    chair = member(browsers[1], line, CHAIR, secrets["chair"])
    chair.sign_in()
    chair.wait_for_report(OLD)
    assert OLD in chair.read(OLD)
    visit_committee(chair)
    expect(chair.page.locator("#committee-term")).to_contain_text("for 20 more days", timeout=PATIENT)
    expect(chair.page.locator("#committee-term")).to_contain_text(f"are ready: {CHAIR.role}.", timeout=PATIENT)
    director = member(browsers[2], line, DIRECTOR, secrets["director"])
    director.sign_in()
    both = f"are ready: {CHAIR.role}, {DIRECTOR.role}."
    expect(chair.page.locator("#committee-term")).to_contain_text(both, timeout=PATIENT)

    prepare_change(chair)
    heard = words_on(proposal(chair))
    for founder in (CHAIR, DIRECTOR):
        expect(proposal(chair)).to_contain_text(f"New reading keys: {founder.role}")
    look_at(chair.page, "committee-renewal")
    sign(chair, heard)
    visit_committee(director)
    sign(director, heard)
    expect(chair.page.locator("#committee-term")).not_to_contain_text("are ready", timeout=PATIENT)
    expect(chair.page.locator("#committee-term")).not_to_contain_text("more days")
    now = directory(line).current
    assert [one.since for one in now.members] == [2, 2, 1]
    assert (now.not_after - now.day).days == DIRECTORY_DAYS

    line.carry()
    line.run("intake", "publish")
    outside.report(NEW)
    # Another device, which knows nothing but the passphrase.
    again = member(browsers[3], line, CHAIR, secrets["chair"])
    again.sign_in()
    for person in (again, director):
        person.page.get_by_role("link", name="Inbox", exact=True).click()
        person.wait_for_report(NEW)
        for text in (OLD, NEW):
            assert text in person.read(text)
    assert again.page.locator("#inbox-complaint").inner_text() == ""

    close_for_silence(again, director)

    # Whose renewed keys are gone is told, and shown nothing that would look whole.
    lose_ring(line, "director")
    director.sign_in()
    expect(director.page.locator("#inbox-complaint")).to_contain_text("Your reading keys are not complete")
    expect(director.report_link(NEW)).to_have_count(0)
    look_at(director.page, "inbox-ring-lost")


def close_for_silence(chair: Member, director: Member) -> None:
    """Written long ago under the old keys, closed by two under the new ones."""
    name = "Close: the reporter does not answer"
    chair.open_case(SILENT)
    chair.ask_for(name, {"What is concluded, and what was asked": "Nobody said who was paid."})
    director.open_case(SILENT)
    heard_the_same(director)
    look_at(director.page, "case-silence")
    director.approve(name)
    director.carry_out(name)
    expect(director.page.locator("#case-lead")).to_contain_text("Closed")
    look_at(director.page, "case-silence-closed")


def heard_the_same(director: Member) -> None:
    """The director was wrong before, and compares the words that the chair has compared."""
    note = director.page.locator("#case-alarms .note", has_text="has compared other key words of outside counsel")
    expect(note).to_contain_text(CHAIR.role)
    look_at(director.page, "case-compared")
    note.get_by_role("button", name="Compare the six words").click()
    words_on(director.page.get_by_role("dialog"))
    look_at(director.page, "case-compare")
    director.confirm()
    expect(note).to_have_count(0)


def lose_ring(line: Line, login: str) -> None:
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3", timeout=30)) as database, database:
        database.execute("DELETE FROM ring WHERE member_id = (SELECT id FROM member WHERE login = ?)", (login,))


def directory(line: Line) -> CurrentDirectory:
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3", timeout=30)) as database:
        [(file,)] = database.execute("SELECT value FROM directory ORDER BY version DESC LIMIT 1")
    return verify_directory(file, today=None, fingerprint=None)
