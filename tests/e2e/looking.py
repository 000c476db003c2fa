"""Looks at a page as axe, as a narrow window and as a person do; the pictures stay in build/pictures."""

import json

from playwright.sync_api import Page

from deploy.line import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and place."""
    page.evaluate(AXE + "\n;0")
    found = json.loads(page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(JSON.stringify)"))
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth"))


def look_at(page: Page, name: str) -> None:
    """Check a page, wide and narrow; keep a picture of both for people."""
    pictures = ROOT / "build" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for size, viewport in (("wide", WIDE), ("320", NARROW)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.screenshot(path=pictures / f"{name}-{size}.png", full_page=True)
        assert violations(page) == [], f"{name}, {size}"
        assert overflow(page) <= 0, f"{name}, {size}"
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
