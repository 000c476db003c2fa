"""What the committee orders for the whole line, in real browsers: two adopt rules, one freezes everything, two release
it; then a case is destroyed, and its certificate is checked on another machine.
"""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crypto.document import Signed
from crypto.keys import MemberSecret
from crypto.order import Act, order_body, order_hash, sign_order
from deploy.line import Line, free_ports
from tests.called import call
from tests.e2e.conftest import FOUNDERS
from tests.e2e.keyboard import tab_to
from tests.e2e.lines import QuickLine
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member
from tests.e2e.treated import EPOCH_SECONDS, Treated, committee_of, follow, seal, sign_in
from tests.integration.reviewer.committee import INSTANCE
from tests.integration.reviewer.ordering import secret
from tests.integration.reviewer.treating import file_case, key_of

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
OVER = "Counsel parks behind the warehouse"
KEPT = "Travel was paid twice in Boston"
NOTHING_YET = "nothing is destroyed until two members have adopted some"
FROZEN = "Everything is frozen: nothing is destroyed."
DESTROY = "Destroy the case"


@dataclass(frozen=True)
class Scene:
    """Three members at their browsers; two of them read a case whose time is over, of which counsel must not know."""

    line: Line
    case: str
    chair: Member
    director: Member
    counsel: Member
    keys_of_counsel: MemberSecret


@pytest.fixture
def scene(tmp_path: Path, chromium: Browser) -> Iterator[Scene]:
    line = QuickLine(tmp_path / "line", free_ports(), EPOCH_SECONDS, instance=INSTANCE.hex())
    line.prepare()
    treated = Treated(line, {})
    with committee_of(line, FOUNDERS) as committee:
        treated.secrets = {one.login: one.totp_secret for one in committee.people}
        people = chair, director, counsel = sign_in(committee)
        over = file_case(chair, committee, (chair, director), text=OVER, excluded=[key_of(counsel)])
        kept = file_case(chair, committee, people, text=KEPT)
        until = (committee.time.clock().today() + timedelta(90)).isoformat()
        for matter in (over, kept):
            follow(matter, people, "triage", {})
            matter.together("not_a_complaint", chair, director)
            span = {"class": "out_of_scope", "profile": "us", "years": 0, "days": 90, "until": until}
            matter.say(chair, "retention", **span, note="")
        committee.time.pass_by(days=99)
        seal(committee)
    try:
        line.start()
        one, two, three = (member(fresh_context(chromium), line, who, treated.secrets[who.login]) for who in FOUNDERS)
        yield Scene(line, over.id.hex(), one, two, three, secret(counsel))
    finally:
        line.stop()


def open_view(one: Member) -> Page:
    one.page.get_by_role("navigation").get_by_role("link", name="Retention", exact=True).click()
    expect(one.page.locator("#retention-title")).to_be_focused()
    return one.page


def open_retention(one: Member) -> Page:
    open_view(one)
    expect(one.page.locator("#retention-freezes")).not_to_be_empty()
    return one.page


def done(page: Page, text: str) -> None:
    expect(page.locator("#retention-done")).to_contain_text(text)
    expect(page.locator("#retention-done")).to_be_focused()


