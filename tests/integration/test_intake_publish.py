"""What is served is what was published, and publishing twice gives the same bytes."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from babel.localedata import locale_identifiers
from flask import Flask

from intake import publish
from intake.app import create_app
from intake.headers import CSP
from intake.line_context import facts_of, length_in_words
from intake.painting import Built, PublishError, Sources
from intake.publish import Edition
from intake.verify import differences
from tests.integration.intake_line import IntakeLine

HERE = Path(__file__).parent
PAGES, BUNDLES = HERE / "intake_pages", HERE / "intake_bundles"
NOTICE = """# Times\n\nWe *meet* <script>alert(1)</script> [here](https://line.example) [not](javascript:alert(1)).\n"""


@pytest.fixture
def line(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path / "data")


@pytest.fixture
def edition(line: IntakeLine, tmp_path: Path) -> Edition:
    return build(line, tmp_path)


def build(line: IntakeLine, tmp_path: Path) -> Edition:
    notices = tmp_path / "notices"
    notices.mkdir(exist_ok=True)
    (notices / "1.md").write_text(NOTICE)
    facts = facts_of(line.settings, line.published.current_directory())
    return publish.build(facts, Sources(PAGES, BUNDLES, notices))


def text(edition: Edition, path: str) -> str:
    return edition[path].body.decode()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.promise("P18")
def test_two_builds_are_byte_equal(line: IntakeLine, tmp_path: Path) -> None:
    for name in ("one", "two"):
        publish.write(build(line, tmp_path), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_language_gets_its_pages_and_its_words(edition: Edition) -> None:
    pages = {path for path in edition if path.endswith(("/", ".html"))}
    assert pages == {"/en/", "/en/poster.html", "/offline.html", "/de/", "/de/poster.html", "/de/offline.html"}
    assert "<title>Leitung</title>" in text(edition, "/de/")
    assert "Deutsch" in text(edition, "/en/")
    assert "90 Tage" in text(edition, "/de/")


def config(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="line">(.*?)</script>', page)
    assert found
    parsed: dict[str, object] = json.loads(found[1])
    return parsed


def test_the_page_carries_the_line_and_the_words_for_its_script(line: IntakeLine, edition: Edition) -> None:
    found = config(text(edition, "/de/"))
    assert found["words"] == {"sent": "Gesendet.", "tricky": "</script><!-- & -->"}
    assert found["fingerprint"] == line.published.current_directory().current.hash.hex()
    assert found["members"] == [{"slot": slot, "role": f"Member {slot}"} for slot in range(3)]
    assert set(found) == {
        *("instance", "fingerprint", "members", "epoch_seconds", "company", "counsel", "other_address", "language"),
        "words",
    }


def test_the_offline_page_is_whole_and_its_policy_allows_just_what_is_in_it(line: IntakeLine, edition: Edition) -> None:
    page = text(edition, "/offline.html")
    assert " src=" not in page
    assert " href=" not in page
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in page
    held = line.published.directory()
    assert held
    assert base64.b64decode(str(config(page)["directory"])) == held.value


def test_a_file_is_named_and_checked_by_its_hash(edition: Edition) -> None:
    named = {path: one.body for path, one in edition.items() if re.fullmatch(r"/\w+\.[0-9a-f]{16}\.\w+", path)}
    assert len(named) == 4
    for path, body in named.items():
        assert hashlib.sha256(body).hexdigest()[:16] in path
    script = next(body for path, body in named.items() if path.endswith(".js"))
    integrity = base64.b64encode(hashlib.sha384(script).digest()).decode()
    assert f'integrity="sha384-{integrity}"' in text(edition, "/en/")


def test_a_notice_is_text_and_harmless_links(edition: Edition) -> None:
    page = text(edition, "/en/")
    assert "<h3>Times</h3>" in page
    assert '<a href="https://line.example">here</a>' in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_poster_code_carries_the_fingerprint_where_no_server_sees_it(line: IntakeLine, edition: Edition) -> None:
    fingerprint = line.published.current_directory().current.hash.hex()
    assert f"https://line.example/#{fingerprint}" in text(edition, "/en/poster.html")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(86400, "1 day"), (90 * 86400, "90 days"), (15, "15 seconds"), (1350, "22 minutes"), (36 * 3600, "36 hours")],
)
def test_a_length_of_time_is_said_in_one_unit(seconds: int, words: str) -> None:
    assert length_in_words(seconds, "en") == words


