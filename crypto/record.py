"""Checks the record of a case: its entries, one after another (docs/protocol.md, section 14). No case key is needed.

`check_record` is for who is shown all entries; `extend` for who takes one more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from crypto.approval import CLOSING, Action, Approval, Need, check_lifetime, check_signers
from crypto.derivation import sha256
from crypto.document import Signed
from crypto.entry import Entry, Granted, State, entry_hash, parse_entry
from crypto.errors import BadSignature, BrokenChain, Damaged, NotAllowed, WrongInstance
from crypto.limits import HASH
from crypto.signatures import Domain, verify
from crypto.version import Directory, in_force

FREE_MOVES = {
    (State.CLOSED, State.OPEN),
    (State.CLOSED, State.RETAINED),
    (State.RETAINED, State.OPEN),
    *((state, state) for state in State if state is not State.DESTROYED),
}
APPROVED_MOVES = {(State.OPEN, State.CLOSED): CLOSING, (State.RETAINED, State.DESTROYED): frozenset({Action.DESTROY})}
Act = tuple[Action, bytes, bytes]


@dataclass(frozen=True)
class Record:
    """Entries that were checked, their hashes, the readers after the last one (with their last day, or None)."""

    instance: bytes
    case: bytes
    chain: Sequence[Directory] = field(repr=False)
    today: date | None = None
    entries: tuple[Entry, ...] = ()
    hashes: tuple[bytes, ...] = ()
    readers: Mapping[bytes, date | None] = field(default_factory=dict)
    executed: frozenset[Act] = frozenset()

    @property
    def last(self) -> Entry:
        """The last entry, which says how the case stands."""
        return self.entries[-1]

    def readers_on(self, day: date) -> frozenset[bytes]:
        """Who reads on that day."""
        return frozenset(key for key, until in self.readers.items() if until is None or day <= until)

    @property
    def standing(self) -> frozenset[bytes]:
        """Readers without a last day."""
        return frozenset(key for key, until in self.readers.items() if until is None)


def check_record(
    documents: Sequence[Signed], instance: bytes, case: bytes, chain: Sequence[Directory], *, today: date | None = None
) -> Record:
    """The record, if every entry follows from those before it. `chain` is that of the directory.

    `Malformed`, `BadSignature`, `WrongInstance`, `BrokenChain`, `NotAllowed`.
    """
    if not documents:
        raise BrokenChain("no entry")
    entries = [parse_entry(one) for one in documents]
    record = Record(instance, case, chain, today)
    for document, entry in zip(documents, entries, strict=True):
        record = _extend(record, document, entry)
    return record


def extend(record: Record, document: Signed) -> Record:
    """The record with one entry more. Fails as `check_record` does."""
    return _extend(record, document, parse_entry(document))


def check_pinned(record: Record, count: int, last: bytes) -> None:
    """`BrokenChain` unless the record still holds the `count` entries that were seen, the last with this hash."""
    if not 0 < count <= len(record.hashes) or record.hashes[count - 1] != last:
        raise BrokenChain("pinned entry")


def check_contents(record: Record, contents: Sequence[bytes | None]) -> None:
    """`Damaged` unless each content has its hash; only those of a destroyed case may be gone."""
    if len(contents) != len(record.entries):
        raise Damaged("contents")
    for entry, content in zip(record.entries, contents, strict=True):
        if content is None and record.last.state is State.DESTROYED:
            continue
        if content is None or sha256(content) != entry.content:
            raise Damaged("content")


def slots_on(chain: Sequence[Directory], day: date) -> Mapping[bytes, frozenset[int]]:
    """The slots that each member has in the versions in force, by key."""
    slots: dict[bytes, frozenset[int]] = {}
    for member in (one for version in in_force(chain, day) for one in version.members):
        slots[member.sign] = slots.get(member.sign, frozenset()) | {member.slot}
    return slots


def _extend(record: Record, document: Signed, entry: Entry) -> Record:
    # 1. the author's signature
    _check_signature(document, entry)
    # 2. whose and which
    if entry.instance != record.instance:
        raise WrongInstance("entry")
    if entry.case != record.case:
        raise BrokenChain("case")
    # 3. its place
    _check_place(record, entry)
    # 4. the number of its key
    renewed = _is_renewed(record, entry)
    after = _readers_after(record, entry, renewed)
    # 5. who writes
    _check_author(record, entry, after)
    # 6. who is granted
    _check_grants(record, entry)
    # 7. and 8. what needs approval
    needs = (*_moves(record, entry), *_left_out(record, entry, after))
    # 9. the approval
    _check_approvals(record, entry, after, needs)
    return replace(
        record,
        entries=(*record.entries, entry),
        hashes=(*record.hashes, entry_hash(document)),
        readers=after,
        executed=record.executed | {approval.act for _, approval in entry.approvals},
    )


def _check_signature(document: Signed, entry: Entry) -> None:
    if len(document.signatures) != 1 or document.signatures[0].key != entry.author:
        raise BadSignature("author")
    verify(Domain.ENTRY, entry.author, document.message, document.signatures[0].signature)


def _check_place(record: Record, entry: Entry) -> None:
    previous = record.hashes[-1] if record.hashes else bytes(HASH)
    if entry.sequence != len(record.entries) or entry.previous != previous:
        raise BrokenChain("sequence or previous")
    if record.entries and entry.day < record.last.day:
        raise BrokenChain("day")
    if record.today and entry.day - record.today > timedelta(days=1):
        raise BrokenChain("day to come")


def _is_renewed(record: Record, entry: Entry) -> bool:
    step = entry.key - record.last.key if record.entries else entry.key
    if step not in ((0, 1) if record.entries else (0,)):
        raise BrokenChain("key")
    return step == 1


def _readers_after(record: Record, entry: Entry, renewed: bool) -> Mapping[bytes, date | None]:
    kept = {} if renewed else record.readers
    return {**kept, **{one.reader: one.until for one in entry.grants}}


def _check_author(record: Record, entry: Entry, after: Mapping[bytes, date | None]) -> None:
    if not record.entries:
        allowed = entry.author in after and after[entry.author] is None
    else:
        if record.last.state is State.DESTROYED:
            raise NotAllowed("state")
        allowed = entry.author in record.readers_on(entry.day)
    if not allowed:
        raise NotAllowed("not_reader")
    if None not in after.values():
        raise NotAllowed("last_reader")


def _check_grants(record: Record, entry: Entry) -> None:
    if entry.grants and record.entries and entry.author not in record.standing:
        raise NotAllowed("not_member")
    if not all(_is_grantable(one, record.chain, entry.day) for one in entry.grants):
        raise NotAllowed("grants")


def _is_grantable(one: Granted, chain: Sequence[Directory], day: date) -> bool:
    return day <= one.until if one.until else one.reader in _members_on(chain, day)


def _members_on(chain: Sequence[Directory], day: date) -> frozenset[bytes]:
    return frozenset(slots_on(chain, day))


def _moves(record: Record, entry: Entry) -> Iterator[Need]:
    if not record.entries:
        if entry.state is not State.OPEN:
            raise NotAllowed("state")
        return
    before, move = record.last, (record.last.state, entry.state)
    if move in APPROVED_MOVES:
        yield Need(APPROVED_MOVES[move])
    elif move not in FREE_MOVES:
        raise NotAllowed("state")
    if entry.state is State.DESTROYED and (before.hold or entry.hold):
        raise NotAllowed("held")
    if before.hold and not entry.hold:
        yield Need(frozenset({Action.RELEASE}))


def _left_out(record: Record, entry: Entry, after: Mapping[bytes, date | None]) -> Iterator[Need]:
    versions = [{one.sign for one in version.members} for version in in_force(record.chain, entry.day)]
    for reader in sorted(record.standing - {entry.author}):
        stays = reader in after and after[reader] is None
        if not stays and all(reader in members for members in versions):
            yield Need(frozenset({Action.RECUSE}), reader)


def _check_approvals(record: Record, entry: Entry, after: Mapping[bytes, date | None], needs: Sequence[Need]) -> None:
    if len(entry.approvals) > 1 or len(needs) > 1 or (needs and not entry.approvals):
        raise NotAllowed("approvals")
    for signed, approval in entry.approvals:
        wanted = needs or tuple(_may_carry(record, entry, after))
        if not any(need.is_met_by(approval) for need in wanted):
            raise NotAllowed("approvals")
        _check_executor(record, entry, approval)
        _check_approval(record, entry, signed, approval)


def _may_carry(record: Record, entry: Entry, after: Mapping[bytes, date | None]) -> Iterator[Need]:
    """What an entry that needs no approval may execute: one hold of several goes; who does not read is recused."""
    if record.entries and record.last.hold and entry.hold:
        yield Need(frozenset({Action.RELEASE}))
    for _, approval in entry.approvals:
        if approval.reader not in record.standing and after.get(approval.reader, entry.day) is not None:
            yield Need(frozenset({Action.RECUSE}), approval.reader)


def _check_executor(record: Record, entry: Entry, approval: Approval) -> None:
    """A member who reads; the key is renewed by a recusal, and by no other act."""
    if entry.author not in record.standing & _members_on(record.chain, entry.day):
        raise NotAllowed("not_member")
    renewed = entry.key > record.last.key
    if renewed != (approval.action is Action.RECUSE) or (entry.grants and not renewed):
        raise NotAllowed("grants")


def _check_approval(record: Record, entry: Entry, signed: Signed, approval: Approval) -> None:
    if (approval.instance, approval.case) != (record.instance, record.case):
        raise NotAllowed("no_request")
    if approval.what not in record.hashes:
        raise NotAllowed("no_request")
    if approval.act in record.executed:
        raise NotAllowed("already")
    asked = record.entries[record.hashes.index(approval.what)].day
    check_lifetime(approval, asked, entry.day)
    then, now = _members_on(record.chain, approval.day), slots_on(record.chain, entry.day)
    check_signers(signed, {key: slots for key, slots in now.items() if key in record.standing & then})
