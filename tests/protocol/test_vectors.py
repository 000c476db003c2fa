"""Every vector comes out as its file says; the browser's code runs over the same folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from crypto import errors
from tests.protocol.adapters import ADAPTERS, run, whole

LEAST_REFUSED = 100  # the browser's code counts the same: tests/js/vectors.test.js
AREAS_REFUSING = ("envelope", "drop", "reply", "board", "directory", "mix", "batch", "part", "payload", "signature")
FILES = sorted((Path(__file__).parents[1] / "vectors").glob("*/*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_vector(file: Path) -> None:
    vector = json.loads(file.read_text())
    assert (vector["area"], vector["name"]) == (file.parent.name, file.stem)
    assert outcome(vector) == (vector["outcome"], vector["output"])


def test_every_area_has_vectors() -> None:
    assert {file.parent.name for file in FILES} == set(ADAPTERS)


def test_a_hundred_vectors_and_more_are_refused_and_no_two_are_the_same() -> None:
    vectors = [json.loads(file.read_text()) for file in FILES]
    refused = [one for one in vectors if one["outcome"] != "ok"]
    assert {one["area"] for one in refused} >= set(AREAS_REFUSING)
    given = {(one["area"], json.dumps(whole(one["area"], one["input"]), sort_keys=True)) for one in refused}
    assert len(given) == len(refused) >= LEAST_REFUSED


def outcome(vector: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """("ok", output) or (name of the failure, {})."""
    try:
        return "ok", run(vector["area"], vector["input"])
    except errors.ProtocolError as error:
        return type(error).__name__, {}
