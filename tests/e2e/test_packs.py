"""What is made for meetings and counsel, in a real browser: on paper, as tables, as evidence that needs no network."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.line import ROOT
from tests.e2e.conftest import FOUNDERS
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member
from tests.e2e.treated import DAYS, HIDDEN, LEDGER, Treated

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
RIGHT, WRONG = "It is as it was", "It is not as it was"
CANTEEN = "The canteen closes too early"
CLOSED = "Stock that does not exist is on the list"


@pytest.fixture(scope="module")
def chair(chromium: Browser, treated: Treated) -> Iterator[Member]:
    context = fresh_context(chromium)
    one = member(context, treated.line, CHAIR, treated.secrets[CHAIR.login])
    one.sign_in()
    yield one
    context.close()


def make_pack(page: Page, kind: str) -> None:
    """A pack about all the months in which the committee has treated cases."""
    page.get_by_role("link", name="For meetings").click()
    page.get_by_role("radio", name=kind).check()
    if page.locator("#packs-period").is_visible():
        page.get_by_label("Period").select_option(label="Other days")
        today = datetime.now(UTC).date()
        page.get_by_label("First day").fill((today - timedelta(DAYS)).isoformat())
        page.get_by_label("Last day").fill(today.isoformat())
    page.get_by_role("button", name="Put it together").click()
    expect(page.locator("#pack-title")).to_be_focused()


def table_of(page: Page, sheet: str) -> list[list[str]]:
    """The rows of the file that a sheet is saved as."""
    with page.expect_download() as saving:
        page.locator(sheet).get_by_role("button", name="Save as a table (CSV)").click()
    text = Path(saving.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def value(rows: list[list[str]], section: str, line: str) -> str:
    """Of one line of a table: sections are named on each of their lines."""
    return next(row[2] for row in rows if row[0] == section and row[1].startswith(line))


def short(treated: Treated, text: str) -> str:
    """The number of a case as pages show it."""
    number = treated.matters[text].id.hex()
    return f"{number[:4]} {number[4:8]}"


def test_a_meeting_pack_counts_what_all_its_readers_know_on_paper_and_as_a_table(
    chair: Member, treated: Treated
) -> None:
    page = chair.page
    make_pack(page, "For a meeting of the committee")
    pack, supplement = page.locator("#packs-sheets > .pack").first, page.locator(".supplement")
    rows = table_of(page, "#packs-sheets > .pack:not(.supplement)")
    assert value(rows, "Reports", "Received") == "14"
    assert value(rows, "Reports", "Closed") == "5"
    assert value(rows, "Received, by severity", "S3") == "7"
    assert {value(rows, "Received, by severity", one) for one in ("S1", "S2")} == {"Withheld"}
    assert value(rows, "Received, by category", "Fraud in financial records") == "5"
    assert value(rows, "Late in cases of severity S1, and holds", "Chair told late") == "1 to 4"
    assert value(rows, "Beside these: tests and spam", "Tests of the channel") == "0"
    # What leaves the counsel out is on a sheet of its own, for the two others.
    expect(supplement).to_contain_text(short(treated, HIDDEN))
    expect(supplement).to_contain_text(f"Only for: {CHAIR.role}; {DIRECTOR.role}")
    expect(pack).not_to_contain_text(short(treated, HIDDEN))
    assert treated.matters[HIDDEN].id.hex() not in str(rows)
    # What is typed cannot run in a spreadsheet.
    page.get_by_role("textbox", name="Matters to discuss").fill('=HYPERLINK("x")')
    assert (
        value(table_of(page, "#packs-sheets > .pack:not(.supplement)"), "Matters to discuss", "") == '\'=HYPERLINK("x")'
    )
    look_at(page, "pack-meeting")
    print_as(page, "pack-meeting")


def print_as(page: Page, name: str) -> None:
    """On paper the sheet stands alone: no form, no supplement, no buttons."""
    (ROOT / "build" / "pictures" / f"{name}.pdf").write_bytes(page.pdf())
    page.emulate_media(media="print")
    expect(page.locator("#packs-sheets > .pack").first).to_be_visible()
    for other in (".supplement", "#packs-form", "#navigation", ".pack .actions", "#packs-title"):
        expect(page.locator(other).first).to_be_hidden()
    page.emulate_media(media="null")  # as it is: on the screen, and on paper when printed


def test_the_other_packs_are_made_and_the_list_before_a_filing_names_open_accounting_matters(
    chair: Member, treated: Treated
) -> None:
    page = chair.page
    make_pack(page, "Report to the directors")
    expect(page.locator(".pack textarea")).to_have_count(0)
    expect(page.locator(".pack").first).not_to_contain_text("Chair told late")
    make_pack(page, "Annual evaluation of the channel")
    expect(page.locator(".pack").first).to_contain_text("Changes of the committee")
    look_at(page, "pack-evaluation")
    make_pack(page, "Log of complaints")
    expect(page.get_by_role("radio", name="The directors: counted")).to_be_hidden()
    log = table_of(page, "#packs-sheets > .pack:not(.supplement)")
    assert sum(row[1] == treated.matters[LEDGER].id.hex() for row in log) == 1
    look_at(page, "pack-log")
    make_pack(page, "Before a filing")
    accounting = page.locator(".pack-part", has_text="Accounting matters").first
    expect(accounting).to_contain_text(short(treated, LEDGER))
    for text in (CANTEEN, CLOSED, HIDDEN):
        expect(accounting).not_to_contain_text(short(treated, text))
    expect(page.locator(".pack-part", has_text="Not triaged yet").first).to_contain_text(short(treated, CANTEEN))
    look_at(page, "pack-sweep")
    print_as(page, "pack-sweep")


def test_evidence_of_a_case_is_checked_without_a_network_and_names_what_was_changed(
    chromium: Browser, chair: Member, treated: Treated, tmp_path: Path
) -> None:
    page = chair.page
    page.get_by_role("link", name="Cases", exact=True).click()
    page.locator("#cases-rows a", has_text=LEDGER).click()
    expect(page.locator("#case-title")).to_be_focused()
    page.get_by_role("button", name="Make an evidence package").click()
    with page.expect_download() as saving:
        page.locator("#question-yes").click()
    archive = tmp_path / "case.zip"
    saving.value.save_as(archive)
    expect(page.locator("#case-history")).to_contain_text("An evidence package was made of this case")
    files = contents(archive)
    assert all(sha256(files[name]).hexdigest() == hash_ for hash_, name in listed(files))
    assert b"I saw the file on the shared drive." in files["case.txt"]
    assert "proofs.json" in files

    context = fresh_context(chromium)
    context.set_offline(True)
    verifier = Verifier(context.new_page(), tmp_path, files["verify.html"])
    assert verifier.check(files) == (RIGHT, [])
    look_at(verifier.page, "evidence-holds")
    one = "contents/0000.json"
    changed = files | {one: flipped(files[one])}
    assert verifier.check(changed) == (WRONG, [one])
    look_at(verifier.page, "evidence-changed")
    # A list of hashes that is written anew does not hide it.
    text = files["case.txt"].replace(b"corrected by hand", b"corrected by Hand")
    assert verifier.check(relisted(files | {"case.txt": text})) == (WRONG, ["case.txt"])
    sealed = "record/0000.sealed"
    assert verifier.check(relisted(files | {sealed: flipped(files[sealed])})) == (WRONG, [sealed])
    assert verifier.requests == []
    context.close()


class Verifier:
    """The page of a package, opened from a disk."""

    def __init__(self, page: Page, folder: Path, html: bytes) -> None:
        self.page, self.folder = page, folder
        self.requests = list[str]()
        (folder / "verify.html").write_bytes(html)
        page.goto((folder / "verify.html").as_uri())
        page.on("request", lambda one: self.requests.append(one.url))

    def check(self, files: dict[str, bytes]) -> tuple[str, list[str]]:
        """What it says of these files, and which it names."""
        archive = self.folder / "checked.zip"
        with zipfile.ZipFile(archive, "w") as made:
            for name, value in files.items():
                made.writestr(name, value)
        self.page.get_by_label("The archive (.zip)").set_input_files([])
        self.page.get_by_label("The archive (.zip)").set_input_files(archive)
        title = self.page.locator("#result h2").first
        expect(title).to_be_focused()
        return title.inner_text(), sorted(set(self.page.locator("#result code").all_inner_texts()))


def contents(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as found:
        return {name: found.read(name) for name in found.namelist()}


def listed(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Hash and name, as the list has them."""
    pairs = [line.split("  ") for line in files["SHA256SUMS"].decode().splitlines()]
    assert {name for _, name in pairs} == set(files) - {"SHA256SUMS"}
    return [(hash_, name) for hash_, name in pairs]


def relisted(files: dict[str, bytes]) -> dict[str, bytes]:
    """With a list of hashes that is right."""
    names = sorted(set(files) - {"SHA256SUMS"})
    lines = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in names)
    return files | {"SHA256SUMS": lines.encode()}


def flipped(value: bytes) -> bytes:
    """One bit of one byte is another."""
    middle = len(value) // 2
    return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
