"""The auditor is confirmed, sees the log, takes the record away and checks it where nothing of the line is; and a
member is told when the server goes back behind what was seen.
"""

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from crypto.directory import verify_directory
from crypto.order import Act
from deploy.founding import enrol_auditor, found_line
from deploy.line import Line, free_ports
from reviewer import record_tree
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.models import StoredDirectory
from reviewer.settings import load
from tests.called import call
from tests.e2e.committee import PATIENT, say_yes, sign_in, words_on
from tests.e2e.conftest import FOUNDERS
from tests.e2e.lines import QuickLine
from tests.e2e.looking import look_at
from tests.e2e.people import Authenticator, Member, fresh_context
from tests.integration.reviewer import certifying
from tests.integration.reviewer.committee import INSTANCE
from tests.integration.reviewer.ordering import RULES
from tests.integration.reviewer.record_line import CANARY, RecordLine

PASSPHRASE = "granite willow slowly mending seven lanterns"
DAY = 86_400
CASES = 3
ONE = "Confirmed by Member of the Audit Committee; one more member has to"
BOTH = "Confirmed by Chair of the Audit Committee, Member of the Audit Committee"


@dataclass
class Audited:
    """A line with cases that were sealed into its tree, its auditor, and its chair."""

    line: Line
    record: RecordLine
    fingerprint: str
    accounts: dict[str, tuple[str, str, str]]  # sign-in name, passphrase, authenticator secret

    def person(self, context: BrowserContext, who: str) -> Member:
        login, passphrase, secret = self.accounts[who]
        return Member(context.new_page(), self.line, login, passphrase, Authenticator(secret))


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[Audited]:
    line = QuickLine(tmp_path / "line", free_ports(), DAY, instance=INSTANCE.hex())
    line.prepare()
    settings = load(line.environment)
    founders = found_line(settings, FOUNDERS)
    database = Database(settings.database_url)
    inside = SimpleNamespace(database=database, settings=settings, people=founders, time=SimpleNamespace(clock=Clock))
    record = RecordLine(cast(Any, inside))
    for _ in range(CASES):
        record.open_case()
    record.order(Act.RULES, *record.members[:2], rules=RULES)
    with database.write() as session:
        certifying.store(session, cast(Any, inside), certifying.of_epochs(session, cast(Any, inside), 20_000, 20_002))
    with database.write() as session:  # the night before the last as well
        record_tree.seal(session, settings.instance, settings.board_seed, Clock().epoch(settings.epoch_seconds) - 2)
    line.seal()
    with database.read() as session:
        file = session.scalars(select(StoredDirectory.value)).one()
    database.close()
    auditor = enrol_auditor(settings, PASSPHRASE, founders[1:2])
    accounts = {
        "auditor": (auditor.login, PASSPHRASE, auditor.totp_secret),
        "chair": ("chair", FOUNDERS[0].passphrase, founders[0].totp_secret),
    }
    try:
        line.start()
        hashed = verify_directory(file, today=None, fingerprint=None).current.hash
        yield Audited(line, record, hashed.hex(), accounts)
    finally:
        line.stop()


def checked(*arguments: str | Path, what: str = "audit") -> subprocess.CompletedProcess[str]:
    """`audit verify`, or `destruction verify`, as on a machine that knows nothing of the line."""
    return call("reviewer", what, "verify", *map(str, arguments), env={"PATH": os.environ["PATH"]})


