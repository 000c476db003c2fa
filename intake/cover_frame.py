"""The frame of cover traffic as it is published: a page without words that only the intranet may hold.

In it the page's own script makes one visit. It is as long on the wire as the first page, in whose place it is loaded.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace

from intake.headers import policy_within
from intake.painting import SCRIPT, Built, Painter, named

TEMPLATE = "cover.html.j2"
FRAME = "/cover.html"


def cover_files(painter: Painter, first_page: Built, script: bytes, origins: Iterable[str]) -> dict[str, Built]:
    """The frame, and the script that an intranet page includes, by path."""
    policy = policy_within(origins)
    wanted = len(first_page.packed()) + len(first_page.csp) - len(policy)
    frame = replace(_as_long(painter, wanted), csp=policy)
    return {FRAME: frame, named("cover", "js", script): Built(script, SCRIPT)}


def _as_long(painter: Painter, wanted: int) -> Built:
    """The frame with so much filling that it has `wanted` bytes once packed, or a few less."""
    least, most = 0, 2 * max(wanted, 1)
    while most - least > 1:
        middle = (least + most) // 2
        fits = len(_painted(painter, middle).packed()) <= wanted
        least, most = (middle, most) if fits else (least, middle)
    return _painted(painter, least)


def _painted(painter: Painter, length: int) -> Built:
    return painter.paint_cover(TEMPLATE, _filling(length))


def _filling(length: int) -> str:
    """Characters that are the same at every publishing, and that hardly pack."""
    digests = (hashlib.sha256(f"SLCOV/1 {number}".encode()).digest() for number in range(length // 43 + 1))
    return "".join(b64encode(digest).decode().rstrip("=") for digest in digests)[:length]
