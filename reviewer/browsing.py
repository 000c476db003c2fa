"""With what somebody signs in, as coarsely as people tell their own devices apart: "Firefox on Windows", no version.

Of the header nothing else is kept. What it says may be made up, so nothing is ever decided by it.
"""

from dataclasses import dataclass

from flask import Request

from reviewer.models import Browser, System

# The first that is found counts: most browsers also name those that they want to be taken for.
BROWSERS = (
    ("Firefox/", Browser.FIREFOX),
    ("FxiOS/", Browser.FIREFOX),
    ("Edg", Browser.EDGE),
    ("OPR/", Browser.OTHER),
    ("SamsungBrowser/", Browser.OTHER),
    ("CriOS/", Browser.CHROME),
    ("Chrome/", Browser.CHROME),
    ("Chromium/", Browser.CHROME),
    ("Safari/", Browser.SAFARI),
)
SYSTEMS = (
    ("iPhone", System.IOS),
    ("iPad", System.IOS),
    ("Android", System.ANDROID),
    ("Windows", System.WINDOWS),
    ("CrOS", System.OTHER),
    ("Mac OS X", System.MACOS),
    ("Linux", System.LINUX),
)


@dataclass(frozen=True)
class Kind:
    """A browser and the system that it runs on."""

    browser: Browser
    system: System


def browser_of(request: Request) -> Kind:
    """The kind of browser of somebody who has shown who they are."""
    return kind_of(request.headers.get("User-Agent", ""))


def kind_of(user_agent: str) -> Kind:
    """The kind that a User-Agent header names; `other` for what it does not name."""
    browser = next((kind for mark, kind in BROWSERS if mark in user_agent), Browser.OTHER)
    return Kind(browser, next((kind for mark, kind in SYSTEMS if mark in user_agent), System.OTHER))