def saved(page: Page, button: str, file: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    download.value.save_as(file)
    return file


def confirm(chair: Member, words: list[str]) -> None:
    """The chair compares what the auditor reads aloud, and is the second to confirm."""
    page = sign_in(chair, "Inbox")
    page.get_by_role("link", name="Committee", exact=True).click()
    auditors = page.locator("#committee-auditors")
    expect(auditors).to_contain_text(ONE, timeout=PATIENT)
    look_at(page, "auditor-waits")
    auditors.get_by_role("button", name="Compare the six words").click()
    expect(page.get_by_role("dialog").locator(".spoken li")).to_have_text(words, timeout=PATIENT)
    look_at(page, "auditor-words")
    say_yes(page, words)
    expect(auditors).to_contain_text(BOTH, timeout=PATIENT)
    expect(auditors.get_by_role("button", name="Compare the six words")).to_have_count(0)


def test_the_auditor_sees_the_log_once_two_have_confirmed_and_takes_away_a_record_that_anybody_can_check(
    audited: Audited, chromium: Browser, context: BrowserContext, tmp_path: Path
) -> None:
    page = sign_in(audited.person(context, "auditor"), "Compare the words")
    page.get_by_role("button", name="The words are the same").click()
    page.locator("#question-yes").click()
    expect(page.locator("#log-complaint")).to_contain_text("Two members of the committee have to confirm")
    expect(page.locator("#log-rows tr")).to_have_count(0)
    look_at(page, "log-waits")
    page.get_by_role("link", name="Words", exact=True).click()
    confirm(audited.person(fresh_context(chromium), "chair"), words_on(page.locator("#joining-own")))
    page.get_by_role("link", name="Log", exact=True).click()
    expect(page.locator("#log-rows tr")).to_have_count(CASES)
    numbers = page.locator("#log-numbers").inner_text().split("\n")
    assert numbers[:4] == ["All", "3", "Open", "3"]
    assert CANARY not in page.content()
    number = page.locator("#log-rows tr").first.locator("details")
    whole = number.locator("summary").get_attribute("title") or ""
    assert whole in {story.case.hex() for story in audited.record.stories}
    expect(number.locator("summary")).to_contain_text(f"{whole[:4]} {whole[4:8]}")
    expect(number.get_by_text(whole)).to_be_hidden()
    number.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(number.get_by_text(whole)).to_be_visible()  # as `audit verify` names it
    look_at(page, "log-number")
    page.get_by_text("1 earlier checkpoint").click()
    expect(page.locator("#log-earlier li")).to_have_text(re.compile(r"\d{4}: \d+ leaves [A-Za-z0-9+/]{43}=$"))
    look_at(page, "log")

    file = saved(page, "Download the record", tmp_path / "record.export")
    note = saved(page, "Save the newest checkpoint alone", tmp_path / "checkpoint.txt")
    good = checked(file, "--fingerprint", audited.fingerprint, "--since", note)
    assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "nothing is wrong")

    page.locator("#log-certificates a").click()
    expect(page.locator("#certificate-title")).to_have_text("Deliveries of October 4, 2024 to October 6, 2024")
    expect(page.locator("#certificate-words")).to_contain_text("adopted by Chair of the Audit Committee and Member")
    look_at(page, "log-certificate")
    told = checked(
        saved(page, "Save the certificate", tmp_path / "certificate.json"),
        "--fingerprint",
        audited.fingerprint,
        what="destruction",
    )
    assert (told.returncode, "epochs 20000 to 20002" in told.stdout) == (0, True), told.stderr

    story = audited.record.stories[1]
    entry = f'"case":"{story.case.hex()}","entry":0,'.encode()
    at = file.read_bytes().index(b"acknowledge", file.read_bytes().index(entry))
    file.write_bytes(file.read_bytes()[:at] + b"A" + file.read_bytes()[at + 1 :])
    bad = checked(file)
    assert bad.returncode == 1
    assert f"case {story.case.hex()}, entry 0: " in bad.stdout


def set_back(line: Line) -> None:
    """The record as it was before anything was sealed, by somebody who owns the database."""
    with closing(sqlite3.connect(line.folder / "reviewer" / "reviewer.sqlite3")) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.executescript("DELETE FROM checkpoint; DELETE FROM filler; DELETE FROM leaf")


def test_a_member_is_told_loudly_when_the_server_goes_back_behind_what_was_seen(
    audited: Audited, context: BrowserContext
) -> None:
    alarm = "The server shows another past than before"
    chair = audited.person(context, "chair")
    page = chair.page
    with page.expect_response(lambda one: one.url.endswith("/api/index") and one.request.method == "PUT"):
        sign_in(chair, "Inbox")  # and what was seen is kept
    expect(page.locator("#tree-alarm")).to_be_empty()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    set_back(audited.line)
    page = sign_in(chair, "Inbox")
    expect(page.locator("#tree-alarm").get_by_role("heading", name=alarm)).to_be_visible()
    look_at(page, "tree-alarm")