def check_offline(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """As on a machine that has the software and the file, and nothing else."""
    return call("reviewer", "destruction", "verify", str(file), *more, env={"PATH": "/usr/bin:/bin"})


@pytest.mark.timeout(600)
def test_two_adopt_rules_one_freezes_everything_two_release_it_and_a_certificate_says_what_is_gone(
    scene: Scene, tmp_path: Path
) -> None:
    chair, director = scene.chair, scene.director
    for one in (chair, director, scene.counsel):
        one.sign_in()
    adopt_rules(chair, director)
    ask_for_destruction(chair, director)
    freeze(director, chair)
    refused_while_frozen(scene.line, chair)
    release(chair, director)
    chair.open_case(OVER)
    chair.carry_out(DESTROY)
    scene.line.run("reviewer", "retention", "run")
    certificate(scene, tmp_path)
    a_shorter_chain_is_named(scene)


def test_an_order_that_was_put_there_for_an_earlier_day_is_named_until_it_was_looked_at(scene: Scene) -> None:
    scene.chair.sign_in()
    page = open_retention(scene.chair)
    expect(page.locator("#retention-freezes")).to_contain_text("Nothing is frozen")
    put_there(scene, days_ago=50)
    late = page.locator("#orders-late")
    expect(late).to_contain_text("An order came late")
    expect(late).to_contain_text("signed by")
    look_at(page, "retention-late")
    late.get_by_role("button", name="The committee has looked at this").click()
    page.get_by_role("dialog").locator("#question-yes").click()
    expect(late).to_be_empty()
    expect(page.locator("#orders-frozen")).to_contain_text(FROZEN)  # it counts, until it is undone


def put_there(scene: Scene, days_ago: int) -> None:
    """A freeze, by somebody who writes the server's tables and has counsel's keys."""
    day = datetime.now(UTC).date() - timedelta(days_ago)
    body = order_body(instance=INSTANCE, number=0, previous=bytes(32), day=day, act=Act.FREEZE, rules=None)
    signed = Signed(body, (sign_order(scene.keys_of_counsel.sign_seed, body),))
    file = scene.line.folder / "reviewer" / "reviewer.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        row = (0, order_hash(signed), day.isoformat(), signed.serialise().decode())
        database.execute("INSERT INTO standing_order (number, hash, day, document) VALUES (?, ?, ?, ?)", row)


def adopt_rules(chair: Member, director: Member) -> None:
    """The first does it by keyboard; the second is told in the inbox."""
    page = open_retention(chair)
    expect(page.locator("#retention-rules")).to_contain_text(NOTHING_YET)
    expect(page.locator("#retention-certificates")).to_contain_text("There are none.")
    look_at(page, "retention-none")
    page.locator("#rules-fold > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Defaults for").select_option(label="Germany")
    page.get_by_label("Defaults for").select_option(label="United States")
    scope = page.get_by_role("group", name="Out of scope")
    scope.get_by_label("and days").fill("5")
    page.get_by_role("button", name="Look over and propose").click()
    expect(scope.get_by_label("and days")).to_be_focused()
    expect(scope.locator(".field-error")).to_contain_text("at least 30 days")
    scope.get_by_label("and days").fill("100")
    preview = page.locator("#rules-preview")
    expect(preview).to_contain_text("With these rules 2 of the cases that you read would be kept differently")
    expect(preview).to_contain_text(f"{KEPT} Case ")  # as the list names it
    expect(preview).to_contain_text("Out of scope, would be kept until")
    expect(preview).to_contain_text("that you do not read")
    expect(scope).to_contain_text("together at least 30 days")  # beside the field, before anything is wrong
    expect(page.locator("#retention")).to_contain_text("A delivery is all that came through the line on one day")
    expect(page.locator("#retention")).not_to_contain_text("docs/")
    look_at(page, "retention-propose")
    tab_to(page, "Look over and propose")
    page.keyboard.press("Enter")
    look_at(page, "retention-propose-sure")
    expect(page.get_by_role("dialog").get_by_role("button", name="Back to the form")).to_be_visible()
    tab_to(page, "Sign and propose")
    page.keyboard.press("Enter")
    done(page, "Proposed.")
    look_at(page, "retention-proposed")

    other = director.page
    other.get_by_role("link", name="Account", exact=True).click()
    other.get_by_role("link", name="Inbox", exact=True).click()
    waiting = other.locator("#due-orders a")
    expect(waiting).to_contain_text("waits for a second signature")
    look_at(other, "due-orders")
    waiting.click()
    panel = other.locator("#retention-proposals section")
    expect(panel).to_contain_text("Chair of the Audit Committee proposes retention rules")
    expect(panel).to_contain_text("100 days")
    look_at(other, "retention-proposal")
    panel.get_by_role("button", name="Adopt these rules").click()
    expect(other.get_by_role("dialog")).to_contain_text("With your signature they are in force")
    director.say_yes()
    done(other, "The rules are in force.")
    expect(other.locator("#retention-rules")).to_contain_text("Chair of the Audit Committee and Member")
    expect(other.locator("#retention-rules")).to_contain_text("Deliveries are destroyed after 90 days")
    expect(other.locator("#retention-rules")).to_contain_text("(you) approved that on")
    look_at(other, "retention-adopted")


def ask_for_destruction(chair: Member, director: Member) -> None:
    chair.open_case(OVER)
    chair.act("Review what is kept")
    chair.ask_for(DESTROY, {"Why": "Its time is over."})
    director.open_case(OVER)
    director.approve(DESTROY)


def freeze(placing: Member, other: Member) -> None:
    page = open_retention(placing)
    tab_to(page, "Freeze everything")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("From now on nothing is destroyed")
    expect(dialog).to_contain_text("The operator’s courier, the job that does so, runs at fixed hours: within a day")
    expect(dialog).to_contain_text("It brings nothing back")
    look_at(page, "freeze-sure")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Freeze everything")).to_be_focused()
    page.keyboard.press("Enter")
    done(page, "Everything is frozen.")
    expect(page.locator("#orders-frozen")).to_contain_text(FROZEN)
    look_at(page, "retention-frozen")
    other.page.get_by_role("link", name="Cases", exact=True).click()
    expect(other.page.locator("#orders-frozen")).to_contain_text("Placed by Member of the Audit Committee")
    look_at(other.page, "frozen-cases")


def refused_while_frozen(line: Line, chair: Member) -> None:
    text = chair.open_case(OVER)
    assert "Everything is frozen since" in text
    assert FROZEN in chair.page.locator("#orders-frozen").inner_text()
    panel = chair.request(DESTROY)
    expect(panel).to_contain_text("Two members have to release that before anything is destroyed.")
    expect(panel.get_by_role("button", name=f"Carry it out: {DESTROY}", exact=True)).to_have_count(0)
    look_at(chair.page, "frozen-case")
    assert "frozen" in line.run("reviewer", "retention", "run")


def release(chair: Member, director: Member) -> None:
    page = open_retention(chair)
    page.get_by_role("button", name="Propose to release it").click()
    chair.say_yes()
    done(page, "The freeze ends when another member signs that")
    expect(page.locator("#orders-frozen")).to_contain_text(FROZEN)
    other = open_retention(director)
    panel = other.locator("#retention-proposals section")
    expect(panel).to_contain_text("Chair of the Audit Committee proposes to release a freeze")
    look_at(other, "retention-release")
    panel.get_by_role("button", name="Release it").click()
    director.say_yes()
    done(other, "The freeze is released.")
    expect(other.locator("#orders-frozen")).to_be_empty()
    expect(page.locator("#orders-frozen")).to_be_empty()  # it looks by itself


def certificate(scene: Scene, folder: Path) -> None:
    """Those who read the case have it, and can take it away; who was left out sees nothing."""
    page = open_retention(scene.chair)
    page.locator("#retention-certificates a").click()
    expect(page.locator("#certificate-title")).to_be_focused()
    words = page.locator("#certificate-words")
    expect(words).to_contain_text("Chair of the Audit Committee (you) and Member of the Audit Committee")
    expect(words).to_contain_text("That readers hold no copies")
    expect(words).to_contain_text("The retention rules of")
    expect(words.get_by_role("alert")).to_have_count(0)
    look_at(page, "certificate")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Save the certificate").click()
    file = folder / "certificate.json"
    downloading.value.save_as(file)
    told = check_offline(file)
    assert (told.returncode, scene.case in told.stdout) == (0, True), told.stderr
    file.write_text(file.read_text().replace(scene.case, scene.case[::-1]))
    assert check_offline(file).returncode == 1

    page = scene.counsel.page
    open_retention(scene.counsel)
    expect(page.locator("#retention-certificates")).to_contain_text("There are none.")
    assert scene.case[:4] not in page.locator("#retention").inner_text()

    # Its page says so to who destroyed it; the list does, also to who has not looked since.
    page = open_retention(scene.chair)
    page.locator("#retention-certificates a").click()
    page.locator("#certificate-words a").click()
    expect(page.locator("#case-lead")).to_contain_text("What was sealed in it is gone")
    look_at(page, "case-destroyed")
    page.locator("#case a[data-certificate]").click()
    expect(page.locator("#certificate-words")).to_contain_text("Destroyed on")
    page = scene.director.page
    page.get_by_role("navigation").get_by_role("link", name="Cases", exact=True).click()
    link = page.locator(f"#cases a[data-case='{scene.case}']")
    expect(link).to_be_visible()
    look_at(page, "cases-destroyed")
    link.click()
    page.locator("#case a[data-certificate]").click()
    expect(page.locator("#certificate-words")).to_contain_text("Destroyed on")


def a_shorter_chain_is_named(scene: Scene) -> None:
    """By somebody who owns the database, and cannot make members forget."""
    with closing(sqlite3.connect(scene.line.folder / "reviewer" / "reviewer.sqlite3")) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM standing_order WHERE number > 0")
    page = open_view(scene.chair)
    alarm = page.locator("#orders-alarm")
    expect(alarm).to_contain_text("fewer orders than this account has seen before")
    expect(page.locator("#retention-rules")).to_contain_text("could not be checked")
    expect(page.locator("#retention-freezes")).to_be_empty()
    expect(page.locator("#rules-fold")).to_be_hidden()
    look_at(page, "orders-alarm")
