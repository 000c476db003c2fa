"""A member who looks first, with a page of his own making, cannot take a report away: the others are told, file it
again, and answer the reporter; and what he puts in the place of a report is brought again by the others' pages.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Page, expect

from crypto import member as member_keys
from crypto.directory import verify_directory
from crypto.entropy import fresh
from crypto.errors import NotARecipient
from crypto.grant import new_case_key
from crypto.item import Item
from crypto.keys import MemberSecret
from crypto.limits import ENVELOPE, ITEM
from crypto.opening import open_envelope
from deploy.founding import FoundingMember, found_line
from deploy.line import Founder, Line, free_ports
from reviewer.clock import Clock
from reviewer.settings import load
from tests.e2e.conftest import EPOCH_SECONDS, FOUNDERS, alive
from tests.e2e.lines import QuickLine
from tests.e2e.looking import look_at
from tests.e2e.people import CARRIED, Authenticator, Member, fresh_context, member, reporter
from tests.integration.reviewer.committee import INSTANCE, Committee, Person
from tests.integration.reviewer.treating import Matter, filed, item_of, key_of

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
ALONE = "Rebates were promised by word of mouth and never booked."
JUNK = "The minutes of May were written in July."
ASK = """async ([method, path, body]) => {
  const headers = body === null ? {} : { 'Content-Type': 'application/json' };
  const answer = await fetch(path, { method, headers, body });
  return [answer.status, Array.from(new Uint8Array(await answer.arrayBuffer()))];
}"""


@dataclass(frozen=True)
class Answer:
    status_code: int
    data: bytes = field(repr=False)

    def get_json(self) -> Any:
        return json.loads(self.data)


@dataclass
class Alone:
    """A member who uses his keys without the page that is served."""

    page: Page
    founder: Founder
    secret: MemberSecret = field(repr=False)
    authenticator: Authenticator = field(repr=False)

    def sign_in(self) -> None:
        root = member_keys.stretch(self.founder.passphrase, self.founder.login, INSTANCE)
        verifier = member_keys.login_verifier(root).hex()
        shown = {"login": self.founder.login, "verifier": verifier, "code": self.authenticator.code()}
        assert self.post("/api/sign-in", shown).status_code == 200

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any) -> Answer:
        return self._ask("POST", path, json.dumps(body))

    def envelopes(self) -> Iterator[bytes]:
        for listed in self.get("/api/batches").get_json()["batches"]:
            value = self.get(f"/api/batches/{listed['epoch']}/0").data
            yield from (value[at : at + ENVELOPE] for at in range(0, len(value), ENVELOPE))

    def reports(self, *texts: str) -> dict[str, Item]:
        """What these keys open, by its text, once all of it has come."""
        directory = verify_directory(self.get("/api/directory").data, today=None, fingerprint=None)
        deadline, found = time.monotonic() + CARRIED / 1000, dict[str, Item]()
        while not found.keys() >= set(texts):
            assert time.monotonic() < deadline, found.keys()
            for envelope in self.envelopes():
                try:
                    opened = open_envelope(envelope, self.secret, [directory.current.hash], INSTANCE)
                except NotARecipient:
                    continue
                found[opened.content.what] = item_of(opened, envelope)
            time.sleep(0.5)
        return found

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        status, octets = self.page.evaluate(ASK, [method, path, body])
        return Answer(status, bytes(octets))


@dataclass
class Line3:
    line: Line
    enrolled: dict[str, FoundingMember] = field(repr=False)

    def member(self, chromium: Browser, founder: Founder) -> Member:
        found = member(fresh_context(chromium), self.line, founder, self.enrolled[founder.login].totp_secret)
        found.sign_in()
        return found

    def alone(self, chromium: Browser, founder: Founder) -> Alone:
        page, own = fresh_context(chromium).new_page(), self.enrolled[founder.login]
        page.goto(self.line.reviewer_url + "/")
        found = Alone(page, founder, own.secret, Authenticator(own.totp_secret))
        found.sign_in()
        return found

    def file(self, author: Alone, item: Item, readers: list[FoundingMember], **more: Any) -> None:
        """A case of this item, by hand; `junk` puts random bytes in its place."""
        junk = more.pop("junk", False)
        directory = verify_directory(author.get("/api/directory").data, today=None, fingerprint=None)
        people = {one.secret.sign_key(): one.secret.public() for one in readers}
        line = cast(Committee, SimpleNamespace(time=SimpleNamespace(clock=Clock)))
        matter = Matter(line, directory, item.case, {0: new_case_key()}, people=people)
        person = cast(Person, author)
        offered = matter.offer(person, filed(matter, [item], **more), items=[item])
        if junk:
            offered = replace(offered, items=((item.id.hex(), fresh(ITEM)),))
        assert matter.post(person, offered).status_code == 201


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line3]:
    """A living line of its own: here the keys of its members are known."""
    line = QuickLine(tmp_path_factory.mktemp("taking") / "line", free_ports(), EPOCH_SECONDS, instance=INSTANCE.hex())
    line.prepare()
    enrolled = found_line(load(line.environment), FOUNDERS)
    with alive(line):
        yield Line3(line, {one.login: one for one in enrolled})


def test_who_looks_first_takes_no_report_away(chromium: Browser, three: Line3) -> None:
    everybody = list(three.enrolled.values())
    phrases = {}
    for text in (ALONE, JUNK):
        writer = reporter(fresh_context(chromium), three.line)
        phrases[text] = writer, writer.report(text)

    # The director files one for himself alone, as if it left out the others; and one for all, with junk in its place.
    director = three.alone(chromium, DIRECTOR)
    found = director.reports(ALONE, JUNK)
    others = sorted(key_of(cast(Person, one)) for one in everybody if one.login != DIRECTOR.login)
    three.file(director, found[ALONE], [three.enrolled[DIRECTOR.login]], excluded=others)
    three.file(director, found[JUNK], everybody, junk=True)

    # The chair is told, reads it all the same, and files it again.
    chair = three.member(chromium, CHAIR)
    expect(chair.page.locator("#inbox-differences")).to_contain_text("A report was filed without you", timeout=CARRIED)
    expect(chair.page.locator("#inbox-differences")).to_contain_text("Tell the chair or another member by telephone")
    look_at(chair.page, "inbox-filed-without-you")
    chair.report_link(ALONE).click()
    expect(chair.page.locator("#report-fields")).to_contain_text(ALONE)
    expect(chair.page.locator("#report").get_by_text("Written on")).to_have_count(1)
    look_at(chair.page, "report-filed-without-you")
    chair.page.get_by_role("button", name="File the report again").click()
    chair.say_yes()
    expect(chair.page.locator("#case-alarms")).to_contain_text("filed this report again here")
    look_at(chair.page, "case-filed-again")

    # The other came with junk in its place; the chair's page has put the report itself into the case.
    chair.read(JUNK)
    expect(chair.page.locator("#case-history")).to_contain_text("Put into the case again")

    # The counsel finds it without any alarm, and answers the reporter.
    counsel = three.member(chromium, COUNSEL)
    counsel.read(ALONE)
    expect(counsel.page.locator("#case-alarms")).to_contain_text("which you do not read")
    expect(counsel.page.locator("#inbox-differences")).to_be_empty()
    counsel.answer("Thank you. All of us but one have it now.", "Acknowledge receipt")
    writer, phrase = phrases[ALONE]
    writer.come_back(phrase)
    writer.wait_for_text("Thank you. All of us but one have it now.")
    for page in (chair.page, counsel.page, director.page, *(one.page for one, _ in phrases.values())):
        page.context.close()
