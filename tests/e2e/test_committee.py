"""A committee changes: somebody joins and reads what is old, somebody leaves and reads nothing new, guests come and go.

Everybody has a browser of their own, and uses nothing but the pages.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from deploy.line import Line
from tests.e2e.committee import (
    PATIENT,
    admit_to_case,
    compare,
    enrol,
    invite_guest,
    invite_newcomer,
    prepare_change,
    proposal,
    say_yes,
    sign,
    sign_in,
    visit_committee,
    words_on,
)
from tests.e2e.conftest import FOUNDERS, LivingLine, start_line
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member, reporter

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
ALTERNATE = "Alternate to the Audit Committee"
EPOCH_SECONDS = 20  # four browsers at once leave the courier little time
OLD, ADVISED = "Stock counts were signed by nobody.", "An invoice was paid twice in one week."
NEWER = "Written after counsel had left."


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[tuple[Line, dict[str, str]]]:
    """A founded line of its own: its list is going to change."""
    line, secrets = start_line(tmp_path, FOUNDERS, EPOCH_SECONDS)
    with LivingLine(line) as living:
        yield line, secrets
        assert living.failure is None, living.failure


@pytest.fixture
def browsers(chromium: Browser) -> Iterator[list[BrowserContext]]:
    contexts = [fresh_context(chromium) for _ in range(5)]
    yield contexts
    for context in contexts:
        context.close()


def test_a_newcomer_reads_an_old_case_and_who_left_reads_nothing_newer(
    changing: tuple[Line, dict[str, str]], browsers: list[BrowserContext]
) -> None:
    line, secrets = changing
    reporter(browsers[0], line).report(OLD)
    chair, director, counsel = (
        member(context, line, one, secrets[one.login]) for context, one in zip(browsers[1:4], FOUNDERS, strict=True)
    )
    chair.sign_in()
    chair.wait_for_report(OLD)
    chair.read(OLD)

    # The chair invites somebody, who enrols, and waits for the change that names them.
    visit_committee(chair)
    link = invite_newcomer(chair, ALTERNATE, "alternate")
    look_at(chair.page, "committee-link")
    alternate = enrol(browsers[4].new_page(), line, link, ALTERNATE, "alternate").member
    sign_in(alternate, "Compare the words")
    expect(chair.page.locator("#committee-waiting")).to_contain_text("can be admitted", timeout=PATIENT)

    # All three hear the same six words. Two of three sign, and the newcomer is let in by itself.
    prepare_change(chair, f"Admit: {ALTERNATE} (alternate)")
    heard = words_on(proposal(chair))
    look_at(chair.page, "committee-proposal")
    compare(alternate, heard)
    look_at(alternate.page, "joining-compared")
    sign(chair, heard)
    director.sign_in()
    visit_committee(director)
    sign(director, heard)
    expect(alternate.page.get_by_role("heading", name="Inbox", exact=True)).to_be_visible(timeout=PATIENT)

    # What is older is given by somebody who reads it.
    expect(chair.page.locator("#committee-handing")).to_contain_text(f"{ALTERNATE} does not read 1", timeout=PATIENT)
    look_at(chair.page, "committee-handing")
    chair.page.get_by_role("button", name="Give it").click()
    say_yes(chair.page)
    expect(chair.page.locator("#handing-progress")).to_contain_text("reads 1 case more", timeout=PATIENT)
    assert OLD in read_from_list(alternate, OLD)

    # Counsel is retired by three of four, and is out at once; the case gets a new key without anybody's asking.
    counsel.sign_in()
    prepare_change(chair, f"Retire: {COUNSEL.role}")
    heard = words_on(proposal(chair))
    visit_committee(alternate)
    for one in (chair, director, alternate):
        sign(one, heard)
    expect(counsel.page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible(timeout=PATIENT)
    counsel.try_to_sign_in()
    expect(counsel.page.get_by_text("This account is closed")).to_be_visible()
    expect(chair.page.locator("#handing-progress")).to_contain_text(
        re.compile("sealed anew|closed to those who left"), timeout=PATIENT
    )
    chair.read(OLD)
    chair.choose("Add a note")
    chair.page.get_by_role("textbox", name="Note", exact=True).fill(NEWER)
    chair.page.locator("#act-submit").click()
    chair.confirm()
    read_from_list(director, OLD)
    expect(director.page.locator("#case-history")).to_contain_text(NEWER, timeout=PATIENT)
    assert holders(line) == keys_of(line, {"chair", "director", "alternate"})


def read_from_list(person: Member, title: str) -> str:
    """Open a case from the list of cases; all the text of its page."""
    person.page.get_by_role("navigation").get_by_role("link", name="Cases", exact=True).click()
    person.page.locator("#cases-rows").get_by_text(title).click(timeout=PATIENT)
    expect(person.page.locator("#case-history li").first).to_be_visible()
    return person.page.locator("#case").inner_text()


def holders(line: Line) -> set[bytes]:
    """To whom the key in use of the one case is sealed."""
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3", timeout=30)) as database:
        rows = database.execute('SELECT reader FROM case_grant JOIN case_ ON "case" = case_.id AND number = key')
        return {key for (key,) in rows}


def keys_of(line: Line, logins: set[str]) -> set[bytes]:
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3", timeout=30)) as database:
        return {key for login, key in database.execute("SELECT login, sign_key FROM member") if login in logins}


def test_an_adviser_reads_one_case_while_it_is_granted(
    founded: tuple[Line, dict[str, str]], browsers: list[BrowserContext]
) -> None:
    line, secrets = founded
    reporter(browsers[0], line).report(ADVISED)
    chair = member(browsers[1], line, CHAIR, secrets["chair"])
    chair.sign_in()
    chair.wait_for_report(ADVISED)
    visit_committee(chair)
    link, login = invite_guest(chair, "advisers", "Outside counsel")
    adviser = enrol(browsers[2].new_page(), line, link, "Outside counsel", login).member
    own = words_on(adviser.page.locator("#done-guest"))
    look_at(adviser.page, "enrol-adviser")

    # The adviser compares the list's words with the chair, the chair the adviser's with the adviser.
    sign_in(adviser, "Compare the words")
    assert words_on(adviser.page.locator("#joining-own")) == own
    look_at(adviser.page, "joining-adviser")
    chair.page.get_by_role("button", name="Show the six words of this list").click()
    compare(adviser, words_on(chair.page.locator("#committee-words")))
    expect(adviser.page.get_by_role("heading", name="Cases", exact=True)).to_be_visible(timeout=PATIENT)
    chair.read(ADVISED)
    admit_to_case(chair, own)
    adviser.page.get_by_role("navigation").get_by_role("link", name="Words", exact=True).click()
    assert ADVISED in read_from_list(adviser, ADVISED)

    # Taken back, it is gone, and what is written then is under another key.
    chair.choose("End somebody’s reading")
    chair.page.get_by_label("Person").select_option(label="Outside counsel")
    chair.page.get_by_role("textbox", name="Why", exact=True).fill("The advice was given.")
    chair.page.locator("#act-submit").click()
    chair.confirm()
    adviser.page.reload()
    sign_in(adviser, "Cases")
    expect(adviser.page.locator("#cases-nothing")).to_be_visible(timeout=PATIENT)
    assert ADVISED not in adviser.page.content()
