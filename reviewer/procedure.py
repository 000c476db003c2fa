"""The committee's procedure on one page, written from what the software is set to: so the two cannot drift apart.

What the committee may choose comes from settings, directory and standing orders; what it may not, from the rules.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from crypto.order import Period
from crypto.orders import Orders
from reviewer import committee, orders
from reviewer.lifecycle.rules import ACTIONS, CODES, LIMITS, RULES
from reviewer.settings import Settings
from reviewer.words import WORDS

DAY_SECONDS = 86_400
WIDTH = 110
MARKED = ("#", "|", "* ", "`")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
STEPS: Mapping[str, str] = {  # in the order in which they come; business days where docs/treatment.md says so
    "acknowledge": "acknowledge the report to the reporter",
    "acknowledge_most": "acknowledge it at the latest",
    "conflict_check": "check who may have a conflict of interest",
    "triage": "triage",
    "triage_urgent": "triage, where the conflict check found it urgent",
    "chair_told": "tell the Chair of a matter of the highest severity",
    "meeting": "meet about a matter of the highest severity",
    "feedback": "give feedback to the reporter, from the acknowledgement",
    "closure": "aim to close",
    "closure_accounting": "aim to close a matter of accounting",
    "renewal": "renew a case's key after a reader of it has left",
    "hold_review": "review a hold, and a freeze",
}
BUSINESS = frozenset({"acknowledge", "conflict_check", "triage", "triage_urgent", "chair_told", "meeting", "renewal"})
DECISIONS: Mapping[str, str] = {
    "close": "closing a case",
    "refer": "referring it to somebody else",
    "merge": "merging it into another",
    "destroy": "destroying it",
    "release": "releasing a hold",
    "recuse": "recusing a member against their will",
}


@dataclass(frozen=True)
class Facts:
    """All that the page is written from. `directory` is None before the founding."""

    settings: Settings
    directory: CurrentDirectory | None
    orders: Orders
    day: date


def facts(session: Session, settings: Settings, day: date) -> Facts:
    """As they are now. Raises BrokenOrders, ProtocolError."""
    return Facts(settings, committee.current(session), orders.in_force(session), day)


def markdown(known: Facts) -> str:
    """The whole page."""
    parts = (_head(known), _receipt(known), _treatment(known), _people(known), _retention(known), _end())
    return "\n".join(_lines(line for part in parts for line in part))


def _lines(written: Iterable[str]) -> Iterator[str]:
    """The same words, in lines of one width; headings, tables and lists stay as they are."""
    for marked, found in groupby(written, lambda line: not line or line.startswith(MARKED)):
        lines = list(found)
        yield from lines if marked else textwrap.wrap(" ".join(lines), WIDTH, break_on_hyphens=False)


def _head(known: Facts) -> Iterator[str]:
    company = _plain(known.settings.company)
    yield f"# Complaints about accounting, internal controls and auditing: the procedure at {company}"
    yield ""
    yield "For receipt, retention and treatment of such complaints, also confidential and anonymous ones (Exchange Act"
    yield f"Rule 10A-3(b)(3)). It is as the software is set on {known.day}; a change of either is a change of both."
    yield ""


def _receipt(known: Facts) -> Iterator[str]:
    settings = known.settings
    yield "## Receipt"
    yield f"Anybody may report at {_plain(settings.intake_address)}, without an account and without a name, and come"
    yield "back with a phrase of eight words. A report is sealed in the reporter's browser to the members below, and to"
    yield "nobody else; the reporter may leave any of them out, who cannot tell. No operator reads it."
    yield f"What was sent reaches the members {_every(settings.epoch_seconds)}. It may concern: {_categories()}."
    yield f"Members take turns, week by week, to sign in on every business day; a note at {settings.digest_hour:02}:00"
    yield "UTC, the same whatever came, says whose week it is, and tells everybody when nobody has looked for two."
    yield ""


def _treatment(known: Facts) -> Iterator[str]:
    terms = known.settings.terms
    yield "## Treatment"
    yield "| to be done | within |"
    yield "| --- | --- |"
    for code, step in STEPS.items():
        yield f"| {step} | {_counted(terms.days(code), 'business day' if code in BUSINESS else 'day')} |"
    yield ""
    yield f"A case is not closed for a reporter's silence before {LIMITS['silence']} days have passed. Business days"
    yield f"leave out {_business(len(terms.holidays))}. Whoever is named, recused or left out"
    yield "takes no part. Every step is signed by the person who took it, and sealed each night into a record that"
    yield "nobody can change unseen."
    yield ""


def _people(known: Facts) -> Iterator[str]:
    yield "## Who decides, and who reads"
    yield f"Two members must sign for {', '.join(DECISIONS[action] for action in ACTIONS)}, adopting rules of"
    yield "retention, and ending a freeze of everything. Nobody else decides, neither an operator nor the software."
    yield f"An adviser reads single cases until a day, at most {LIMITS['grant']} days ahead; the auditor sees the"
    yield "record without its content. The committee is:"
    yield ""
    yield from _members(known.directory)
    yield ""


def _members(directory: CurrentDirectory | None) -> Iterator[str]:
    if directory is None:
        yield "* not founded yet"
        return
    current = directory.current
    yield from (f"* {_plain(one.role)}" for one in current.members)
    yield ""
    yield f"Version {current.version} of the directory, of {current.day}; {current.quorum} of {len(current.members)}"
    yield f"members change it. They renew it before {current.not_after}. Its fingerprint, as on the poster:"
    yield f"`{current.hash.hex(' ', 2)}`"


def _retention(known: Facts) -> Iterator[str]:
    yield "## Retention"
    order = known.orders.adopted
    if order is None or order.rules is None:
        yield "**The committee has not adopted rules of retention yet, so nothing is destroyed.** Two members adopt"
        yield f"them. The software proposes, for companies in {_in('us')}, to keep a case after its closing for this"
        yield f"long: {_classes(_defaults('us'))}. Counsel confirms every number."
    else:
        yield f"By order {order.number} of {order.day}, after the rules for {_in(order.rules.profile)}, a case is kept"
        yield f"after its closing for this long: {_classes(order.rules.classes)}."
        yield f"What the public side received, sealed as it came, is kept for {order.rules.calendar} days."
    for freeze in known.orders.frozen:
        yield f"**Nothing is destroyed now: a member ordered on {freeze.day} to keep everything (order"
        yield f"{freeze.number}).**"
    yield "A hold on a case, and a freeze of everything, stop destruction whatever the rules say. Of each destruction"
    yield "there is a signed certificate: what was destroyed, by which rule, approved by whom, and what it cannot"
    yield "attest."
    yield ""


def _end() -> Iterator[str]:
    yield "## Protection"
    yield "Nobody is punished for a report made in good faith, and nobody tries to find out who reported. Everybody may"
    yield "turn to the SEC, OSHA or another authority at any time, first or instead."
    yield ""
    yield "Adopted by the Audit Committee on ____________________   Chair: ______________________________"


def _plain(text: str) -> str:
    """Words of others, as words: no mark of theirs shapes the page."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _every(seconds: int) -> str:
    return "once a day, at midnight UTC" if seconds == DAY_SECONDS else f"every {seconds} seconds"


