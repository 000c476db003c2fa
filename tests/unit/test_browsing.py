"""Of the User-Agent a session keeps a kind that people know, and never a version."""

import pytest

from reviewer.browsing import Kind, kind_of
from reviewer.models import Browser, System

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"
KNOWN = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; rv:153.0) Gecko/20100101 Firefox/153.0": (Browser.FIREFOX, System.WINDOWS),
    f"Mozilla/5.0 (Windows NT 10.0; Win64) {CHROME} Safari/537.36 Edg/140.0.0.0": (Browser.EDGE, System.WINDOWS),
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI} Safari/605.1.15": (Browser.SAFARI, System.MACOS),
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI} Safari/604.1": (Browser.SAFARI, System.IOS),
    f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36": (Browser.CHROME, System.ANDROID),
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36": (Browser.CHROME, System.LINUX),
    "": (Browser.OTHER, System.OTHER),
    "curl/8.0": (Browser.OTHER, System.OTHER),
}


@pytest.mark.parametrize(("header", "kind"), KNOWN.items())
def test_a_browser_is_named_as_people_name_it(header: str, kind: tuple[Browser, System]) -> None:
    assert kind_of(header) == Kind(*kind)
