"""Builds the public pages as static bytes: the same for everybody, listed with their hashes, never made per request.

What the authors of `intake/pages/` and `intake/browser/` may count on:

Files taken
    intake/pages/page.html.j2, poster.html.j2      -> /<language>/ and /<language>/poster.html, one set for each
    language
    intake/pages/offline.html.j2                   -> /offline.html in English, /<language>/offline.html in each other
    language
    intake/pages/line.css                          -> /line.<hash>.css; poster.css beside it, when there is one, ->
    /poster.<hash>.css
    intake/pages/icon.svg                          -> /icon.<hash>.svg
    intake/pages/words.py                          `words(_: Callable[[str], str]) -> dict[str, str]`: the words for
    script, by name
    intake/pages/locale/LANGUAGE/LC_MESSAGES/messages.po   compiled here; English needs none; a language is public once
    its folder is there
    build/bundles/intake-page.js                   -> /page.<hash>.js
    build/bundles/intake-offline.js                inlined into offline.html
    INTAKE_NOTICES_DIR/LANGUAGE/*.md, else *.md    the committee's notices, in order of name

Templates are Jinja with autoescape, StrictUndefined, trim_blocks, lstrip_blocks and the i18n extension (`_()`,
`ngettext`, `{% trans %}`).
They may include and extend one another by file name. They see one object:

    line.language, line.dir          "en", "ltr" | "rtl"
    line.languages                   [{"code", "name", "path"}]: all languages, each by its own name
    line.company, line.counsel       TEXT; counsel may be ""
    line.instance, line.fingerprint  lower-case hex
    line.fingerprint_groups          the fingerprint in 16 groups of 4
    line.members                     [{"slot", "role"}] of the current directory
    line.quorum                      n
    line.epoch_seconds               n
    line.schedule                    .epoch, .first_answer (2 epochs), .ask_again (7), .kept (90): "1 day", "30
    minutes", in the page's language;
                                     .closes_at: "00:00 UTC" when an epoch is whole days, else ""
    line.address, line.other_address TEXT; other_address may be ""
    line.poster_address              the address with the fingerprint as fragment, as in the QR code
    line.notices                     safe HTML, "" when there are none
    line.script, line.style, line.icon, line.qr     each .path and .integrity ("sha384-..."); line.poster_style too when
    poster.css exists
    line.paths                       .page, .poster, .offline, .manifest
    line.config                      safe JSON for <script type="application/json" id="line">{{ line.config }}</script>
    line.inline_script, line.inline_style, line.inline_csp     for offline.html alone: {{ }} inside <script>, <style>,
    <meta content="">;
                                     offline.html must be whole: no other file. Its config is line.config as well, plus
                                     "directory": the
                                     directory file as base64, so that it seals without a network.

Page configuration (line.config): {"instance", "fingerprint", "members": [{"slot", "role"}], "epoch_seconds", "company",
"counsel",
"other_address", "language", "words": {...}}; in offline.html also "directory".
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from base64 import b64encode
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
from jinja2 import Environment
from markupsafe import Markup

from intake.errors import IntakeError
from intake.headers import CSP
from intake.line_context import (
    Asset,
    Assets,
    Inlined,
    Language,
    LineFacts,
    Paths,
    language_of,
    page_config,
    paths_of,
    schedule_of,
    text_direction,
)
from intake.notices import notices_html
from intake.rendering import environment, languages_in, script_words, translations
from intake.site import MANIFEST, place_of

HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
STYLE = "text/css; charset=utf-8"
SVG = "image/svg+xml"
PAGE_BUNDLE, OFFLINE_BUNDLE = "intake-page.js", "intake-offline.js"
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
    """One file of an edition."""

    body: bytes
    content_type: str


Edition = dict[str, Built]  # by the path that it is served at


def build(facts: LineFacts, sources: Sources) -> Edition:
    """All files, in memory.

    The same facts and sources give the same bytes, whenever and wherever. Raises PublishError.
    """
    edition: Edition = {}
    assets = _add_assets(edition, facts, sources)
    languages = [language_of(code) for code in languages_in(sources.pages)]
    for language in languages:
        _add_pages(edition, _Painter(facts, sources, assets, languages, language))
    return edition


def manifest_of(edition: Edition) -> bytes:
    """Every path with hash, length and type, and the policy that pages are served with."""
    files = {
        path: {"sha256": _sha256(one.body), "bytes": len(one.body), "content_type": one.content_type}
        for path, one in edition.items()
    }
    return json.dumps({"csp": CSP, "files": files}, indent=1, sort_keys=True).encode() + b"\n"


def write(edition: Edition, folder: Path) -> None:
    """Write an edition and its manifest into a folder, which is made or is empty.

    Compressed copies lie beside the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise PublishError(f"{folder} is not empty")
    for path, one in edition.items():
        place = folder / place_of(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(one.body)
        packed = gzip.compress(one.body, 9, mtime=0)
        if len(packed) < len(one.body):
            place.with_name(f"{place.name}.gz").write_bytes(packed)
    (folder / MANIFEST).write_bytes(manifest_of(edition))


def put_in_place(edition: Edition, site: Path) -> None:
    """Make `site` a link to the new edition, in one step.

    The edition before stays, for whoever is reading it; older ones go.
    """
    if site.exists() and not site.is_symlink():
        raise PublishError(f"{site} is not a link made by publish: move it away, or choose another INTAKE_SITE_DIR")
    folder = Path(tempfile.mkdtemp(prefix=f"{site.name}-", dir=site.parent))
    write(edition, folder)
    before = site.resolve() if site.is_symlink() else None
    link = site.with_name(f"{site.name}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, site)
    for old in site.parent.glob(f"{site.name}-*"):
        if old not in (folder, before):
            shutil.rmtree(old)


def _add_assets(edition: Edition, facts: LineFacts, sources: Sources) -> Assets:
    def add(name: str, suffix: str, body: bytes, content_type: str) -> Asset:
        path = f"/{name}.{_sha256(body)[:HASH_DIGITS]}.{suffix}"
        edition[path] = Built(body, content_type)
        return Asset(path, f"sha384-{b64encode(hashlib.sha384(body).digest()).decode()}")

    poster = sources.pages / "poster.css"
    return Assets(
        script=add("page", "js", _read(sources.bundles / PAGE_BUNDLE), SCRIPT),
        style=add("line", "css", _read(sources.pages / "line.css"), STYLE),
        icon=add("icon", "svg", _read(sources.pages / "icon.svg"), SVG),
        qr=add("qr", "svg", _qr(facts.poster_address), SVG),
        poster_style=add("poster", "css", poster.read_bytes(), STYLE) if poster.exists() else None,
    )


def _add_pages(edition: Edition, painter: "_Painter") -> None:
    paths = painter.paths
    edition[paths.page] = painter.paint("page.html.j2")
    edition[paths.poster] = painter.paint("poster.html.j2")
    edition[paths.offline] = painter.paint_offline("offline.html.j2")


class _Painter:
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
        inlined = _inline(_read(self._sources.bundles / OFFLINE_BUNDLE), _read(self._sources.pages / "line.css"))
        names = {f"inline_{name}": getattr(inlined, name) for name in ("script", "style", "csp")}
        return self._render(template, config=self._config(offline=True), **names)

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
                for name in ("quorum", "epoch_seconds", "address", "other_address", "poster_address")
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


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=4, light="#fff", nl=False
    )
    return out.getvalue()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PublishError(f"{path.name} is missing. The bundles are made by: ./run setup") from None


def _csp_hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