def _categories() -> str:
    return "; ".join(_lower(_name(f"category.{code}")) for code in CODES["categories"])


def _lower(name: str) -> str:
    """Without the capital of a sentence; an abbreviation keeps its own."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _name(key: str) -> str:
    """As the pages name it."""
    return str(WORDS.get(key, key.partition(".")[2]))


def _defaults(profile: str) -> Mapping[str, Period]:
    return {code: Period(one["years"], one["days"]) for code, one in RULES["profiles"][profile].items()}


def _in(profile: str) -> str:
    """A country as it stands within a sentence."""
    name = _name(f"profile.{profile}")
    return f"the {name}" if name.split()[-1] in ("States", "Union") else name


def _business(holidays: int) -> str:
    if holidays == 0:
        return "weekends"
    named = "the holiday" if holidays == 1 else f"the {holidays} holidays"
    return f"weekends, and {named} that the company has named"


def _classes(classes: Mapping[str, Period]) -> str:
    return "; ".join(f"{_lower(_name(f'class.{code}'))}: {_span(one)}" for code, one in classes.items())


def _span(period: Period) -> str:
    parts: Sequence[tuple[int, str]] = ((period.years, "year"), (period.days, "day"))
    return " and ".join(_counted(count, unit) for count, unit in parts if count)


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
