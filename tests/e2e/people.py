"""What a reporter and a member do in their browsers, in the words they see on the pages."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from deploy.line import Founder, Line
from deploy.totp import STEP_SECONDS, code_at

# A report waits for its epoch to end and for the courier; a slow machine is given time.
CARRIED = 60_000
CASE = re.compile("^[0-9a-f]{32}$")


@dataclass
class Reporter:
    """Somebody with a browser of their own, at the line's public page."""

    page: Page
    line: Line

    def open(self, path: str = "/en/") -> None:
        self.page.goto(self.line.intake_url + path)

    def begin_writing(self) -> None:
        self.page.get_by_role("button", name="Write a report").click()
        expect(self.page.get_by_role("heading", name="Write a report")).to_be_focused()

    def fill_in(self, what: str, excluded: Sequence[str] = (), **more: str) -> None:
        """Answer the prompts; `more` by label, `excluded` by role."""
        self.page.get_by_label("What happened?").fill(what)
        for label, text in more.items():
            self.page.get_by_label(label).fill(text)
        for role in excluded:
            self.page.get_by_role("checkbox", name=role).check()

    def go_on(self) -> str:
        """From the prompts to the phrase, which is returned."""
        self.page.get_by_role("button", name="Continue").click()
        expect(self.page.get_by_role("heading", name="Your phrase, before you send")).to_be_visible()
        return " ".join(self.page.locator(".card ol.words:visible li").all_inner_texts())

    def send(self) -> None:
        """Tick that the phrase is noted, send, and wait until the page says that it is stored."""
        self.page.get_by_role("checkbox", name="I have the eight words").check()
        self.page.get_by_role("button", name="Send").click()
        self.expect_stored()

    def expect_stored(self) -> None:
        """A slow machine may end an epoch late: then the page says that nothing was sent, and offers to try again."""
        stored = self.page.get_by_role("heading", name="It is stored")
        again = self.page.locator("button:enabled", has_text="Try again")  # while it tries, it is disabled
        for _ in range(5):
            expect(stored.or_(again)).to_be_visible()
            if stored.is_visible():
                return
            self.page.wait_for_timeout(2_000)
            again.click()
        expect(stored).to_be_visible()

    def report(self, what: str, excluded: Sequence[str] = (), **more: str) -> str:
        """The whole way from the first page to "It is stored". Returns the phrase."""
        self.open()
        self.begin_writing()
        self.fill_in(what, excluded, **more)
        phrase = self.go_on()
        self.send()
        return phrase

    def come_back(self, phrase: str) -> None:
        """Open the page anew and look for answers with a phrase."""
        self.open()
        self.page.get_by_role("button", name="Come back with your phrase").click()
        self.page.get_by_label("Your eight words").fill(phrase)
        self.page.get_by_role("button", name="Look for answers").click()
        expect(self.page.get_by_role("heading", name="What is here for your phrase")).to_be_visible()

    def check_words(self) -> str:
        return self.page.locator(".check:visible").inner_text()

    def wait_for_text(self, text: str) -> None:
        """Look again until `text` is there."""
        deadline = time.monotonic() + CARRIED / 1000
        while not self.page.get_by_text(text).first.is_visible():
            assert time.monotonic() < deadline, f"{text!r} did not come"
            again = self.page.get_by_role("button", name="Look again")
            again.click()
            expect(self.page.get_by_role("heading", name="What is here for your phrase")).to_be_focused()
            self.page.wait_for_timeout(1000)

    def be_sure(self) -> None:
        """Say that the two check words are the right ones, where the page asks: it does when there is nothing yet."""
        sure = self.page.get_by_role("checkbox", name="These are the two words that I noted")
        if sure.count():
            sure.check()

    def write_again(self, text: str) -> None:
        self.be_sure()
        self.page.get_by_label("Your message").fill(text)
        self.page.get_by_role("button", name="Send").click()
        self.expect_stored()


