"""What the templates of the public pages are told about the line.

The shapes are listed at the top of intake/publish.py.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from babel.units import format_unit
from markupsafe import Markup

from crypto.directory import CurrentDirectory
from intake.settings import EMPTY_PAGE, Settings

UNITS = (("duration-day", 86400), ("duration-hour", 3600), ("duration-minute", 60), ("duration-second", 1))
FIRST_ANSWER_EPOCHS, ASK_AGAIN_EPOCHS, KEPT_EPOCHS = 2, 7, 90


@dataclass(frozen=True)
class Asset:
    """A file that a page loads, by the hash in its name and its integrity attribute."""

    path: str
    integrity: str


@dataclass(frozen=True)
class Assets:
    """The files that all pages of an edition share."""

    script: Asset
    style: Asset
    icon: Asset
    qr: Asset
    poster_style: Asset | None


@dataclass(frozen=True)
class Language:
    """A language of the pages: its code, its own name, the path of its first page."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Paths:
    """Where the pages of one language are served."""

    page: str
    poster: str
    offline: str
    manifest: str = "/manifest.json"


@dataclass(frozen=True)
class Schedule:
    """Lengths of time in words of one language; `closes_at` is empty unless epochs are whole days."""

    epoch: str
    first_answer: str
    ask_again: str
    kept: str
    closes_at: str


@dataclass(frozen=True)
class LineFacts:
    """What is true of the line in every language."""

    company: str
    counsel: str
    address: str
    other_address: str
    epoch_seconds: int
    instance: str
    fingerprint: str
    quorum: int
    members: tuple[dict[str, object], ...]
    directory: bytes = field(repr=False)
    leave_address: str = EMPTY_PAGE
    cover_origins: tuple[str, ...] = ()

    @property
    def poster_address(self) -> str:
        """The address with the fingerprint as a fragment, which browsers keep to themselves."""
        return f"{self.address}/#{self.fingerprint}"

    @property
    def fingerprint_groups(self) -> tuple[str, ...]:
        return tuple(self.fingerprint[start : start + 4] for start in range(0, len(self.fingerprint), 4))


@dataclass(frozen=True)
class Inlined:
    """Script and style of the offline page, ready to stand inside their elements, and the policy that allows just
    these.
    """

    script: Markup
    style: Markup
    csp: str


def facts_of(settings: Settings, directory: CurrentDirectory) -> LineFacts:
    """The line as its settings and its current directory describe it."""
    current = directory.current
    return LineFacts(
        company=settings.company,
        counsel=settings.counsel,
        address=settings.address,
        other_address=settings.other_address,
        epoch_seconds=settings.epoch_seconds,
        instance=settings.instance.hex(),
        fingerprint=current.hash.hex(),
        quorum=current.quorum,
        members=tuple({"slot": one.slot, "role": one.role} for one in current.members),
        directory=directory.bytes,
        leave_address=settings.leave_address,
        cover_origins=settings.cover_origins,
    )


def language_of(code: str) -> Language:
    return Language(code, Locale.parse(code).get_display_name() or code, f"/{code}/")


def text_direction(code: str) -> str:
    """ "ltr" or "rtl"."""
    return Locale.parse(code).text_direction


def paths_of(code: str, *, first: bool) -> Paths:
    """The offline page of the first language has no language in its path: it is the one that is named on paper."""
    return Paths(f"/{code}/", f"/{code}/poster.html", "/offline.html" if first else f"/{code}/offline.html")


def schedule_of(epoch_seconds: int, code: str) -> Schedule:
    def say(epochs: int) -> str:
        return length_in_words(epochs * epoch_seconds, code)

    closes_at = "00:00 UTC" if epoch_seconds % 86400 == 0 else ""
    return Schedule(say(1), say(FIRST_ANSWER_EPOCHS), say(ASK_AGAIN_EPOCHS), say(KEPT_EPOCHS), closes_at)


def length_in_words(seconds: int, code: str) -> str:
    """A length of time in one unit, the largest that fits it well: "90 days", never "3 months"."""
    unit, size = next(one for one in UNITS if seconds % one[1] == 0 or seconds >= 2 * one[1])
    return _in_words(seconds // size, unit, code)


def _in_words(count: int, unit: str, code: str) -> str:
    """Many languages have no long form of their own; theirs is the short one, which Babel does not look up."""
    long = format_unit(count, unit, locale=code)
    return format_unit(count, unit, "short", locale=code) if unit in long else long


def page_config(facts: LineFacts, code: str, words: dict[str, str], *, offline: bool) -> Markup:
    """The configuration that the page's script reads."""
    config: dict[str, Any] = {
        "instance": facts.instance,
        "fingerprint": facts.fingerprint,
        "members": facts.members,
        "epoch_seconds": facts.epoch_seconds,
        "company": facts.company,
        "counsel": facts.counsel,
        "other_address": facts.other_address,
        "language": code,
        "words": words,
    }
    if offline:
        config["directory"] = base64.b64encode(facts.directory).decode()
    return _inside_script(config)


def cover_config(facts: LineFacts) -> Markup:
    """What the script reads in the cover frame: enough for a visit, and no word."""
    line = {"instance": facts.instance, "fingerprint": facts.fingerprint, "epoch_seconds": facts.epoch_seconds}
    return _inside_script({**line, "cover": True})


def _inside_script(config: dict[str, Any]) -> Markup:
    """As JSON that can stand inside a script element."""
    text = json.dumps(config, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - nothing left to close the element
