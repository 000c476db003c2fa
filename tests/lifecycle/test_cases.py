"""Each story in `cases` comes to what was said by hand, here and in the browser's code (tests/js/lifecycle.test.js)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lifecycle.answers import javascript_answers, python_answer
from tests.lifecycle.generate import FOLDER, cases, text_of

FILES = sorted(FOLDER.glob("*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_story_comes_to_what_was_said(path: Path) -> None:
    case = read(path)
    answer = python_answer(case)
    for part, wanted in case["wanted"].items():
        if part == "acts":
            assert not [row for person, rows in wanted.items() for row in rows if row not in answer["acts"][person]]
        elif part == "state":
            assert {name: answer["state"][name] for name in wanted} == wanted
        else:
            assert answer[part] == wanted


def test_both_languages_say_the_same_of_every_story() -> None:
    stories = [read(path) for path in FILES]
    assert javascript_answers(stories) == [python_answer(story) for story in stories]


def test_the_stories_are_those_that_are_generated() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FILES} == {
        f"{name}.json": text_of(case) for name, case in cases().items()
    }
