"""The committee's notices: Markdown that people write, as HTML that can do nothing but be read."""

from pathlib import Path

import bleach
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = ("p", "br", "hr", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "h3", "h4", "h5", "h6")
ATTRIBUTES = {"a": ["href"]}
PROTOCOLS = ("https", "mailto", "tel")
HIGHEST_HEADING = 3  # the page has its own title and section headings


def notices_html(folder: Path | None, language: str) -> Markup:
    """All notices in this language, in order of file name; those beside the language folders where it has none.

    Empty without any.
    """
    if folder is None:
        return Markup("")
    own = folder / language
    files = sorted((own if own.is_dir() else folder).glob("*.md"))
    return Markup("\n").join(_clean(path.read_text(encoding="utf-8")) for path in files)


def _clean(text: str) -> Markup:
    parser = MarkdownIt("commonmark", {"html": False})
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + HIGHEST_HEADING - 1, 6)}"
    html = parser.renderer.render(tokens, parser.options, {})
    return Markup(bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True))  # noqa: S704 - cleaned here
