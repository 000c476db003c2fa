"""One vector, and how it is written."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Vector:
    """See README.md beside this file for what `input` and `output` hold, by area."""

    area: str
    name: str
    note: str
    input: Mapping[str, object]
    outcome: str = "ok"
    output: Mapping[str, object] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return FOLDER / self.area / f"{self.name}.json"

    def text(self) -> str:
        """What is kept: fields in the order of the class, bytes as hex."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=True, default=_to_hex) + "\n"


def _to_hex(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value))
