"""Builds records for tests: entries with their numbers, grants, approvals and clear parts, as a member's page makes.

What a story adds by itself is worked out here and not taken from the code under test, but for the table of moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from reviewer.lifecycle.days import add_days
from reviewer.lifecycle.folding import fold
from reviewer.lifecycle.rules import KINDS, STATES
from reviewer.lifecycle.state import Approval, CaseState, Membership, Opened, Reader

ANN, BEN, CAT, DAN = ("a1" * 32, "b2" * 32, "c3" * 32, "d4" * 32)
ADVISER, STRANGER = "e5" * 32, "f6" * 32
MEMBERS = tuple(Membership(person, "2026-01-01", "", slot) for slot, person in enumerate((ANN, BEN, CAT, DAN)))
READERS = (ANN, BEN, CAT)  # of a new case: DAN is an alternate
START = "2026-03-02"  # a Monday
SIGNATURE, ID, KEYS = "5a" * 64, "1d" * 16, "7c" * 32

PLAIN: Mapping[str, Any] = {
    "filed": {
        "rules": 1,
        "channel": "line",
        "received": START,
        "category": "other",
        "excluded": [],
        "item": ID,
        "text": "",
    },
    "filed_again": {
        "rules": 1,
        "received": START,
        "category": "other",
        "excluded": [],
        "item": ID,
        "again": "2e" * 16,
    },
    "acknowledged": {"reply": ID, "how": ""},
    "conflict_check": {"urgent": 0, "note": ""},
    "recusal": {"why": "kin"},
    "recusal_of": {"person": BEN, "why": "kin"},
    "triage": {
        "category": "control_deficiency",
        "severity": "S3",
        "detriment": "low",
        "level": "staff",
        "materiality": "not_material",
        "period": "2025",
        "allegations": ["invoices were split"],
        "note": "",
    },
    "need_info": {"text": "which month?"},
    "acceptance": {"note": ""},
    "assignment": {"to": BEN, "note": ""},
    "investigation": {"plan": "ledgers"},
    "counsel_engaged": {"counsel": "a firm", "scope": "interviews"},
    "auditor_informed": {"text": "by letter"},
    "chair_told": {"note": ""},
    "meeting": {"held": START, "text": "decided"},
    "finding": {"allegation": 0, "outcome": "unsubstantiated", "text": "in order"},
    "remediation": {"text": "training"},
    "feedback": {"reply": ID, "text": "looked into"},
    "note": {"text": "a note"},
    "task": {"text": "call", "who": ANN, "due": "2026-12-31"},
    "task_given": {"task": 0, "who": BEN, "due": "2026-12-31"},
    "task_withdrawn": {"task": 0, "why": ""},
    "task_done": {"task": 0, "note": ""},
    "message": {"reply": ID, "text": "thank you"},
    "follow_up": {"item": ID, "received": START, "excluded": []},
    "brought": {"item": ID},
    "heard": {"received": START, "channel": "phone", "text": "a second call"},
    "receipt_corrected": {"received": START, "channel": "phone", "why": "the call was noted as a letter"},
    "link": {"case": ID, "why": "related"},
    "taken_over": {"case": ID, "text": "same matter"},
    "withdrawal": {"request": 0, "why": ""},
    "approval": {"request": 0, "signature": SIGNATURE},
    "closing": {"text": "done"},
    "closing_without_feedback": {"text": "no way to tell"},
    "closing_for_silence": {"text": "no answer"},
    "not_a_complaint": {"text": "a question about leave"},
    "referral": {"to": "people and culture", "text": "theirs"},
    "merge": {"into": ID, "text": "same matter"},
    "reopening": {"why": "new evidence"},
    "retention": {
        "class": "general",
        "profile": "us",
        "years": 7,
        "days": 0,
        "until": "2033-12-31",
        "note": "counsel asks",
    },
    "review": {"note": ""},
    "destruction": {"why": "time is over"},
    "hold_placed": {"matter": "a subpoena"},
    "hold_reviewed": {"hold": 0, "note": ""},
    "hold_released": {"hold": 0, "why": "matter ended"},
    "key_verified": {"person": ADVISER, "keys": KEYS, "role": "outside counsel"},
    "grant_made": {"reader": DAN, "until": "", "why": "alternate"},
    "grant_taken": {"reader": ADVISER, "why": "work done"},
    "renewal": {},
}


@dataclass
class Story:
    """A record that grows. Every act is on `day`, which only goes forward."""

    members: Sequence[Membership] = MEMBERS
    day: str = START
    entries: list[Opened] = field(default_factory=list)
    known: tuple[object, CaseState] = (None, CaseState())

    @property
    def state(self) -> CaseState:
        """Folded once for every entry more."""
        if self.known[0] != (len(self.entries), self.members):
            self.known = (len(self.entries), self.members), fold(self.entries, self.members)
        return self.known[1]

    @property
    def next(self) -> int:
        return len(self.entries)

    def wait(self, days: int) -> "Story":
        self.day = add_days(self.day, days)
        return self

    def say(self, author: str, kind: str, **fields: Any) -> "Story":
        """One entry of `kind`, its fields those of `PLAIN` but for `fields`."""
        return self.add(self.entry(author, content(kind, **fields)))

    def add(self, *entries: Opened) -> "Story":
        self.entries.extend(entries)
        return self

    def ask(self, author: str, kind: str, **fields: Any) -> "Story":
        """A request for an act that needs two persons, and the author's own approval: two entries."""
        number = self.next
        act = content(kind, **fields, request=number)
        return self.add(self.entry(author, requested(act, add_days(self.day, 14)))).agree(author, number)

    def agree(self, author: str, request: int) -> "Story":
        return self.say(author, "approval", request=request)

    def carry_out(self, author: str, request: int) -> "Story":
        return self.add(self.entry(author, self.act_of(request)))

    def together(self, kind: str, **fields: Any) -> "Story":
        """Asked for by ANN, approved by CAT, carried out by ANN."""
        number = self.next
        return self.ask(ANN, kind, **fields).agree(CAT, number).carry_out(ANN, number)

    def _here(self, state: CaseState) -> tuple[Reader, ...]:
        """Who reads: advisers whose grant lasts, and members whom the list still names."""
        named = {one.person for one in self.members if not one.until or one.until >= self.day}
        return tuple(one for one in state.readers if (one.until >= self.day if one.until else one.person in named))

    def act_of(self, request: int) -> Mapping[str, Any]:
        found = self.entries[request].content
        assert isinstance(found, dict)
        act: Mapping[str, Any] = found["act"]
        return act

    def entry(self, author: str, said: Mapping[str, Any]) -> Opened:
        """An entry as a page would make it, whether it is allowed or not."""
        state, rule = self.state, KINDS.get(str(said.get("kind")))
        renews = bool(rule and rule.grants == "renew")
        return Opened(
            sequence=self.next,
            day=self.day,
            author=author,
            key=state.key + renews,
            content=said,
            grants=_grants(state, self._here(state), author, said),
            approvals=_approvals(state, said),
            excluded=_sealed(said),
            **_clear(state, said, self.next),
        )


