"""Every vector comes out as its file says; the browser's code runs over the same folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from crypto import errors
from tests.protocol.adapters import ADAPTERS, run

FILES = sorted((Path(__file__).parents[1] / "vectors").glob("*/*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_vector(file: Path) -> None:
    vector = json.loads(file.read_text())
    assert (vector["area"], vector["name"]) == (file.parent.name, file.stem)
    assert outcome(vector) == (vector["outcome"], vector["output"])


def test_every_area_has_vectors() -> None:
    assert {file.parent.name for file in FILES} == set(ADAPTERS)


def outcome(vector: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """("ok", output) or (name of the failure, {})."""
    try:
        return "ok", run(vector["area"], vector["input"])
    except errors.ProtocolError as error:
        return type(error).__name__, {}
