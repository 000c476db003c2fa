"""`doctor` for people and for machines: the same findings as a table and as JSON."""

import json
import textwrap
from collections.abc import Iterator, Sequence

from deploy.machine.findings import Finding, Looked, ending

WIDTH = 110


def table(looked: Sequence[Looked]) -> str:
    """One line for each check, and under it what was found, why it matters, how to mend it."""
    room = max(len(one.name) for one in looked)
    return "\n".join([*(line for one in looked for line in _lines(one, room)), "", _summary(looked)])


def as_json(looked: Sequence[Looked]) -> str:
    """{"ending": code, "checks": [{"name", "state", "unseen", "findings": [{"found", "why", "mend"}]}]}"""
    checks = [
        {
            "name": one.name,
            "state": _state(one),
            "unseen": one.unseen,
            "findings": [{"found": each.found, "why": each.why, "mend": each.mend} for each in one.findings],
        }
        for one in looked
    ]
    return json.dumps({"ending": int(ending(looked)), "checks": checks})


def _lines(one: Looked, room: int) -> Iterator[str]:
    yield f"{one.name:<{room}}  {_state(one)}{f': {one.unseen}' if one.unseen else ''}"
    for finding in one.findings:
        yield from _of_finding(finding)


def _of_finding(finding: Finding) -> Iterator[str]:
    for label, words in (("found", finding.found), ("why", finding.why)):
        yield textwrap.fill(words, WIDTH, initial_indent=f"    {label:<5} ", subsequent_indent=" " * 10)
    yield f"    mend  {finding.mend}"  # whole, so that it can be copied


def _state(one: Looked) -> str:
    if one.unseen:
        return "not looked at"
    return "FOUND" if one.findings else "good"


def _summary(looked: Sequence[Looked]) -> str:
    found, unseen = sum(len(one.findings) for one in looked), sum(bool(one.unseen) for one in looked)
    return f"{len(looked)} checks, {found} finding{'' if found == 1 else 's'}, {unseen} not looked at"
