"""What a server that reads nothing can see of docs/treatment.md in an entry: how the case is said to stand, the days,
and who is given the key. All else the members' pages check.

No rule here may keep the others from going on after an entry that breaks a rule unseen: `clear_part` and the grants of
a page that follows the rules pass always (docs/decisions/0027-what-the-reviewers-server-checks.md).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from crypto.approval import Action
from crypto.entry import Entry, State
from crypto.record import Record
from reviewer.lifecycle.days import quarter
from reviewer.lifecycle.due import Terms, clear_part
from reviewer.lifecycle.failures import need
from reviewer.lifecycle.rules import LIMITS, RULES
from reviewer.lifecycle.state import CaseState

HOLD_REVIEW = "hold_review"
# Of one author in one case on one day: whoever makes keys that are no good to others stops them from writing each time.
MOST_RENEWALS = 8
# The same of all entries, but for those by which somebody leaves: every page reads the whole case each time.
MOST_ENTRIES = 100
FIRST_STEPS = ("acknowledge", "conflict_check", "triage")


def check_visible(record: Record, entry: Entry, terms: Terms, allowed: Collection[bytes]) -> None:
    """What shows of `entry`, which the protocol lets follow `record`. `allowed` are those of its readers, before and
    after, who may read cases at all. Raises lifecycle's NotAllowed with a code.
    """
    # 1. the quarter of review goes with `retained`
    need(bool(entry.review) == (entry.state is State.RETAINED), "review")
    # 2. days that are due
    _check_due(record, entry, terms)
    if not record.entries:
        # 3. a case begins without a hold, and with readers who stay
        need(not entry.hold, "clear")
        need(all(one.until is None for one in entry.grants), "grants")
        return
    # 4. nobody fills a case
    need(_is_to_leave(record, entry) or _written_today(record, entry) < MOST_ENTRIES, "entries")
    # 5. only members move a case
    stands = (entry.state, entry.hold) == (record.last.state, record.last.hold)
    need(stands or entry.author in record.standing, "not_member")
    # 6. who is given the key
    _check_readers(record, entry, allowed)
    # 7. nothing is destroyed before its time
    if entry.state is State.DESTROYED:
        need(quarter(entry.day.isoformat()) >= record.last.review, "too_early")
        need(entry.day > _closed(record) + timedelta(days=LIMITS["retention"]), "too_early")


def _check_due(record: Record, entry: Entry, terms: Terms) -> None:
    """Codes that say nothing, in a state that has them; and first steps not later than the first day allowed.

    The server does not know when a report came. It was not after it was filed, so the days that follow from that are
    the latest there can be. One that was shown before may stay, whatever the company's terms are now.
    """
    codes = {one.what for one in entry.due}
    need(codes <= set(RULES["clear"]), "due")
    need(entry.state is State.OPEN or codes <= {HOLD_REVIEW}, "due")
    need(entry.hold or HOLD_REVIEW not in codes, "due")
    opened = record.entries[0].day if record.entries else entry.day
    latest = latest_days(opened, terms)
    need(bool(record.entries) or codes == latest.keys(), "due")
    before = {(one.what, one.day) for entry_before in record.entries for one in entry_before.due}
    for one in entry.due:
        if one.what in FIRST_STEPS:
            need(one.day <= latest[one.what] or (one.what, one.day) in before, "due")


def latest_days(opened: date, terms: Terms) -> dict[str, date]:
    """By when what a case begins with is due at the latest, if it was opened on this day."""
    fresh = CaseState(fine="received", received=opened.isoformat(), shown=State.OPEN.value)
    return {one["what"]: date.fromisoformat(one["day"]) for one in clear_part(fresh, terms)["due"]}


def _check_readers(record: Record, entry: Entry, allowed: Collection[bytes]) -> None:
    """One grant at a time, or a new key for all who stay; never to somebody who was left out for good."""
    gone = _holders(record, frozenset(_left_out(record, entry)))
    need(not {one.reader for one in entry.grants} & gone, "recused")
    if entry.key > record.last.key:
        _check_renewal(record, entry, allowed)
        return
    need(len(entry.grants) <= 1, "grants")
    now, members = record.readers_on(entry.day), {one.sign for one in record.chain[-1].members}
    for one in entry.grants:
        if one.until is None:
            need(one.reader not in now, "already")
            continue
        need(one.reader not in members, "grants")
        until = record.readers[one.reader] if one.reader in now else date.min
        need(until is not None and until < one.until, "already")
        need(one.until <= entry.day + timedelta(days=LIMITS["grant"]), "day")


def _check_renewal(record: Record, entry: Entry, allowed: Collection[bytes]) -> None:
    """For those who read, each to the day that was given, and without one of them at most; who may not read any more
    is no matter.
    """
    now = record.readers_on(entry.day)
    granted = {one.reader for one in entry.grants}
    need(all(one.reader in now and record.readers[one.reader] == one.until for one in entry.grants), "grants")
    need(len((now - granted) & set(allowed)) <= 1, "grants")
    need(_is_to_leave(record, entry) or _renewed_today(record, entry) < MOST_RENEWALS, "renewals")


def _is_to_leave(record: Record, entry: Entry) -> bool:
    """Whether two have approved it, or its author steps back by it: neither is ever too much."""
    renewed = entry.key > record.last.key
    return bool(entry.approvals) or (renewed and entry.author not in {one.reader for one in entry.grants})


def _written_today(record: Record, entry: Entry) -> int:
    """How many entries the author has written in this case on this day."""
    return _by_author_today(record.entries, entry)


def _renewed_today(record: Record, entry: Entry) -> int:
    """How often the author has made a new key on this day."""
    return _by_author_today((after for before, after in pairwise(record.entries) if after.key > before.key), entry)


def _by_author_today(entries: Iterable[Entry], entry: Entry) -> int:
    return sum((one.author, one.day) == (entry.author, entry.day) for one in entries)


def _holders(record: Record, gone: frozenset[bytes]) -> frozenset[bytes]:
    """These, and all who have held a place that one of them held: new keys make nobody new."""
    members = [one for version in record.chain for one in version.members]
    slots = {one.slot for one in members if one.sign in gone}
    return gone | {one.sign for one in members if one.slot in slots}


def _left_out(record: Record, entry: Entry) -> Iterator[bytes]:
    """Who was recused by two others, or made a new key without itself."""
    approvals = (approval for one in (*record.entries, entry) for _, approval in one.approvals)
    yield from (one.reader for one in approvals if one.action is Action.RECUSE)
    for before, after in pairwise(record.entries):
        if after.key > before.key and after.author not in {one.reader for one in after.grants}:
            yield after.author


def _closed(record: Record) -> date:
    """The day of the last move from open to closed."""
    moves = [after.day for before, after in pairwise(record.entries) if _closes(before, after)]
    return moves[-1]


def _closes(before: Entry, after: Entry) -> bool:
    return before.state is State.OPEN and after.state is State.CLOSED
