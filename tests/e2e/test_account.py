"""A member's own account in a real browser: passkeys, fresh factors, sessions, what closes the keys.

The passkeys are those of Chromium's own virtual authenticator.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from deploy.line import Founder, Line
from reviewer.step_up import FRESH_MINUTES
from tests.e2e.committee import read_back, unfold
from tests.e2e.conftest import FOUNDERS, start_line
from tests.e2e.looking import look_at
from tests.e2e.people import Authenticator, Member, fresh_context

DAY = 86_400
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
DIRECTOR = FOUNDERS[1]


@dataclass
class Careful(Member):
    """A member who looks at the dialog before answering it."""

    def __post_init__(self) -> None:
        """Nobody answers it by themselves."""


def careful(chromium: Browser, line: Line, one: Founder, authenticator: Authenticator) -> Careful:
    return Careful(fresh_context(chromium).new_page(), line, one.login, one.passphrase, authenticator)


@pytest.fixture(scope="module")
def people(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Member]]:
    """The three members of a line of their own, each in a browser that knows passkeys; nobody is signed in."""
    line, secrets = start_line(tmp_path_factory.mktemp("account"), FOUNDERS, DAY)
    try:
        yield {one.login: careful(chromium, line, one, Authenticator(secrets[one.login])) for one in FOUNDERS}
    finally:
        line.stop()


def give_phone(page: Page) -> None:
    """An authenticator for this page, whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})


def open_account(one: Member) -> Page:
    one.page.get_by_role("navigation").get_by_role("link", name="Account").click()
    expect(one.page.get_by_role("heading", name="Account", exact=True)).to_be_focused()
    expect(one.page.locator("#sessions li").first).to_be_visible()
    return one.page