@pytest.mark.parametrize(
    ("code", "words"), [("ja", "90 日"), ("it", "90 giorni"), ("ar", "90 يومًا"), ("ru", "90 дней"), ("de", "90 Tage")]
)
def test_a_language_without_long_forms_has_words_for_lengths_too(code: str, words: str) -> None:
    assert length_in_words(90 * 86400, code) == words


@pytest.mark.parametrize("unit", [1, 60, 3600, 86400])
def test_no_language_shows_the_name_of_a_unit_in_code(unit: int) -> None:
    for code in locale_identifiers():
        for count in (1, 2, 3, 7, 15, 90):
            assert "duration" not in length_in_words(count * unit, code), code


def test_the_way_out_leads_where_the_settings_say(line: IntakeLine, tmp_path: Path, root: Path) -> None:
    sources = Sources(root / "intake/pages", BUNDLES, None)
    directory = line.published.current_directory()
    elsewhere = replace(line.settings, leave_address="https://weather.example/?a=1&b=2")
    empty, other = (publish.build(facts_of(one, directory), sources) for one in (line.settings, elsewhere))
    for path in ("/en/", "/offline.html"):
        assert 'id="leave" href="about:blank" rel="noreferrer"' in text(empty, path)
        assert 'id="leave" href="https://weather.example/?a=1&amp;b=2" rel="noreferrer"' in text(other, path)


def test_a_new_edition_is_taken_up_whole_while_serving(line: IntakeLine, edition: Edition, tmp_path: Path) -> None:
    client = create_app(line.settings).test_client()
    assert client.get("/en/").status_code == 503
    publish.put_in_place(edition, line.settings.site_dir)
    assert client.get("/en/").data == edition["/en/"].body
    line.published.put_directory(line.committee.next_version(), line.published.current_directory().current.day)
    second = build(line, tmp_path)
    publish.put_in_place(second, line.settings.site_dir)
    assert client.get("/en/").data == second["/en/"].body != edition["/en/"].body
    publish.put_in_place(second, line.settings.site_dir)
    assert len(list(line.folder.glob("site-*"))) == 2


def test_publish_does_not_replace_what_it_has_not_made(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with pytest.raises(PublishError):
        publish.put_in_place(edition, tmp_path / "site")


def test_a_page_is_served_with_its_type_and_compressed_to_whoever_asks(line: IntakeLine, edition: Edition) -> None:
    publish.put_in_place(edition, line.settings.site_dir)
    client = create_app(line.settings).test_client()
    plain, packed = client.get("/en/"), client.get("/en/", headers={"Accept-Encoding": "gzip, br"})
    assert plain.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data)
    assert client.get("/offline.html").headers["Content-Disposition"] == 'attachment; filename="offline.html"'
    assert client.get("/manifest.json").json == json.loads(publish.manifest_of(edition))
    assert client.get("/").headers["Location"] == "/en/"
    assert [client.get(path).status_code for path in ("/en", "/en//", "/../data", "/en/index.html")] == [404] * 4


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(line: IntakeLine, edition: Edition) -> Iterator[tuple[str, Flask]]:
    publish.put_in_place(edition, line.settings.site_dir)
    app = create_app(replace(line.settings, address="http://line.example"))
    server: WSGIServer = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", app
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.promise("P18")
def test_verify_finds_what_is_served_as_it_was_published(served: tuple[str, Flask], edition: Edition) -> None:
    url, _ = served
    assert differences(url, publish.manifest_of(edition)) == []


@pytest.mark.mutant("P18")
def test_verify_names_a_flipped_byte_and_another_policy(
    line: IntakeLine, served: tuple[str, Flask], edition: Edition
) -> None:
    url, _ = served
    script = next(path for path in edition if path.endswith(".js"))
    altered = edition | {script: Built(b"D" + edition[script].body[1:], edition[script].content_type)}
    site = line.settings.site_dir
    (site / script.lstrip("/")).write_bytes(altered[script].body)
    (site / f"{script.lstrip('/')}.gz").unlink(missing_ok=True)
    (site / "manifest.json").write_bytes(publish.manifest_of(altered))
    weaker = publish.manifest_of(edition).replace(CSP.encode(), CSP.replace("'none'", "*", 1).encode())
    assert f"{script}: other bytes than were published" in differences(url, publish.manifest_of(edition))
    assert "/en/: header Content-Security-Policy is not as published" in differences(url, weaker)
