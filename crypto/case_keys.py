"""The keys of a case, and what they open (docs/protocol.md, section 14): which of a reader's own keys is good, and the
contents under it and under the older ones to which it leads.

No bad renewal may shut a reader out, and no reader may pass over what a colleague wrote who can still hand it on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crypto.entry import Entry, key_before, open_content
from crypto.errors import Damaged, NotAllowed, ProtocolError
from crypto.record import Record, check_contents, slots_on

Under = Sequence[tuple[Entry, bytes]]


@dataclass(frozen=True)
class Reading:
    """What a good key opens: of each entry the JSON, None if it says nothing; and the keys of the chain, by number."""

    opened: tuple[bytes | None, ...] = field(repr=False)
    keys: Mapping[int, bytes] = field(repr=False)

    @property
    def number(self) -> int:
        """Of the key by which is read."""
        return max(self.keys)


def open_held(record: Record, contents: Sequence[bytes | None], held: Iterable[tuple[int, bytes]]) -> Reading:
    """By the first good key of `held`, which are numbers and keys, the highest number first.

    `Damaged`: a content is not the signed one, or no key is good.
    """
    check_contents(record, contents)
    for number, case_key in held:
        try:
            return _read(record, contents, number, case_key)
        except ProtocolError:
            continue  # what is wrong with it, its author did: the renewal is named, and an older key is taken
    raise Damaged("no good key")


def open_contents(record: Record, contents: Sequence[bytes | None], number: int, case_key: bytes) -> Reading:
    """By case key `number`, if it is good.

    `Malformed`, `Damaged`: also when this reader was given another key than the others. `NotAllowed`: a key of its
    chain passes over what its author may not.
    """
    check_contents(record, contents)
    return _read(record, contents, number, case_key)


def check_step(record: Record, renewal: Entry, older: int) -> None:
    """`NotAllowed` unless the author of `renewal`, which may be one that `record` does not hold yet, may lead back to
    key `older` and pass over those between.
    """
    earlier = record.entries[: renewal.sequence]
    passed = [one for one in earlier if older < one.key < renewal.key]
    if not passed:
        return
    now = slots_on(record.chain, renewal.day)
    # 1. a member, who came no later than that key
    granted = (one.reader for entry in earlier if entry.key == older for one in entry.grants)
    _need(renewal.author in now and renewal.author in granted)
    # 2. who wrote under a key had it
    own = now[renewal.author]
    written = [(one.author, slots_on(record.chain, one.day).get(one.author, frozenset())) for one in passed]
    _need(not any(author == renewal.author or slots & own for author, slots in written))
    # 3. who wrote under a key of somebody else can still make one for all
    _need(not can_mend(record, renewal, older))
    # 4. what two approved stays readable
    asked = {approval.what for entry in (*earlier, renewal) for _, approval in entry.approvals}
    _need(not asked & {record.hashes[one.sequence] for one in passed})


def can_mend(record: Record, renewal: Entry, older: int) -> frozenset[bytes]:
    """Whose very keys wrote under a key between `older` and that of `renewal`, though somebody else made one of these;
    and can still make a key that leads to it: standing readers before `renewal`, and members on its day.
    """
    earlier = record.entries[: renewal.sequence]
    passed = [one for one in earlier if older < one.key < renewal.key]
    now = slots_on(record.chain, renewal.day)
    wrote = {one.author for one in passed} & set(now) & _standing(earlier)
    makers = [one for one in passed if _is_renewal(record, one)]
    return frozenset(one for one in wrote if any(_is_another(record, maker, one, now[one]) for maker in makers))


def made_later(record: Record, number: int) -> tuple[int, ...]:
    """The entries that made the keys above `number`."""
    return tuple(one.sequence for one in record.entries if _is_renewal(record, one) and one.key > number)


def _read(record: Record, contents: Sequence[bytes | None], number: int, case_key: bytes) -> Reading:
    if number > record.last.key:
        raise Damaged("a key that the record does not know")
    keys = {number: case_key}
    opened: dict[int, bytes | None] = {}
    while under := _under(record, contents, number):
        opened |= _opened_under(keys[number], under)
        first, _ = under[0]
        if not _is_renewal(record, first):
            break
        before, older = key_before(opened[first.sequence] or b"", number)
        check_step(record, first, older)
        keys[older], number = before, older
    return Reading(tuple(opened.get(entry.sequence) for entry in record.entries), keys)


def _need(good: bool) -> None:
    if not good:
        raise NotAllowed("passed_over")


def _is_another(record: Record, maker: Entry, key: bytes, slots: frozenset[int]) -> bool:
    """Whether a member made this entry whose place is none of `slots`: old and new keys of one person are one."""
    places = slots_on(record.chain, maker.day).get(maker.author, frozenset())
    return maker.author != key and bool(places) and not places & slots


def _standing(entries: Sequence[Entry]) -> frozenset[bytes]:
    """The standing readers after the last of these."""
    granted = {one.reader: one.until for entry in entries if entry.key == entries[-1].key for one in entry.grants}
    return frozenset(reader for reader, until in granted.items() if until is None)


def _under(record: Record, contents: Sequence[bytes | None], number: int) -> Under:
    pairs = zip(record.entries, contents, strict=True)
    return [(entry, content) for entry, content in pairs if entry.key == number and content is not None]


def _is_renewal(record: Record, entry: Entry) -> bool:
    return entry.sequence > 0 and record.entries[entry.sequence - 1].key < entry.key


def _opened_under(case_key: bytes, under: Under) -> Mapping[int, bytes | None]:
    """The first must open: it proves the key."""
    (first, content), *others = under
    return {first.sequence: _open(case_key, first, content), **dict(_opened_others(case_key, others))}


def _opened_others(case_key: bytes, others: Under) -> Iterator[tuple[int, bytes | None]]:
    for entry, sealed in others:
        try:
            yield entry.sequence, _open(case_key, entry, sealed)
        except ProtocolError:
            yield entry.sequence, None


def _open(case_key: bytes, entry: Entry, content: bytes) -> bytes:
    return open_content(content, case_key, entry.case, entry.sequence, entry.author)