def add_passkey(page: Page, name: str) -> None:
    page.get_by_label("A name for another passkey").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def sign_out(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def sign_in_by_passkey(one: Member, passphrase: str) -> None:
    form = one.page.locator("#sign-in-form")
    form.get_by_label("Sign-in name").fill(one.login)
    form.get_by_label("Passphrase", exact=True).fill(passphrase)
    form.get_by_role("button", name="Use a passkey").click()


def pass_by(line: Line, minutes: int) -> None:
    """All sessions are that much older, and so are their second factors."""
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE session SET opened = opened - ?, confirmed = confirmed - ?", (minutes, minutes))


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Once more: is it you?")


def test_a_passkey_lets_its_member_in_beside_the_passphrase_until_it_is_removed(people: dict[str, Member]) -> None:
    chair = people["chair"]
    chair.sign_in()
    page = open_account(chair)
    give_phone(page)
    add_passkey(page, "My phone")
    expect(page.locator("#passkeys")).to_contain_text("My phone")
    look_at(page, "account-passkeys")

    sign_out(page)
    look_at(page, "sign-in-with-passkey")
    sign_in_by_passkey(chair, "not the passphrase of the chair")
    expect(page.locator("#sign-in-complaint")).to_contain_text("passkey is not right")
    sign_in_by_passkey(chair, chair.passphrase)
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

    open_account(chair)
    page.get_by_role("button", name="Remove My phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    sign_out(page)
    sign_in_by_passkey(chair, chair.passphrase)
    expect(page.locator("#sign-in-complaint")).to_contain_text("passkey is not right")


def test_a_dangerous_act_waits_for_a_fresh_factor_and_then_goes_on_as_it_was_typed(
    chromium: Browser, people: dict[str, Member]
) -> None:
    director = people["director"]
    elsewhere = careful(chromium, director.line, DIRECTOR, director.authenticator)
    elsewhere.sign_in()
    director.sign_in()
    page = open_account(director)
    give_phone(page)
    expect(page.locator("#sessions li")).to_have_count(2)

    pass_by(director.line, FRESH_MINUTES + 1)
    add_passkey(page, "Key on the ring")
    expect(page.get_by_role("heading", name="Once more: is it you?")).to_be_focused()
    look_at(page, "confirm")
    page.get_by_label("A fresh code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#confirm-code-error")).to_contain_text("This code is not right")
    look_at(page, "confirm-refused")
    page.get_by_label("A fresh code").fill(director.authenticator.code())
    page.keyboard.press("Enter")
    expect(page.locator("#passkeys")).to_contain_text("Key on the ring")
    expect(dialog(page)).to_be_hidden()

    pass_by(director.line, FRESH_MINUTES + 1)
    everywhere = page.get_by_role("button", name="Sign out everywhere else")
    everywhere.click()
    expect(dialog(page).get_by_role("button", name="Use a passkey")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sessions-complaint")).to_contain_text("Nothing was done")
    expect(page.locator("#sessions li")).to_have_count(2)
    everywhere.click()
    dialog(page).get_by_role("button", name="Use a passkey").click()
    expect(page.locator("#sessions li")).to_have_count(1)
    elsewhere.page.get_by_role("navigation").get_by_role("link", name="Account").click()
    expect(elsewhere.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_another_passphrase_sheet_and_authenticator_open_the_same_keys(
    people: dict[str, Member],
) -> None:
    counsel = people["counsel"]
    counsel.sign_in()
    page = open_account(counsel)
    choose_passphrase(counsel)
    sheet = make_sheet(counsel)
    set_up_authenticator(counsel)
    sign_out(page)

    counsel.sign_in()
    sign_out(page)

    page.get_by_role("link", name="Use your recovery sheet").click()
    page.get_by_label("Sign-in name").fill(counsel.login)
    page.get_by_label("The ten words").fill(" ".join(sheet))
    page.get_by_label("Authenticator code").fill(counsel.authenticator.code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your new passphrase")).to_be_visible()


def choose_passphrase(one: Member) -> None:
    """Another passphrase; the wrong one until now is refused first, and what was typed stays."""
    page = one.page
    page.get_by_role("link", name="Choose another passphrase").click()
    expect(page.get_by_role("heading", name="Another passphrase")).to_be_focused()
    words = page.locator("#offered").inner_text()
    page.get_by_label("The new passphrase").fill(words)
    page.get_by_label("The new one again").fill(words)
    page.get_by_label("Your passphrase until now").fill("something else altogether")
    page.get_by_role("button", name="Use this passphrase").click()
    expect(page.locator("#passphrase-present-error")).to_contain_text("This is not your passphrase")
    look_at(page, "account-passphrase")
    page.get_by_label("Your passphrase until now").fill(one.passphrase)
    page.get_by_role("button", name="Use this passphrase").click()
    expect(page.locator("#account-said")).to_contain_text("The new passphrase is in force")
    one.passphrase = words


def make_sheet(one: Member) -> list[str]:
    """A new sheet, printed and read back. Words that were shown before, and left, are not on the page any more."""
    page = one.page
    page.get_by_role("link", name="Make a new recovery sheet").click()
    expect(page.locator("#sheet-words li")).to_have_count(10)
    page.get_by_role("link", name="Back to the account").click()
    expect(page.locator("#sheet-words li")).to_have_count(0)
    page.get_by_role("link", name="Make a new recovery sheet").click()
    expect(page.get_by_role("heading", name="A new recovery sheet")).to_be_focused()
    sheet = page.locator("#sheet-words li").all_inner_texts()
    look_at(page, "account-sheet")
    read_back(page, sheet)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Put the new sheet in force")).to_be_focused()
    page.get_by_label("Your passphrase", exact=True).fill(one.passphrase)
    look_at(page, "account-sheet-finish")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("#account-said")).to_contain_text("The new recovery sheet is in force")
    return sheet


def set_up_authenticator(one: Member) -> None:
    page = one.page
    page.get_by_role("link", name="Set up another authenticator").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Three steps")).to_be_focused()
    secret = page.locator("#authenticator-secret").text_content() or ""
    look_at(page, "account-authenticator")
    one.authenticator = Authenticator(re.sub(r"\s", "", secret))
    page.get_by_label("Code of the new account").fill(one.authenticator.code())
    page.keyboard.press("Enter")
    expect(page.locator("#account-said")).to_contain_text("The new authenticator is in force")


def test_who_is_asked_in_the_middle_of_an_act_only_has_to_show_a_code(
    chromium: Browser, people: dict[str, Member]
) -> None:
    chair = people["chair"]
    one = Member(fresh_context(chromium).new_page(), chair.line, chair.login, chair.passphrase, chair.authenticator)
    one.sign_in()
    one.page.get_by_role("navigation").get_by_role("link", name="Committee").click()
    pass_by(chair.line, FRESH_MINUTES + 1)
    form = unfold(one, "advisers-form")
    form.get_by_label("Role of the adviser").fill("Outside counsel")
    form.get_by_role("button").click()
    expect(one.page.locator("#advisers-link")).to_contain_text("Outside counsel")
