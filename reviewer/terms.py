"""The company's own periods and holidays, as its settings give them. What they mean: lifecycle/due.py."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reviewer.lifecycle.days import is_day
from reviewer.lifecycle.due import Terms
from reviewer.lifecycle.rules import PERIODS

LONGEST_DAYS = 3660
MOST_HOLIDAYS = 1000


class BadTerms(Exception):
    """What is wrong, all of it: one phrase for each problem, to be said after the name of the setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read_periods(text: str) -> dict[str, int]:
    """`feedback=60,closure=30` as days by code; the codes are those of `periods` in rules.json. Raises BadTerms."""
    found: dict[str, int] = {}
    problems = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        code, _, days = (half.strip() for half in part.partition("="))
        if code not in PERIODS:
            problems.append(f"names no period: {code[:40]!r}; there are {', '.join(PERIODS)}")
        elif code in found:
            problems.append(f"gives {code} twice")
        elif not (days.isascii() and days.isdigit() and 1 <= int(days[:9]) <= LONGEST_DAYS):
            problems.append(f"must give {code} as 1 to {LONGEST_DAYS} days")
        else:
            found[code] = int(days)
    _demand(not problems, problems)
    return found


def read_holidays(file: Path) -> frozenset[str]:
    """The days in `file`, one a line as YYYY-MM-DD; what follows a `#` is a remark. Raises BadTerms."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise BadTerms(["names a file that cannot be read"]) from None
    days = [(number, line.partition("#")[0].strip()) for number, line in enumerate(lines, start=1)]
    found = [(number, day) for number, day in days if day]
    problems = [f"has no day of the form YYYY-MM-DD in line {number}" for number, day in found if not is_day(day)]
    if len(found) > MOST_HOLIDAYS:
        problems.append(f"has more than {MOST_HOLIDAYS} days")
    _demand(not problems, problems)
    return frozenset(day for _, day in found)


def for_pages(terms: Terms) -> dict[str, Any]:
    """What browser/due/terms.js hands on to the rules."""
    return {"holidays": sorted(terms.holidays), "periods": dict(terms.periods or {})}


def _demand(good: bool, problems: Iterable[str]) -> None:
    if not good:
        raise BadTerms(list(problems))
