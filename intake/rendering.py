"""Templates and words of the public pages: Jinja with autoescape; catalogues are compiled when they are published."""

import importlib.util
import io
from collections.abc import Callable
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import i18n

SOURCE_LANGUAGE = "en"


def languages_in(pages: Path) -> list[str]:
    """English and every language that has a catalogue."""
    found = {path.parents[1].name for path in pages.glob("locale/*/LC_MESSAGES/messages.po")}
    return [SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE})]


def translations(pages: Path, language: str) -> NullTranslations:
    """The words of one language. Words that it lacks stay English."""
    catalogue = pages / "locale" / language / "LC_MESSAGES" / "messages.po"
    if not catalogue.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def environment(pages: Path, words: NullTranslations) -> Environment:
    """The templates in `pages`, in the language of these words.

    A name that a template misspells is an error, not an empty place.
    """
    made = Environment(
        loader=FileSystemLoader(pages),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[i18n],
    )
    made.install_gettext_translations(words)  # type: ignore[attr-defined]
    return made


def script_words(pages: Path, translate: Callable[[str], str]) -> dict[str, str]:
    """The words for script, by name, from `words.py` in the folder of the pages; none where there is no such file."""
    path = pages / "words.py"
    if not path.exists():
        return {}
    spec = importlib.util.spec_from_file_location("page_words", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.words(translate)
    return found
