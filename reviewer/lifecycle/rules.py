"""The rules as data: states, kinds of entries with their fields and moves, codes, periods. One source, `rules.json`.

Codes are the application's; what they are called on a page is the pages' affair.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

RULES: Final[Mapping[str, Any]] = json.loads(resources.files("reviewer.lifecycle").joinpath("rules.json").read_bytes())


@dataclass(frozen=True)
class Kind:
    """A kind of entry.

    `by`: who may write it: a `member`, any `reader` (advisers too), or a member or the `assignee`.
    `action`: the action of the approval it needs, "" if one person may do it.
    `grants`: which grants it makes: `first`, `one`, `renew` (a new case key) or none.
    `moves`: from one fine state to another; `stays` and `during` (coarse): where it is allowed and moves nothing.
    """

    name: str
    by: str
    action: str
    grants: str
    fields: Mapping[str, str]
    moves: Mapping[str, str]
    stays: tuple[str, ...]
    during: tuple[str, ...]


def _kind(name: str, found: Mapping[str, Any]) -> Kind:
    return Kind(
        name=name,
        by=found["by"],
        action=found.get("action", ""),
        grants=found.get("grants", ""),
        fields=MappingProxyType(found["fields"]),
        moves=MappingProxyType(found.get("moves", {})),
        stays=tuple(found.get("stays", ())),
        during=tuple(found.get("while", ())),
    )


VERSION: Final[int] = RULES["version"]
STATES: Final[Mapping[str, str]] = MappingProxyType(RULES["states"])
KINDS: Final[Mapping[str, Kind]] = MappingProxyType({name: _kind(name, one) for name, one in RULES["kinds"].items()})
CODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(one) for name, one in RULES["codes"].items()}
)
ACTIONS: Final[Mapping[str, int]] = MappingProxyType(RULES["actions"])
LIMITS: Final[Mapping[str, int]] = MappingProxyType(RULES["limits"])
PERIODS: Final[Mapping[str, int]] = MappingProxyType(RULES["periods"])


def coarse(fine: str) -> str:
    """The state that the server may see; "" before the first entry."""
    return STATES.get(fine, "")
