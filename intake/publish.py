"""Builds the public pages as static bytes: the same for everybody, listed with their hashes, never made per request.

What the authors of `intake/pages/` and `intake/browser/` may count on.

Files taken, and where they are served:

    intake/pages/page.html.j2          /LANGUAGE/
    intake/pages/poster.html.j2        /LANGUAGE/poster.html
    intake/pages/offline.html.j2       /offline.html in English, /LANGUAGE/offline.html in each other language
    intake/pages/line.css, icon.svg    /line.HASH.css, /icon.HASH.svg; poster.css, if there is one, /poster.HASH.css
    intake/pages/words.py              `words(_: Callable[[str], str]) -> dict[str, str]`: the words for script, by name
    intake/pages/locale/LANGUAGE/LC_MESSAGES/messages.po   compiled here; English needs none
    build/bundles/intake-page.js       /page.HASH.js
    build/bundles/intake-offline.js    inside offline.html
    intake/pages/cover.html.j2         /cover.html, if it is there: the frame of cover traffic, in no language
    build/bundles/intake-cover.js      /cover.HASH.js, with it: what an intranet page includes
    INTAKE_NOTICES_DIR/LANGUAGE/*.md   the committee's notices in order of name; without that folder those beside it

Templates are Jinja with autoescape, StrictUndefined, trim_blocks, lstrip_blocks and the i18n extension (`_()`,
`ngettext`, `{% trans %}`). They may include and extend one another by file name. They see one object:

    line.language, line.dir          "en", "ltr" or "rtl"
    line.languages                   [{"code", "name", "path"}]: all languages, each by its own name
    line.company, line.counsel       TEXT; counsel may be ""
    line.address, line.other_address TEXT; other_address may be ""
    line.leave_address               where the quick way out leads: "about:blank" or what the settings say
    line.poster_address              the address with the fingerprint as fragment, as in the QR code
    line.instance, line.fingerprint  lower-case hex; line.fingerprint_groups: the fingerprint in 16 groups of 4
    line.members, line.quorum        [{"slot", "role"}] of the current directory; a number
    line.epoch_seconds               a number
    line.schedule                    .epoch, .first_answer (2 epochs), .ask_again (7), .kept (90): "90 days", in the
                                     page's language; .closes_at: "00:00 UTC" when an epoch is whole days, else ""
    line.notices                     safe HTML, "" when there are none
    line.script, .style, .icon, .qr  each with .path and .integrity; line.poster_style too, None without poster.css
    line.paths                       .page, .poster, .offline, .manifest
    line.filling                     cover.html.j2 only: text that makes the frame as long as the first page
    line.config                      safe JSON, for <script type="application/json" id="line">{{ line.config }}</script>

and in offline.html, which must be whole, `line.inline_script`, `line.inline_style` and `line.inline_csp`, to stand
alone inside <script>, <style> and <meta http-equiv="Content-Security-Policy" content="">.

line.config is {"instance", "fingerprint", "members": [{"slot", "role"}], "epoch_seconds", "company", "counsel",
"other_address", "language", "words": {...}}; in offline.html also "directory": the directory file as base64.
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
from base64 import b64encode
from pathlib import Path

import segno

from intake.cover_frame import TEMPLATE, cover_files
from intake.headers import CSP
from intake.line_context import (
    Asset,
    Assets,
    LineFacts,
    language_of,
)
from intake.painting import SCRIPT, Built, Painter, PublishError, Sources, named, read, sha256
from intake.rendering import languages_in
from intake.site import MANIFEST, place_of

STYLE = "text/css; charset=utf-8"
SVG = "image/svg+xml"
PAGE_BUNDLE = "intake-page.js"
COVER_BUNDLE = "intake-cover.js"


Edition = dict[str, Built]  # by the path that it is served at


def build(facts: LineFacts, sources: Sources) -> Edition:
    """All files, in memory.

    The same facts and sources give the same bytes, whenever and wherever. Raises PublishError.
    """
    edition: Edition = {}
    assets = _add_assets(edition, facts, sources)
    languages = [language_of(code) for code in languages_in(sources.pages)]
    for language in languages:
        _add_pages(edition, Painter(facts, sources, assets, languages, language))
    if (sources.pages / TEMPLATE).exists():
        painter = Painter(facts, sources, assets, languages, languages[0])
        edition |= cover_files(
            painter, edition[painter.paths.page], read(sources.bundles / COVER_BUNDLE), facts.cover_origins
        )
    return edition


def manifest_of(edition: Edition) -> bytes:
    """Every path with hash, length and type, and the policy that pages are served with; a page that has another names
    its own.
    """
    files = {path: _listed(one) for path, one in edition.items()}
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
        packed = one.packed()
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


def _listed(one: Built) -> dict[str, object]:
    entry = {"sha256": sha256(one.body), "bytes": len(one.body), "content_type": one.content_type}
    return entry if one.csp == CSP else entry | {"csp": one.csp}


def _add_assets(edition: Edition, facts: LineFacts, sources: Sources) -> Assets:
    def add(name: str, suffix: str, body: bytes, content_type: str) -> Asset:
        path = named(name, suffix, body)
        edition[path] = Built(body, content_type)
        return Asset(path, f"sha384-{b64encode(hashlib.sha384(body).digest()).decode()}")

    poster = sources.pages / "poster.css"
    return Assets(
        script=add("page", "js", read(sources.bundles / PAGE_BUNDLE), SCRIPT),
        style=add("line", "css", read(sources.pages / "line.css"), STYLE),
        icon=add("icon", "svg", read(sources.pages / "icon.svg"), SVG),
        qr=add("qr", "svg", _qr(facts.poster_address), SVG),
        poster_style=add("poster", "css", poster.read_bytes(), STYLE) if poster.exists() else None,
    )


def _add_pages(edition: Edition, painter: Painter) -> None:
    paths = painter.paths
    edition[paths.page] = painter.paint("page.html.j2")
    edition[paths.poster] = painter.paint("poster.html.j2")
    edition[paths.offline] = painter.paint_offline("offline.html.j2")


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=4, light="#fff", nl=False
    )
    return out.getvalue()
