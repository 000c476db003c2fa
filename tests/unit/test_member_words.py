"""Every word of the members' pages is in the catalogue and is said by a script or a template."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from crypto.codes import CATEGORIES, RELATIONS
from reviewer.words import WORDS

NAME = re.compile(r"'([a-z_]+\.\w+)'")
SAID = re.compile(r"\bsay(Count)?\(\s*'([a-z_]+\.\w+)'")
COMPOSED = re.compile(r"`([a-z_]+\.\w*)\$\{")  # `told.${name}`: any name that begins like this is used
FORM = re.compile(r"\.(?:one|other)$")
PLACE = re.compile(r"\{\w+\}")
# Lists of codes, and how the keys of their words begin.
PREFIXES = {
    "states": "state",
    "categories": "category",
    "severities": "severity",
    "detriments": "detriment",
    "levels": "level",
    "materialities": "materiality",
    "outcomes": "outcome",
    "channels": "channel",
    "classes": "class",
    "profiles": "profile",
    "links": "link",
    "relations": "relation",
}


@pytest.fixture(scope="module")
def scripts(root: Path) -> str:
    return "\n".join(path.read_text() for path in sorted((root / "reviewer/browser").rglob("*.js")))


def test_the_catalogue_holds_the_words_of_today(root: Path) -> None:
    folder = root / "reviewer"
    with (folder / "locale/babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    today = {str(message) for _, _, message, _, _ in extract_from_dir(folder, methods, options)}
    with (folder / "locale/messages.pot").open("rb") as file:
        assert {message.id for message in read_po(file) if message.id} == today


def test_every_name_that_a_script_says_has_words(scripts: str) -> None:
    said = SAID.findall(scripts)
    assert said
    assert not [name for counted, name in said if (f"{name}.other" if counted else name) not in WORDS]


def test_every_word_for_script_is_said_by_one(scripts: str) -> None:
    used, beginnings = set(NAME.findall(scripts)), tuple(COMPOSED.findall(scripts))
    unused = [name for name in WORDS if not {name, FORM.sub("", name)} & used and not name.startswith(beginnings)]
    assert not unused


def test_every_code_of_the_protocol_has_words() -> None:
    codes = [f"category.{code}" for code in CATEGORIES] + [f"relation.{code}" for code in RELATIONS]
    assert set(codes) <= set(WORDS)


def test_every_error_that_the_page_knows_has_words(root: Path) -> None:
    listed = (root / "reviewer/browser/failures.js").read_text().partition("new Set(")[2].partition(")")[0]
    known = set(re.findall(r"'([a-z_]+)'", listed))
    assert known
    assert {f"failure.{code}" for code in known} <= set(WORDS)


def test_places_in_words_are_filled_in_by_name() -> None:
    for name, text in WORDS.items():
        assert str(text).count("{") == str(text).count("}") == len(PLACE.findall(str(text))), name


def test_an_evidence_package_calls_each_code_what_the_pages_call_it(root: Path) -> None:
    script = (root / "reviewer/browser/packs/evidence-codes.js").read_text()
    written = dict(re.findall(r"^  (\w+): \{\n(.*?)^  \},$", script, re.MULTILINE | re.DOTALL))
    assert set(written) == {*PREFIXES, "items"}
    for name, prefix in PREFIXES.items():
        found = re.findall(r"^    (\w+): '(.*)',$", written[name], re.MULTILINE)
        assert found
        assert {f"{prefix}.{code}": text for code, text in found} == {
            f"{prefix}.{code}": str(WORDS[f"{prefix}.{code}"]) for code, _ in found
        }
