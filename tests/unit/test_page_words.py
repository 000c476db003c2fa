"""Every word of the public pages is in the catalogue, is used by a script or a template, and promises nothing."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from intake.pages.words import words

NAME = re.compile(r"['`]([a-z]+(?:_[a-z]+)*)['`]")
COMPOSED = re.compile(r"`([a-z_]+_)\$\{")  # `trace_${kind}`: any name that begins like this is used
PLACE = re.compile(r"\{(\w+)\}")
# Nobody who made this page can promise these things, and a calm page does not try.
ADJECTIVES = re.compile(r"\b(?:safe(?:ly)?|secure(?:ly)?|guarantee\w*|untraceable|whistle-?blow\w*)\b", re.IGNORECASE)


def english(text: str) -> str:
    return text


@pytest.fixture(scope="module")
def scripts(root: Path) -> str:
    return "\n".join(path.read_text() for path in sorted((root / "intake/browser").glob("*.js")))


def extracted(pages: Path) -> set[str]:
    with (pages / "locale/babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    return {str(message) for _, _, message, _, _ in extract_from_dir(pages, methods, options)}


def test_the_catalogue_holds_the_words_of_today(root: Path) -> None:
    pages = root / "intake/pages"
    with (pages / "locale/messages.pot").open("rb") as file:
        listed = {message.id for message in read_po(file) if message.id}
    assert listed == extracted(pages)


def test_every_name_that_a_script_says_has_words(scripts: str) -> None:
    said = set(re.findall(r"say\(\s*'(\w+)'", scripts))
    assert said
    assert said <= set(words(english))


def test_every_word_for_script_is_said_by_one(scripts: str) -> None:
    used, beginnings = set(NAME.findall(scripts)), (*COMPOSED.findall(scripts), "category_", "relation_")
    assert not [name for name in words(english) if name not in used and not name.startswith(beginnings)]


@pytest.mark.parametrize("language", ["pages", "scripts"])
def test_no_word_promises_what_nobody_can(root: Path, language: str) -> None:
    texts = extracted(root / "intake/pages") if language == "pages" else set(words(english).values())
    assert texts
    assert not [text for text in texts if ADJECTIVES.search(text)]


def test_a_promise_would_be_found() -> None:
    assert ADJECTIVES.search("Your report is safe with us")


def test_places_in_words_are_filled_in_by_name() -> None:
    for name, text in words(english).items():
        assert text.count("{") == text.count("}") == len(PLACE.findall(text)), name
