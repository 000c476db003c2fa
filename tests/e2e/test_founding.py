"""A committee is founded on a call: invitations, three enrolments, six words, three signatures; then the line opens.

A list that is swapped while people compare its words raises an alarm on every page, and no old button signs it.

Afterwards a member who forgot the passphrase comes back with the recovery sheet.
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from deploy.line import Line
from tests.e2e.committee import SIGN, Enrolled, enrol
from tests.e2e.conftest import LivingLine, start_line
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, reporter

ROLES = {"chair": "Chair of the Audit Committee", "director": "Member of the Committee", "counsel": "Standing counsel"}
RENAMED = "Friend of the operator"


@pytest.fixture
def unfounded(tmp_path: Path) -> Iterator[Line]:
    line, _ = start_line(tmp_path, ())
    with LivingLine(line) as living:
        yield line
        assert living.failure is None, living.failure


def invite(chair: Member, role: str, login: str) -> str:
    form = chair.page.locator("#invite-form")
    form.get_by_label("Role on the committee").fill(role)
    form.get_by_label("Sign-in name").fill(login)
    form.get_by_role("button", name="Make the link").click()
    expect(form.get_by_text(f"The link for {role}")).to_be_visible()
    return form.get_by_label("Link to pass on").input_value()


@pytest.mark.timeout(900)
def test_three_people_found_a_line_and_one_recovers_it(chromium: Browser, unfounded: Line) -> None:
    line = unfounded
    link = line.run(
        "reviewer", "members", "invite", "--slot", "0", "--role", ROLES["chair"], "--login", "chair"
    ).strip()
    pages = {login: fresh_context(chromium).new_page() for login in ROLES}

    # The chair enrols with the operator's link, and invites the others from the page.
    people = {"chair": enrol(pages["chair"], line, link, ROLES["chair"], "chair", picture="enrol-authenticator")}
    people["chair"].member.sign_in()
    expect(pages["chair"].get_by_role("heading", name="Founding the line")).to_be_visible()
    expect(pages["chair"].get_by_role("navigation").get_by_role("button", name="Sign out")).to_be_visible()
    expect(pages["chair"].get_by_role("navigation").get_by_role("link")).to_have_count(0)
    look_at(pages["chair"], "founding-gather")
    for login in ("director", "counsel"):
        link = invite(people["chair"].member, ROLES[login], login)
        people[login] = enrol(pages[login], line, link, ROLES[login], login)
        people[login].member.sign_in()

    # All see the same six words. While the director is about to sign, the list is prepared anew, and differs.
    pages["chair"].get_by_role("button", name="Everyone is here: prepare the list").click()
    heard = words_of_all(pages)
    look_at(pages["chair"], "founding-compare")
    dialog = ask_to_sign(pages["director"], SIGN, heard)
    look_at(pages["director"], "founding-sign")
    prepare_anew(pages["chair"], line)
    expect(dialog).to_be_hidden()
    words = words_of_all(pages, other_than=heard)
    for page in pages.values():
        expect(page.get_by_role("alert").get_by_text("The six words have changed")).to_be_visible()
        expect(page.get_by_role("button", name=SIGN)).to_be_disabled()
        expect(page.locator("#founding-signers")).not_to_contain_text("Has signed")
    look_at(pages["director"], "founding-alarm")

    # All compare the new words, and sign in the dialog that shows them.
    for page in pages.values():
        ask_to_sign(page, "Compare the new words", words).locator("#question-yes").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
    for page in pages.values():
        expect(page.locator("#founding-fingerprint")).to_be_visible()
    fingerprints = {re.sub(r"\s", "", page.locator("#founding-fingerprint").inner_text()) for page in pages.values()}
    assert len(fingerprints) == 1
    look_at(pages["chair"], "founding-done")

    # The operator publishes; the poster carries that fingerprint; a report reaches the chair.
    line.open_site()
    writer = reporter(fresh_context(chromium), line)
    writer.open("/en/poster.html")
    assert re.sub(r"\s", "", writer.page.locator("body").inner_text()).count(fingerprints.pop()) >= 1
    writer.report("Sent to the committee that was just founded.", [RENAMED])
    pages["chair"].get_by_role("link", name="Go to the inbox").click()
    people["chair"].member.wait_for_report("Sent to the committee that was just founded.")

    pages["director"].get_by_role("link", name="Go to the inbox").click()
    # The director has forgotten the passphrase, and has the sheet.
    recover(people["director"])
    people["director"].member.sign_in()
    people["director"].member.wait_for_report("Sent to the committee that was just founded.")
    for page in pages.values():
        page.context.close()


def words_of_all(pages: dict[str, Page], other_than: list[str] | None = None) -> list[str]:
    """The six words, the same on every page; while they are worked out there are none."""
    lists = [page.locator("#founding-words li") for page in pages.values()]
    words: list[str] = []
    deadline = time.monotonic() + 60
    while len(words) < 6 or words == other_than:
        assert time.monotonic() < deadline, "the words did not come"
        pages["chair"].wait_for_timeout(200)
        words = lists[0].all_inner_texts()
    for one in lists:
        expect(one).to_have_text(words, timeout=60_000)
    return words


def ask_to_sign(page: Page, name: str, words: list[str]) -> Locator:
    """Press what leads to signing; the dialog shows the words and the roles, and is returned."""
    page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".spoken li")).to_have_text(words)
    expect(dialog.locator("ul li")).to_have_count(len(ROLES))
    return dialog


def prepare_anew(chair: Page, line: Line) -> None:
    """Start over and prepare again; in between the operator gives one member another role."""
    chair.get_by_role("button", name="Start over").click()
    chair.get_by_role("dialog").get_by_role("button", name="Start over").click()
    expect(chair.get_by_role("button", name="Everyone is here: prepare the list")).to_be_visible()
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE member SET role = ? WHERE login = 'counsel'", (RENAMED,))
    chair.get_by_role("button", name="Everyone is here: prepare the list").click()


def recover(lost: Enrolled) -> None:
    page = lost.member.page
    page.get_by_role("button", name="Sign out").first.click()
    page.goto(lost.member.line.reviewer_url + "/recover")
    page.get_by_label("Sign-in name").fill(lost.member.login)
    page.get_by_label("The ten words").fill(" ".join(lost.sheet))
    page.get_by_label("Authenticator code").fill(lost.member.authenticator.code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your new passphrase")).to_be_visible()
    lost.member.passphrase = "another one that I shall remember"
    page.get_by_label("Passphrase", exact=True).fill(lost.member.passphrase)
    page.get_by_label("The same again", exact=True).fill(lost.member.passphrase)
    page.get_by_role("button", name="Use this passphrase").click()
    expect(page.get_by_role("heading", name="The new passphrase is in force")).to_be_visible()
