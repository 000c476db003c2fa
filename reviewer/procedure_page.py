"""The procedure as one HTML page that prints on one sheet, A4 or Letter. It needs nothing beside itself."""

import bleach
from markdown_it import MarkdownIt

TAGS = {"h1", "h2", "p", "ul", "li", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}
STYLE = """
@page { margin: 11mm 15mm; }
body { font: 8.7pt/1.27 serif; margin: 0 auto; max-width: 180mm; }
h1 { font-size: 13pt; margin: 0 0 4pt; } h2 { font-size: 10pt; margin: 6pt 0 1pt; }
p, ul, table { margin: 2pt 0; } ul { columns: 2; padding-left: 12pt; } li { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; } thead { display: none; }
tbody { columns: 2; column-gap: 8mm; display: block; }
tr { border-bottom: 0.4pt solid; break-inside: avoid; display: flex; justify-content: space-between; }
td:last-child { padding-left: 8pt; white-space: nowrap; }
code { font-size: 7.4pt; overflow-wrap: anywhere; }
"""


def page(markdown: str, title: str) -> str:
    """The page; what stands in the text is words, whatever it looks like."""
    body = bleach.clean(MarkdownIt("commonmark").enable("table").render(markdown), tags=TAGS, attributes={})
    name = bleach.clean(title, tags=set(), attributes={})
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n{body}</body>\n</html>\n"
    )
