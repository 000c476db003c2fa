"""P17: the offline page makes a sealed file without any network; a member's import brings it to all readers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from crypto.limits import ENVELOPE
from deploy.line import Line
from tests.e2e.conftest import FOUNDERS
from tests.e2e.people import Reporter, fresh_context, member, reporter

Founded = tuple[Line, dict[str, str]]
CHAIR, DIRECTOR, COUNSEL = FOUNDERS
TEXT = "Written at home, without a network."


def save_offline_page(chromium: Browser, line: Line, folder: Path) -> Path:
    context = fresh_context(chromium)
    page = context.new_page()
    page.goto(line.intake_url + "/en/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="offline page").first.click()
    path = folder / "offline.html"
    saved.value.save_as(path)
    context.close()
    return path


def write_offline(chromium: Browser, line: Line, page_file: Path, folder: Path) -> tuple[Path, str]:
    context = fresh_context(chromium)
    context.set_offline(True)
    asked: list[str] = []
    writer = Reporter(context.new_page(), line)
    writer.page.on("request", lambda request: asked.append(request.url))
    writer.page.goto(page_file.as_uri())
    writer.begin_writing()
    writer.fill_in(TEXT, excluded=[COUNSEL.role])
    phrase = writer.go_on()
    writer.page.get_by_role("checkbox", name="I have the eight words").check()
    with writer.page.expect_download() as saved:
        writer.page.get_by_role("button", name="Save the sealed file").click()
    path = folder / saved.value.suggested_filename
    saved.value.save_as(path)
    expect(writer.page.get_by_role("heading", name="The sealed file is saved")).to_be_visible()
    assert [url for url in asked if url.startswith("http")] == []
    context.close()
    return path, phrase


@pytest.mark.promise("P17")
def test_a_sealed_file_reaches_all_it_is_sealed_to(chromium: Browser, founded: Founded, tmp_path: Path) -> None:
    line, secrets = founded
    sealed, phrase = write_offline(chromium, line, save_offline_page(chromium, line, tmp_path), tmp_path)
    assert sealed.name == "report.sealed"
    assert sealed.stat().st_size == ENVELOPE
    assert TEXT.encode() not in sealed.read_bytes()

    # Counsel is left out: the file does not open there, but can be passed on all the same.
    counsel = member(fresh_context(chromium), line, COUNSEL, secrets["counsel"])
    counsel.sign_in()
    counsel.page.get_by_role("link", name="Open a sealed file").click()
    counsel.page.locator("#import-file").set_input_files(sealed)
    expect(counsel.page.get_by_role("heading", name="What the file holds")).to_be_focused()
    assert TEXT not in counsel.page.content()
    counsel.page.get_by_role("button", name="Pass it on to the committee").click()
    expect(counsel.page.locator("#import-progress")).not_to_be_empty()

    director = member(fresh_context(chromium), line, DIRECTOR, secrets["director"])
    director.sign_in()
    director.wait_for_report(TEXT)
    writer = reporter(fresh_context(chromium), line)
    writer.come_back(phrase)
    writer.wait_for_text("(messages: 1)")


def test_a_file_that_is_no_envelope_is_named_and_nothing_is_lost(
    chromium: Browser, founded: Founded, tmp_path: Path
) -> None:
    line, secrets = founded
    wrong = tmp_path / "report.sealed"
    wrong.write_bytes(b"\0" * ENVELOPE)
    chair = member(fresh_context(chromium), line, CHAIR, secrets["chair"])
    chair.sign_in()
    chair.page.get_by_role("link", name="Open a sealed file").click()
    chair.page.locator("#import-file").set_input_files(wrong)
    expect(chair.page.locator("#import-file-error")).not_to_be_empty()
    expect(chair.page.get_by_role("button", name="Pass it on to the committee")).to_be_hidden()
