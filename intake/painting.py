"""Renders the public pages in one language, from the templates and all that intake/publish.py promises them."""

import gzip
import hashlib
import re
from base64 import b64encode
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from intake.errors import IntakeError
from intake.headers import CSP
from intake.line_context import (
    Assets,
    Inlined,
    Language,
    LineFacts,
    Paths,
    cover_config,
    page_config,
    paths_of,
    schedule_of,
    text_direction,
)
from intake.notices import notices_html
from intake.rendering import environment, script_words, translations

HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
OFFLINE_BUNDLE = "intake-offline.js"
HASH_DIGITS = 16  # in file names; the manifest has whole hashes


class PublishError(IntakeError):
    """The pages cannot be built or put in place; the text says why."""


@dataclass(frozen=True)
class Sources:
    """Folders that an edition is built from."""

    pages: Path
    bundles: Path
    notices: Path | None


@dataclass(frozen=True)
class Built:
    """One file of an edition, and the policy it is served with."""

    body: bytes
    content_type: str
    csp: str = CSP

    def packed(self) -> bytes:
        """The body, compressed as it is for whoever asks."""
        return gzip.compress(self.body, 9, mtime=0)


class Painter:
    """Renders the templates in one language."""

    def __init__(
        self, facts: LineFacts, sources: Sources, assets: Assets, languages: list[Language], language: Language
    ) -> None:
        self.paths: Paths = paths_of(language.code, first=language == languages[0])
        self._facts, self._sources, self._code = facts, sources, language.code
        words = translations(sources.pages, language.code)
        self._templates: Environment = environment(sources.pages, words)
        self._words = script_words(sources.pages, words.gettext)
        self._shared = self._shared_context(assets, languages)

    def paint(self, template: str) -> Built:
        return self._render(template, config=self._config(offline=False))

    def paint_offline(self, template: str) -> Built:
        inlined = _inline(read(self._sources.bundles / OFFLINE_BUNDLE), read(self._sources.pages / "line.css"))
        names = {f"inline_{name}": getattr(inlined, name) for name in ("script", "style", "csp")}
        return self._render(template, config=self._config(offline=True), **names)

    def paint_cover(self, template: str, filling: str) -> Built:
        return self._render(template, config=cover_config(self._facts), filling=filling)

    def _config(self, *, offline: bool) -> Markup:
        return page_config(self._facts, self._code, self._words, offline=offline)

    def _render(self, template: str, **more: object) -> Built:
        return Built(self._templates.get_template(template).render(line=self._shared | more).encode(), HTML)

    def _shared_context(self, assets: Assets, languages: list[Language]) -> dict[str, object]:
        facts = self._facts
        return {
            **{
                name: getattr(facts, name)
                for name in ("company", "counsel", "instance", "fingerprint", "fingerprint_groups", "members")
            },
            **{
                name: getattr(facts, name)
                for name in ("quorum", "epoch_seconds", "address", "other_address", "leave_address", "poster_address")
            },
            **{name: getattr(assets, name) for name in ("script", "style", "icon", "qr", "poster_style")},
            "language": self._code,
            "dir": text_direction(self._code),
            "languages": [asdict(one) for one in languages],
            "paths": self.paths,
            "schedule": schedule_of(facts.epoch_seconds, self._code),
            "notices": notices_html(self._sources.notices, self._code),
        }


def _inline(script: bytes, style: bytes) -> Inlined:
    """Script and style as they will stand in the page.

    What would end their element early is spelled in another way that means the same.
    """
    code = re.sub(r"<(?=/script|!--)", r"<\\", script.decode(), flags=re.IGNORECASE)
    rules = style.decode()
    if "</style" in rules.lower():
        raise PublishError("line.css cannot stand inside a style element")
    policy = (
        "default-src 'none'",
        f"script-src {_csp_hash(code)}",
        f"style-src {_csp_hash(rules)}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return Inlined(Markup(code), Markup(rules), "; ".join(policy))  # noqa: S704 - our own bundle and style


def named(name: str, suffix: str, body: bytes) -> str:
    """The path of a file whose name changes with its content."""
    return f"/{name}.{sha256(body)[:HASH_DIGITS]}.{suffix}"


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def read(path: Path) -> bytes:
    """A source file. Raises PublishError when it is missing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PublishError(f"{path.name} is missing. The bundles are made by: ./run setup") from None


def _csp_hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
