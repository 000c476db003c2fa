"""What a case is after some entries: immutable, and the same in the browser (`state.js`), field by field.

Days are `YYYY-MM-DD`, "" where something has not happened. Persons are their Ed25519 keys in hex, as entries name
them: a place in the directory may get another holder, a key may not.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from reviewer.lifecycle.content import Content
from reviewer.lifecycle.rules import coarse


@dataclass(frozen=True)
class Membership:
    """Whom the directory names as a member, from `since` to `until`, its last day; "" while it lasts; and where."""

    person: str
    since: str
    until: str
    slot: int


@dataclass(frozen=True)
class Reader:
    """Somebody who was granted the case key in use; `until` is the last day, "" if there is none."""

    person: str
    until: str


@dataclass(frozen=True)
class Approval:
    """An approval document that an entry carries, and the number of the entry that asks, whose hash it holds."""

    action: str
    request: int
    signers: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """An entry whose chain, signature and seal were checked. `state` and `hold` are what it shows to the server.

    `excluded`: whom the envelope that it files leaves out, by that day, ascending; None where no envelope was opened.
    `unread`: the reason why its reader cannot know what it says, "" if there is none.
    """

    sequence: int
    day: str
    author: str
    key: int
    content: object = field(repr=False)
    grants: tuple[Reader, ...]
    approvals: tuple[Approval, ...]
    state: str
    hold: int
    excluded: tuple[str, ...] | None = None
    unread: str = ""


@dataclass(frozen=True)
class Allegation:
    text: str = field(repr=False)
    outcome: str


@dataclass(frozen=True)
class Task:
    task: int
    text: str = field(repr=False)
    who: str
    due: str


@dataclass(frozen=True)
class Request:
    """`asks` is the one text of the entry asked for (`content_text`); `subject` whom it is about, "" if nobody."""

    request: int
    by: str
    until: str
    kind: str
    asks: str = field(repr=False)
    subject: str
    approved: tuple[str, ...]


@dataclass(frozen=True)
class Hold:
    hold: int
    matter: str = field(repr=False)
    reviewed: str


@dataclass(frozen=True)
class Link:
    case: str
    why: str


@dataclass(frozen=True)
class Verified:
    """Somebody whose words were compared, and the hash of the encryption keys to which case keys are sealed."""

    person: str
    keys: str


@dataclass(frozen=True)
class Compared:
    """Other keys than those in `verified`, and the members who compared them; they count when there are two."""

    person: str
    keys: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Happened:
    """How often a kind of entry came, and the days of its first and last."""

    kind: str
    count: int
    first: str
    last: str


@dataclass(frozen=True)
class Line:
    """One line of the timeline; `fine` is the state after it."""

    sequence: int
    day: str
    author: str
    kind: str
    fine: str


@dataclass(frozen=True)
class Refusal:
    """An entry that stands in the record and counts for nothing: the failure's name and its reason."""

    sequence: int
    day: str
    author: str
    failure: str
    reason: str


@dataclass(frozen=True)
class CaseState:
    """A case. `severe` is the day it first was of severity S1; `asked` the day of the last question to a reporter who
    has not answered; `told` that of the last feedback since it was opened or reopened; `keep` the last day of
    retention, whose class, profile and period are `retention`, `profile`, `years` and `days`; `taken` the cases that go
    on in this one; `maker` who made the case key in use; `shown` and `held` what the server is shown of state and hold.
    """

    fine: str = ""
    since: str = ""
    received: str = ""
    channel: str = ""
    category: str = ""
    severity: str = ""
    detriment: str = ""
    level: str = ""
    materiality: str = ""
    period: str = ""
    urgent: int = 0
    severe: str = ""
    allegations: tuple[Allegation, ...] = ()
    assignee: str = ""
    asked: str = ""
    ended: str = ""
    closed: str = ""
    reopened: str = ""
    told: str = ""
    retention: str = ""
    profile: str = ""
    years: int = 0
    days: int = 0
    keep: str = ""
    key: int = 0
    maker: str = ""
    readers: tuple[Reader, ...] = ()
    recused: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    verified: tuple[Verified, ...] = ()
    compared: tuple[Compared, ...] = ()
    tasks: tuple[Task, ...] = ()
    requests: tuple[Request, ...] = ()
    holds: tuple[Hold, ...] = ()
    links: tuple[Link, ...] = ()
    merged: str = ""
    taken: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()
    timeline: tuple[Line, ...] = ()
    refused: tuple[Refusal, ...] = ()
    shown: str = ""
    held: int = 0
    next: int = 0
    last: str = ""

    @property
    def coarse(self) -> str:
        return coarse(self.fine)

    def happening(self, kind: str) -> Happened:
        """When entries of `kind` came: never, unless it is in the list."""
        return next((one for one in self.happened if one.kind == kind), Happened(kind, 0, "", ""))

    def comparers(self, person: str, keys: str) -> tuple[str, ...]:
        """Who compared these keys of somebody after others had been."""
        return next((one.by for one in self.compared if (one.person, one.keys) == (person, keys)), ())

    def request_of(self, number: int) -> Request | None:
        """The open request made by entry `number`."""
        return next((one for one in self.requests if one.request == number), None)


def state_json(state: CaseState) -> dict[str, Any]:
    """All fields, as JSON has them: what both languages are compared by."""
    return asdict(state)


def subject_of(content: Content) -> str:
    """Whom an act that two persons must want is about, "" if about nobody."""
    return str(content.get("person", ""))
