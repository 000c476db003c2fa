"""Whatever may be due has words."""

import json
from pathlib import Path

from reviewer.words import WORDS


def test_everything_that_is_due_in_a_story_has_a_name(root: Path) -> None:
    found: set[str] = set()
    for file in (root / "tests/lifecycle/cases").glob("due_*.json"):
        collect(json.loads(file.read_text()), found)
    assert {"acknowledge", "meeting", "renewal", "task", "request", "review"} <= found
    assert {f"due_name.{what}" for what in found} <= WORDS.keys()


def collect(value: object, found: set[str]) -> None:
    """The codes of all due things in a story, wherever they stand."""
    if isinstance(value, dict):
        if {"day", "what"} <= value.keys():
            found.add(value["what"])
        for item in value.values():
            collect(item, found)
    elif isinstance(value, list):
        for item in value:
            collect(item, found)
