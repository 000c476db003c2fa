"""The frame of cover traffic: nothing to read or press, as long as the first page, held by the named origins alone."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from intake import publish
from intake.app import create_app
from intake.cover_frame import FRAME
from intake.headers import CSP
from intake.line_context import facts_of
from intake.painting import Sources
from intake.publish import Edition
from intake.settings import BadSettings, load
from tests.integration.intake_line import IntakeLine

BUNDLES = Path(__file__).parent / "intake_bundles"
INTRANET = "https://intranet.example"


@pytest.fixture
def line(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path / "data")


def edition_for(line: IntakeLine, root: Path, *origins: str) -> Edition:
    facts = facts_of(replace(line.settings, cover_origins=origins), line.published.current_directory())
    return publish.build(facts, Sources(root / "intake/pages", BUNDLES, None))


class Inventory(HTMLParser):
    """The elements of a page and the text between them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self._silent = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self._silent = tag in ("script", "title")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._silent = False


def test_the_frame_holds_no_word_and_nothing_to_press(line: IntakeLine, root: Path) -> None:
    found = Inventory(edition_for(line, root, INTRANET)[FRAME].body)
    assert found.elements == {"html", "head", "meta", "title", "link", "script", "body", "img"}
    assert found.text == ""


@pytest.mark.parametrize(
    "origins", [(), (INTRANET,), (INTRANET, "https://a.rather.long.name.of.an.intranet.example:8443")]
)
def test_the_frame_is_as_long_on_the_wire_as_the_first_page(
    line: IntakeLine, root: Path, origins: tuple[str, ...]
) -> None:
    edition = edition_for(line, root, *origins)
    frame, first = (len(one.packed()) + len(one.csp) for one in (edition[FRAME], edition["/en/"]))
    assert 0 <= first - frame <= 3


def test_the_same_line_gives_the_same_frame(line: IntakeLine, root: Path) -> None:
    assert edition_for(line, root, INTRANET) == edition_for(line, root, INTRANET)


def files_of(edition: Edition) -> Mapping[str, Mapping[str, str]]:
    files: Mapping[str, Mapping[str, str]] = json.loads(publish.manifest_of(edition))["files"]
    return files


def test_only_the_frame_has_a_policy_of_its_own_and_only_where_an_origin_is_named(line: IntakeLine, root: Path) -> None:
    assert not [path for path, entry in files_of(edition_for(line, root)).items() if "csp" in entry]
    own = {path: entry["csp"] for path, entry in files_of(edition_for(line, root, INTRANET)).items() if "csp" in entry}
    assert own == {FRAME: CSP.replace("frame-ancestors 'none'", f"frame-ancestors {INTRANET}")}


def test_the_script_for_the_intranet_is_listed(line: IntakeLine, root: Path) -> None:
    assert [path for path in files_of(edition_for(line, root)) if re.fullmatch(r"/cover\.[0-9a-f]{16}\.js", path)]


def test_each_file_is_served_with_its_policy(line: IntakeLine, root: Path) -> None:
    publish.put_in_place(edition_for(line, root, INTRANET), line.settings.site_dir)
    client = create_app(line.settings).test_client()
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in (FRAME, "/en/", "/manifest.json")}
    assert policies == {
        FRAME: CSP.replace("ancestors 'none'", f"ancestors {INTRANET}"),
        "/en/": CSP,
        "/manifest.json": CSP,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        "intranet.example",
        "https://*.example",
        "https://intranet.example/",
        "'self'",
        "*",
        "https://a.example; script-src *",
    ],
)
def test_only_whole_origins_are_taken(wrong: str) -> None:
    with pytest.raises(BadSettings) as refused:
        load({"INTAKE_COVER_ORIGINS": wrong})
    assert [one for one in refused.value.problems if one.startswith("INTAKE_COVER_ORIGINS must be origins")]


def test_origins_stand_side_by_side() -> None:
    with pytest.raises(BadSettings) as refused:
        load({"INTAKE_COVER_ORIGINS": "https://one.example  http://two.example:8080"})
    assert not [one for one in refused.value.problems if "COVER" in one]
