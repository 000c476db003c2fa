"""What people do in their browsers to join a committee, to change its list, and to let guests in."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from deploy.line import Line
from tests.e2e.looking import look_at
from tests.e2e.people import Authenticator, Member

SIGN = "The words are the same: sign"
# Six words are stretched for a second each, and a page looks again every few seconds.
PATIENT = 60_000


@dataclass
class Enrolled:
    """What somebody keeps of the enrolment: a browser, the authenticator, the sheet."""

    member: Member
    sheet: list[str]


def enrol(page: Page, line: Line, link: str, role: str, login: str, picture: str | None = None) -> Enrolled:
    """The whole way from the link to "You are enrolled"; `picture` is the name of one to be kept of the last step."""
    page.goto(link)
    expect(page.get_by_text(role)).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    passphrase = page.locator("#offered").inner_text()
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_label("The same again", exact=True).fill(passphrase)
    page.get_by_role("button", name="Continue").click()
    sheet = page.locator("#sheet-words li").all_inner_texts()
    read_back(page, sheet)
    page.locator("#sheet-form").get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your authenticator")).to_be_visible()
    secret = page.locator("#authenticator-secret").text_content() or ""
    if picture:
        look_at(page, picture)
    authenticator = Authenticator(re.sub(r"\s", "", secret))
    page.get_by_label("Authenticator code").fill(authenticator.code())
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="You are enrolled")).to_be_visible()
    return Enrolled(Member(page, line, login, passphrase, authenticator), sheet)


def read_back(page: Page, sheet: list[str]) -> None:
    """The gate of the recovery sheet: two of its words, from paper."""
    assert len(sheet) == 10
    page.get_by_label("I have printed it, or copied it by hand").check()
    page.locator("#sheet-show").get_by_role("button", name="Continue").click()
    for name in ("one", "two"):
        number = re.search(r"\d+", page.locator(f"#sheet-{name}-label").inner_text())
        assert number
        page.locator(f"#sheet-{name}").fill(sheet[int(number.group()) - 1])


def sign_in(person: Member, heading: str) -> Page:
    """Sign in, and wait for the heading that comes up; the person's page."""
    person.try_to_sign_in()
    expect(person.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    return person.page


def visit_committee(person: Member) -> None:
    person.page.get_by_role("navigation").get_by_role("link", name="Committee", exact=True).click()
    expect(person.page.locator("#committee-people li").first).to_be_visible()


def unfold(person: Member, form: str) -> Locator:
    """A form that is folded away on the committee's page."""
    fold = person.page.locator(f"details:has(> #{form})")
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    return person.page.locator(f"#{form}")


def invite_newcomer(person: Member, role: str, login: str) -> str:
    """Make a link for a new person, from the committee's page."""
    form = unfold(person, "newcomer-form")
    form.get_by_label("Role on the committee").fill(role)
    form.get_by_label("Sign-in name").fill(login)
    form.get_by_role("button", name="Make the link").click()
    return form.get_by_label("Link to pass on").input_value()


def invite_guest(person: Member, kind: str, role: str) -> tuple[str, str]:
    """Make a link; `kind` is advisers or auditors. Returns it with the sign-in name."""
    form = unfold(person, f"{kind}-form")
    form.locator(f"#{kind}-role").fill(role)
    form.get_by_role("button", name="Make the link").click()
    link = form.get_by_label("Link to pass on").input_value()
    login = re.search(r"(adviser|auditor)-\d+", form.inner_text())
    assert login
    return link, login.group()


def prepare_change(person: Member, *ticks: str) -> None:
    """Tick what is to change, by label, and prepare it."""
    form = unfold(person, "change-form")
    for label in ticks:
        form.get_by_label(label).check()
    form.get_by_role("button", name="Prepare this change").click()
    expect(proposal(person)).to_be_visible(timeout=PATIENT)


def proposal(person: Member) -> Locator:
    return person.page.locator("#committee-proposals .panel")


def words_on(place: Locator) -> list[str]:
    """Six words that stand in this place, once they are worked out."""
    words = place.locator(".spoken li")
    expect(words).to_have_count(6, timeout=PATIENT)
    return words.all_inner_texts()


def sign(person: Member, heard: list[str]) -> None:
    """Sign the one proposal on the page, whose words are those that were heard."""
    expect(proposal(person).locator(".spoken li")).to_have_text(heard, timeout=PATIENT)
    proposal(person).get_by_role("button", name=SIGN).click()
    say_yes(person.page, heard)


def compare(person: Member, heard: list[str]) -> None:
    """Say on the page where somebody joins that the words are those that were heard."""
    lists = person.page.locator("#joining-lists")
    expect(lists.locator(".spoken li")).to_have_text(heard, timeout=PATIENT)
    lists.get_by_role("button", name="The words are the same").click()
    say_yes(person.page, heard)


def say_yes(page: Page, words: list[str] | None = None) -> None:
    dialog = page.get_by_role("dialog")
    if words is not None:
        expect(dialog.locator(".spoken li")).to_have_text(words)
    dialog.locator("#question-yes").click()
    expect(dialog).to_be_hidden()


def admit_to_case(person: Member, words: list[str]) -> None:
    """Let the one adviser whom this member invited read the open case; `words` are what the adviser read aloud."""
    person.unfold()
    person.page.get_by_role("button", name="Let an adviser read", exact=True).click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog.get_by_label("Adviser")).to_be_visible()
    dialog.locator("#question-yes").click()
    expect(dialog.locator("#admit-why")).to_be_focused()
    look_at(person.page, "adviser-fields")
    dialog.get_by_label("What for").fill("Advice on this case")
    dialog.locator("#question-yes").click()
    expect(dialog.locator(".said-fields")).to_contain_text("Advice on this case")
    look_at(person.page, "adviser-sure")
    dialog.locator("#question-yes").click()
    expect(dialog.locator(".spoken li")).to_have_text(words, timeout=PATIENT)
    say_yes(person.page, words)
    expect(person.page.locator("#case-history")).to_contain_text("Let Outside counsel read the case", timeout=PATIENT)