@dataclass
class Authenticator:
    """A member's authenticator app. Each code is good once, so it never shows one twice: it waits for the next."""

    secret: str
    used: int = 0

    def code(self) -> str:
        """A code that the reviewer has not seen; it takes those of the next half minute too."""
        now = int(time.time()) // STEP_SECONDS
        step = max(self.used + 1, now)
        while step > int(time.time()) // STEP_SECONDS + 1:
            time.sleep(0.5)
        self.used = step
        return code_at(self.secret, step * STEP_SECONDS)


@dataclass
class Member:
    """A member with a browser of their own."""

    page: Page
    line: Line
    login: str
    passphrase: str = field(repr=False)
    authenticator: Authenticator = field(repr=False)

    def __post_init__(self) -> None:
        """A slow test may outlast the ten minutes of a second factor; whoever is asked for another shows one."""
        self.page.add_locator_handler(self.page.locator("dialog#confirm[open]"), self.show_factor)

    def show_factor(self) -> None:
        self.page.locator("#confirm-code").fill(self.authenticator.code())
        self.page.locator("#confirm-code").press("Enter")
        expect(self.page.locator("dialog#confirm")).to_be_hidden()

    def sign_in(self) -> None:
        """Sign in, and wait for the inbox, of an adviser the list of cases, or the founding."""
        self.try_to_sign_in()
        expect(self.page.get_by_role("heading", name=re.compile("^(Inbox|Cases|Founding the line)$"))).to_be_visible()

    def try_to_sign_in(self) -> None:
        """Fill in the form and send it, whatever comes of it."""
        self.page.goto(self.line.reviewer_url + "/")
        form = self.page.locator("#sign-in-form")
        form.get_by_label("Sign-in name").fill(self.login)
        form.get_by_label("Passphrase", exact=True).fill(self.passphrase)
        form.get_by_label("Authenticator code").fill(self.authenticator.code())
        form.get_by_role("button", name="Sign in").click()

    def wait_for_report(self, first_line: str) -> None:
        expect(self.report_link(first_line)).to_be_visible(timeout=CARRIED)

    def report_link(self, first_line: str) -> Locator:
        return self.page.locator("#inbox a[data-thread]", has_text=first_line)

    def read(self, first_line: str) -> str:
        """Open the case of a report from the inbox, once it is filed, and return all the text of its page."""
        self.page.get_by_role("link", name="Inbox", exact=True).click()
        link = self.report_link(first_line)
        expect(link).to_have_attribute("data-case", CASE, timeout=CARRIED)
        link.click()
        return self._case_text()

    def open_case(self, first_line: str) -> str:
        """Open a case from the list of cases, which advisers have too, and return all the text of its page."""
        for view in ("Account", "Cases"):  # the list looks for what is new when it comes up
            self.page.get_by_role("navigation").get_by_role("link", name=view, exact=True).click()
        link = self.page.locator("#cases a[data-case]", has_text=first_line)
        expect(link).to_be_visible(timeout=CARRIED)
        link.click()
        return self._case_text()

    def _case_text(self) -> str:
        expect(self.page.locator("#case-title")).to_be_focused()
        expect(self.history().first).to_be_visible()
        return self.page.locator("#case").inner_text()

    def history(self) -> Locator:
        """What is on record in the open case, one item for each entry."""
        return self.page.locator("#case-history > li")

    # ---- acts in the open case; `name` is what the button says, fields go by their labels

    def choose(self, name: str) -> None:
        """Press the button of an act on the page of a case, wherever it is folded away."""
        self.unfold()
        self._button(name).click()
        expect(self.page.locator("#act-title")).to_be_focused()

    def unfold(self) -> None:
        """Open all groups of acts."""
        self._open_folds("#case-groups > details")

    def _open_folds(self, folds: str) -> None:
        closed = self.page.locator(f"{folds}:not([open]) > summary")
        for _ in range(closed.count()):
            closed.first.click()

    def _button(self, name: str) -> Locator:
        named = re.compile(rf"^{re.escape(name)}( \(two persons\))?$")
        return self.page.locator("#case-acts").get_by_role("button", name=named).first

    def fill_act(self, fields: Mapping[str, str]) -> None:
        """Fill in the form of an act: words, a day as YYYY-MM-DD, a choice by what it says, "yes" to tick a box."""
        for label, value in fields.items():
            named = re.compile(rf"^{re.escape(label)}( \(optional\))?$")
            control = self.page.locator("#act-form").get_by_label(named)
            match control.evaluate("(one) => one.type"):
                case "select-one":
                    control.select_option(label=value)
                case "checkbox":
                    control.set_checked(value == "yes")
                case _:
                    control.fill(value)

    def act(self, name: str, fields: Mapping[str, str] | None = None) -> None:
        """Do an act: its form, a last look, yes; and wait until it is on record."""
        self.choose(name)
        self.fill_act(fields or {})
        self.page.locator("#act-submit").click()
        self.confirm()

    def confirm(self) -> None:
        """Say yes to the question, and wait until it is in the record and the page says so."""
        before = self.history().count()
        self.say_yes()
        expect(self.history().nth(before)).to_be_visible()
        expect(self.page.locator("#case-done")).to_be_focused()

    def say_yes(self) -> None:
        dialog = self.page.get_by_role("dialog")
        dialog.locator("#question-yes").click()
        expect(dialog).to_be_hidden()

    def answer(self, text: str, name: str = "Write to the reporter") -> None:
        """Write to the reporter from the open case; also to acknowledge receipt and to give feedback, by `name`."""
        self.choose(name)
        self.page.locator("#act-text").fill(text)
        self.page.get_by_role("button", name="Look it over, then send").click()
        expect(self.page.get_by_role("dialog")).to_contain_text(text)
        self.confirm()
        expect(self.page.locator("#case-history")).to_contain_text(text)

    def ask_for(self, name: str, fields: Mapping[str, str] | None = None, approving: bool = True) -> None:
        """Ask for an act that two persons decide, and approve it at once unless `approving` is false."""
        self.choose(name)
        self.fill_act(fields or {})
        self.page.locator("#act-form").get_by_label("I approve it myself").set_checked(approving)
        self.page.locator("#act-submit").click()
        self.confirm()
        panel = self.request(name)
        expect(panel).to_be_visible()
        if approving:
            expect(panel).to_contain_text("(you)")

    def request(self, name: str) -> Locator:
        """The panel of an open request in the open case."""
        return self.page.locator("#case-requests section", has_text=f"Request: {name}")

    def approve(self, name: str) -> None:
        """Approve what somebody has asked for."""
        self._press_in_request(name, "Approve")

    def carry_out(self, name: str) -> None:
        """Do what was asked for and approved by two persons."""
        self._press_in_request(name, f"Carry it out: {name}")

    def _press_in_request(self, name: str, button: str) -> None:
        self.request(name).get_by_role("button", name=button, exact=True).click()
        self.confirm()

    def withdraw(self, name: str, why: str = "") -> None:
        """Take an own request back."""
        self.request(name).get_by_role("button", name="Withdraw the request").click()
        self.fill_act({"Reason": why})
        self.page.locator("#act-submit").click()
        self.confirm()

    def recuse(self, why: str = "") -> None:
        """Step back from the open case: it is left for good, and the inbox comes up."""
        self.choose("Step back from this case")
        self.fill_act({"Reason, if you want to give one": why})
        self.page.locator("#act-submit").click()
        self.say_yes()
        expect(self.page.get_by_role("heading", name="Inbox")).to_be_focused()
        expect(self.page.locator("#inbox-said")).to_contain_text("You have stepped back from the case")

    def admit_adviser(self, role: str, until: str, why: str) -> None:
        """Let an adviser whom this member has invited read the open case, after the words were compared.

        What is left empty at first is asked for, and nothing is written."""
        self.unfold()
        before = self.history().count()
        self._button("Let an adviser read").click()
        dialog = self.page.get_by_role("dialog")
        who = dialog.locator("#admit-who")
        who.select_option(label=who.locator("option", has_text=role).inner_text())
        dialog.locator("#admit-until").fill("")
        dialog.locator("#question-yes").click()
        expect(dialog.locator("#admit-until")).to_be_focused()
        expect(dialog.locator(".field-error:not(:empty)")).to_have_count(2)
        dialog.locator("#admit-until").fill(until)
        dialog.locator("#admit-why").fill(why)
        dialog.locator("#question-yes").click()
        expect(dialog.locator(".said-fields")).to_contain_text(why)
        dialog.locator("#question-yes").click()
        granted = self.history().nth(before + 1)  # first that the words were compared, then the grant
        expect(dialog.locator(".spoken").or_(granted)).to_be_visible()
        if not granted.is_visible():
            self.say_yes()
        expect(granted).to_be_visible()

    def end_adviser(self, person: str, why: str) -> None:
        """End the reading of an adviser of the open case."""
        self.act("End somebody’s reading", {"Person": person, "Why": why})

    def why_not(self, name: str) -> str:
        """What the page says of an act that it does not offer now."""
        self.unfold()
        expect(self.page.locator("#case-acts").get_by_role("button", name=name)).to_have_count(0)
        self._open_folds("#case-groups details.not-now")
        return self.page.locator(".not-now li", has_text=f"{name}:").first.inner_text().removeprefix(f"{name}: ")

    def enter_by_hand(self, text: str, channel: str, category: str, excluded: Sequence[str] = ()) -> None:
        """Enter what came another way as a case, which then is the open one."""
        self.page.get_by_role("link", name="Inbox", exact=True).click()
        self.page.get_by_role("link", name="Enter a case by hand").click()
        form = self.page.locator("#hand-form")
        form.get_by_label("How it came").select_option(label=channel)
        form.get_by_label("What it is about").select_option(label=category)
        form.get_by_label("What was reported").fill(text)
        for role in excluded:
            form.get_by_role("checkbox", name=role).check()
        form.get_by_role("button", name="Look it over, then file it").click()
        self.say_yes()
        expect(self.page.locator("#case-title")).to_be_focused()
        expect(self.history().first).to_be_visible()

    def wait_for_batch(self, epochs: int) -> None:
        """Wait until the inbox has looked through at least `epochs` batches to the end."""
        expect(self.page.locator("#scan-text")).to_have_text(re.compile(r"\d"), timeout=CARRIED)
        deadline = time.monotonic() + CARRIED / 1000
        while self.batches() < epochs:
            assert time.monotonic() < deadline, "no new batch came"
            self.page.wait_for_timeout(500)

    def batches(self) -> int:
        """How many the inbox has looked through; 0 while it looks."""
        found = re.search(r"\d+", self.page.locator("#scan-text").inner_text())
        return int(found.group()) if found and self.page.locator("#scan-bar").is_hidden() else 0


def member(context: BrowserContext, line: Line, founder: Founder, secret: str) -> Member:
    """A member at a new page of `context`."""
    return Member(
        context.new_page(), line, founder.login, founder.passphrase, authenticators(line, founder.login, secret)
    )


_AUTHENTICATORS: dict[tuple[str, str], Authenticator] = {}


def authenticators(line: Line, login: str, secret: str) -> Authenticator:
    """The one authenticator of a member, whichever test signs in: codes are good once."""
    return _AUTHENTICATORS.setdefault((str(line.folder), login), Authenticator(secret))


def reporter(context: BrowserContext, line: Line) -> Reporter:
    """A reporter at a new page of `context`."""
    return Reporter(context.new_page(), line)


def fresh_context(chromium: Browser) -> BrowserContext:
    """A browser with nothing from before and patience for a slow machine."""
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    return context
