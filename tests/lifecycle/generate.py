"""Writes tests/lifecycle/cases: stories that both languages fold, and what must come of them, said by hand.

`python -m tests.lifecycle.generate` writes them anew. `wanted` is a part of the answer: what is named must be so.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.lifecycle.story_acts import ACTS
from tests.lifecycle.story_dues import DUES
from tests.lifecycle.story_kept import KEPT
from tests.lifecycle.story_later import LATER
from tests.lifecycle.story_lives import LIVES
from tests.lifecycle.story_persons import PERSONS

FOLDER = Path(__file__).parent / "cases"


def cases() -> Mapping[str, Any]:
    """Name and content of each file."""
    return {name: make() for group in (LIVES, PERSONS, ACTS, DUES, LATER, KEPT) for name, make in group.items()}


def text_of(case: Any) -> str:
    entries = ",\n    ".join(json.dumps(entry, ensure_ascii=False) for entry in case["entries"])
    rest = json.dumps({**case, "entries": "ENTRIES"}, ensure_ascii=False, indent=2)
    return rest.replace('"ENTRIES"', f"[\n    {entries}\n  ]") + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for stale in FOLDER.glob("*.json"):
        stale.unlink()
    for name, case in cases().items():
        (FOLDER / f"{name}.json").write_text(text_of(case), encoding="utf-8")


if __name__ == "__main__":
    main()