def content(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, **PLAIN[kind], **fields}


def requested(act: Mapping[str, Any], until: str) -> dict[str, Any]:
    return {"kind": "request", "act": act, "until": until}


def _grants(state: CaseState, now: Sequence[Reader], author: str, said: Mapping[str, Any]) -> tuple[Reader, ...]:
    match said.get("kind"):
        case "filed" | "filed_again":
            return tuple(Reader(person, "") for person in READERS if person not in said["excluded"])
        case "grant_made":
            return (Reader(said["reader"], said["until"]),)
        case "recusal":
            return tuple(one for one in now if one.person != author)
        case "recusal_of":
            return tuple(one for one in now if one.person != said["person"])
        case "grant_taken":
            return tuple(one for one in now if one.person != said["reader"])
        case "renewal":
            return tuple(now)
        case _:
            return ()


def _sealed(said: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Whom the envelope leaves out: as an honest page says of it."""
    return tuple(said["excluded"]) if said.get("item") and said.get("excluded") else None


def _approvals(state: CaseState, said: Mapping[str, Any]) -> tuple[Approval, ...]:
    rule = KINDS.get(str(said.get("kind")))
    if rule is None or not rule.action:
        return ()
    request = state.request_of(said["request"])
    return (Approval(rule.action, said["request"], request.approved if request else ()),)


def _clear(state: CaseState, said: Mapping[str, Any], number: int) -> dict[str, Any]:
    rule = KINDS.get(str(said.get("kind")))
    fine = rule.moves.get(state.fine, state.fine) if rule else state.fine
    holds = {one.hold for one in state.holds}
    if said.get("kind") == "hold_placed":
        holds.add(number)
    if said.get("kind") == "hold_released":
        holds.discard(said["hold"])
    return {"state": STATES.get(fine, ""), "hold": int(bool(holds))}


# ---- the way to each fine state ---------------------------------------------------------------

WAYS: Mapping[str, tuple[str, str]] = {  # a state: the one before it, and the kind of entry that leads on
    "received": ("", "filed"),
    "acknowledged": ("received", "acknowledged"),
    "conflict_check": ("acknowledged", "conflict_check"),
    "triage": ("conflict_check", "triage"),
    "need_info": ("triage", "need_info"),
    "referred": ("triage", "referral"),
    "merged": ("triage", "merge"),
    "not_a_complaint": ("triage", "not_a_complaint"),
    "accepted": ("triage", "acceptance"),
    "investigating": ("accepted", "investigation"),
    "counsel_engaged": ("investigating", "counsel_engaged"),
    "findings": ("counsel_engaged", "finding"),
    "remediation": ("findings", "remediation"),
    "feedback_given": ("remediation", "feedback"),
    "closed": ("feedback_given", "closing"),
    "reopened": ("closed", "reopening"),
    "retained": ("closed", "retention"),
    "due_for_review": ("retained", "review"),
    "destroyed": ("due_for_review", "destruction"),
}


def reach(fine: str) -> Story:
    """A record that leads to `fine` without a refusal."""
    if not fine:
        return Story()
    before, kind = WAYS[fine]
    story = reach(before)
    if kind == "investigation":
        story.say(ANN, "assignment")
    if kind == "review":
        story.day = add_days(story.state.keep, 1)
    return story.together(kind) if KINDS[kind].action else story.say(ANN, kind)


def case_json(story: Story, **more: Any) -> dict[str, Any]:
    """What both languages read."""
    return {
        "members": [asdict(one) for one in story.members],
        "terms": {"holidays": [], "periods": {}},
        "entries": [_written(one) for one in story.entries],
        "day": story.day,
        "persons": [ANN, BEN],
        **more,
    }


def _written(entry: Opened) -> dict[str, Any]:
    """Without what is not known, as records are that nobody compared with envelopes, and without empty reasons."""
    return {name: value for name, value in asdict(entry).items() if value is not None and (value or name != "unread")}
