"""A thousand ways to alter a record, each with what an audit must name: which case and entry, which leaf."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, select

from crypto.checkpoint import Checkpoint, make_checkpoint
from crypto.document import Signed, sign_text, signed_from
from crypto.entropy import fresh
from crypto.entry import entry_hash
from crypto.errors import ProtocolError
from crypto.keys import MemberSecret, generate
from crypto.signatures import Domain
from crypto.strict import parse_json, serialise
from reviewer.audit_findings import Finding, Report, What
from reviewer.case_models import Case, CaseDue, CaseGrant, Entry, EntryContent, Filler, Leaf, StoredCheckpoint
from reviewer.models import StoredDirectory
from reviewer.order_models import StandingOrder, StoredCertificate
from tests.integration.reviewer.record_line import RecordLine

Act = Callable[[Connection], object]
Names = Callable[[Finding], bool]
Place = tuple[str, int]
TABLES = {one.__tablename__: one.__table__ for one in (Case, CaseDue, CaseGrant, Entry, EntryContent)}
TABLES |= {one.__tablename__: one.__table__ for one in (Filler, Leaf, StoredCheckpoint, StoredDirectory)}
TABLES |= {one.__tablename__: one.__table__ for one in (StandingOrder, StoredCertificate)}
# What an edit of an entry may be called, and what can follow from it for a later one.
OF_ENTRIES = {What.UNREADABLE, What.SIGNATURE, What.FOREIGN, What.MOVED, What.INSERTED, What.MISSING, What.REWRITTEN}
OF_ENTRIES |= {What.LINK, What.RULE, What.NOT_IN_TREE}


@dataclass(frozen=True)
class Tampering:
    """An act on the database; each of `names` must be true of some finding. `only` lists all entries to be accused."""

    name: str
    act: Act
    names: tuple[Names, ...]
    only: frozenset[Place] | None = None

    def missed(self, report: Report) -> list[str]:
        """What the report should say and does not, or says of entries to which nothing was done."""
        found = [
            f"nothing names {number}" for number, one in enumerate(self.names) if not any(map(one, report.findings))
        ]
        accused = {(one.case, one.sequence) for one in report.findings if one.what in OF_ENTRIES and one.case}
        if self.only is not None and not accused <= self.only:
            found.append(f"{sorted(accused - self.only, key=str)} accused")
        return found


def table(name: str) -> Table:
    found = TABLES[name]
    assert isinstance(found, Table)
    return found


def of(what: What, place: Place | None = None, detail: str | None = None) -> Names:
    """A finding of this kind, about this entry, with this in its detail."""

    def fits(one: Finding) -> bool:
        same = place is None or (one.case, one.sequence) == place
        return one.what is what and same and (detail is None or detail in one.detail)

    return fits


def about(place: Place) -> Names:
    """Any finding about this entry."""
    return lambda one: (one.case, one.sequence) == place


def about_case(case: str, what: What = What.CASE_ROW) -> Names:
    return lambda one: one.case == case and one.what is what


def about_leaf(number: int) -> Names:
    def fits(one: Finding) -> bool:
        first, _, rest = one.detail.removeprefix("leaves ").partition(" to ")
        in_range = first.isdigit() and rest.split(",")[0].isdigit() and int(first) <= number <= int(rest.split(",")[0])
        return one.detail == f"leaf {number}" or in_range

    return fits


def turned(value: Any, chance: Random) -> Any:
    """The value with one bit, digit, letter or day changed."""
    if isinstance(value, date):
        return value + timedelta(chance.choice((-1, 1)))
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]
    at = chance.randrange(len(value))
    put = chance.choice([one for one in "0123456789abcdef" if one != value[at]])
    return value[:at] + put + value[at + 1 :]


@dataclass
class Tamperer:
    """Knows the record as it is; makes acts that alter it. `chance` chooses where."""

    record: RecordLine
    chance: Random

    def __post_init__(self) -> None:
        with self.record.line.database.engine.connect() as connection:
            self.rows = {
                name: [dict(one._mapping) for one in connection.execute(select(table(name)))] for name in TABLES
            }
        self.leaves = {one["value"]: one["number"] for one in self.rows["leaf"]}
        self.fillers = {one["number"] for one in self.rows["filler"]}
        self.entries = self.rows["entry"]
        self.stories = {one.case.hex(): one for one in self.record.stories}
        self.keys = {one.sign_key(): one for one in (*self.record.members, self.record.adviser)}

    def all(self) -> Iterator[Tampering]:
        """Each kind in turn, everywhere it can be done."""
        for entry in self.entries:
            yield from self.edits(entry)
        for case in self.stories:
            yield from self.ends(case)
            yield from self.insertions(case)
            yield from self.swaps(case)
        yield from self.of_tables()
        yield from self.of_the_tree()

    # ---- entries ------------------------------------------------------------------------------

    def edits(self, entry: dict[str, Any]) -> Iterator[Tampering]:
        """Each field of the document; a letter anywhere in it; each column; a new text under the author's own key."""
        place = (entry["case"], entry["sequence"])
        document, body = json.loads(entry["document"]), body_of(entry)
        for name in body:
            edited = serialise({**document, "body": self._edited(body, name)}).decode()
            yield self._edit(f"field {name} of {place}", place, edited)
        for _ in range(8):
            edited = self._turned_letter(entry["document"])
            yield self._edit(f"a letter of {place}", place, edited)
        for name in ("hash", "day", "author"):
            values = {name: turned(entry[name], self.chance)}
            yield Tampering(f"column {name} of {place}", self.set("entry", entry, **values), (of(What.COLUMNS, place),))
        if self._is_sealed(entry["hash"]):
            yield self._rewrite(entry, body, of(What.NOT_IN_TREE, place), place)
        elif entry["sequence"] + 1 < self.count(entry["case"]):  # then nothing but the next one knows what stood here
            after = (place[0], place[1] + 1)
            yield self._rewrite(entry, body, of(What.LINK, after), after)
        if entry["sequence"] + 1 < self.count(entry["case"]):
            gone = frozenset({place})
            yield Tampering(f"{place} deleted", self.removed(*place), (of(What.MISSING, place),), gone)
            yield Tampering(f"{place} deleted, the rest moved up", self._closed_up(*place), (of(What.MISSING, place),))

    def _edit(self, name: str, place: Place, document: str) -> Tampering:
        entry = {"case": place[0], "sequence": place[1]}
        return Tampering(name, self.set("entry", entry, document=document), (about(place),), frozenset({place}))

    def _edited(self, body: dict[str, Any], name: str) -> str:
        value = body[name]
        other: Any = [*value, {}] if isinstance(value, list) else turned(value or "2030-Q1", self.chance)
        return serialise({**body, name: other}).decode()

    def _turned_letter(self, document: str) -> str:
        """Not in the number of a signature's key, which nothing is looked up by; everything else is signed."""
        found = document
        while parse_or_none(found) == parse_json(document.encode()):
            found = turned(document, self.chance)
        return found

    def _rewrite(self, entry: dict[str, Any], body: dict[str, Any], names: Names, named: Place) -> Tampering:
        """By the author, who may have been persuaded; with every column and the table of the case made to fit."""
        place = (entry["case"], entry["sequence"])
        edited = {**body, "due": [] if body["due"] else [{"what": "close", "day": "2030-01-01"}]}
        signed = resigned(edited, self.keys[entry["author"]])
        hashed, acts = entry_hash(signed), []
        acts.append(self.set("entry", entry, document=signed.serialise().decode(), hash=hashed))
        if entry["sequence"] + 1 == self.count(entry["case"]):
            acts.append(self.set("case_", {"id": entry["case"]}, last=hashed))
        return Tampering(f"{place} written anew", together(*acts), (names,), frozenset({named}))

    def ends(self, case: str) -> Iterator[Tampering]:
        """The last entries cut off; with the table of the case left as it was, and made to fit."""
        hashes = [one["hash"] for one in self._of(case)]
        for left in range(len(hashes)):
            places = [(case, sequence) for sequence in range(left, len(hashes))]
            named = tuple(of(What.MISSING, place) for place in places)
            yield Tampering(f"{case} cut to {left}", self._shortened(case, left), named, frozenset(places))
            numbers = [self.leaves[one] for one in hashes[left:] if one in self.leaves]
            leaves = tuple(of(What.LEAF_UNEXPLAINED, None, f"leaf {number}") for number in numbers)
            if leaves:
                yield Tampering(f"{case} cut to {left}, the table too", self.cut(case, left), leaves, frozenset())

    def insertions(self, case: str) -> Iterator[Tampering]:
        """At the end, by somebody who is nobody; an old entry again; one of another case; one that is dated back."""
        count, entries = self.count(case), self._of(case)
        place, last = (case, count), entries[-1]
        stranger = self._next(last, generate(3))
        unsigned = Signed(self._next(last, self.record.members[0]).body, stranger.signatures)
        for signed in (stranger, unsigned):
            yield self._insert("forged", place, signed, (about(place),))
        for old in entries:
            signed = stored(old)
            yield self._insert(f"entry {old['sequence']} again", place, signed, (of(What.INSERTED, place),))
        for other in self.entries:
            if other["case"] != case:
                yield self._insert("of another case", place, stored(other), (of(What.FOREIGN, place),))
        if self._is_sealed(last["hash"]) and body_of(last)["state"] != "destroyed":
            back = self._next(last, self.keys[last["author"]])
            yield self._insert("dated back", place, back, (of(What.NOT_IN_TREE, place),))

    def swaps(self, case: str) -> Iterator[Tampering]:
        """Two entries in each other's place, columns and all."""
        entries = self._of(case)
        for one in entries:
            for other in entries[one["sequence"] + 1 :]:
                places = [(case, one["sequence"]), (case, other["sequence"])]
                named = tuple(of(What.MOVED, place) for place in places)
                yield Tampering(f"{places} swapped", self._swapped(one, other), named, frozenset(places))

    # ---- tables -------------------------------------------------------------------------------

    def of_tables(self) -> Iterator[Tampering]:
        for row in self.rows["case_"]:
            states = {"state": {"open": "closed"}.get(str(row["state"]), "open"), "review": "2031-Q3"}
            numbers = {name: turned(row[name], self.chance) for name in ("opened", "key", "entries", "last")}
            for name, value in {**states, **numbers, "hold": 1 - row["hold"]}.items():
                named = (about_case(row["id"]),)
                yield Tampering(f"{name} of {row['id']}", self.set("case_", row, **{name: value}), named)
        for row in self.rows["case_due"]:
            named = (about_case(row["case"]),)
            later = self.set("case_due", row, day=row["day"] + timedelta(30))
            yield Tampering("a due day put off", later, named)
            yield Tampering("a due day taken away", self.delete("case_due", row), named)
            yield Tampering("a due day made up", self.insert("case_due", row, what="made_up"), named)
        for row in self.rows["entry_content"]:
            place = (row["case"], row["sequence"])
            for _ in range(4):
                act = self.set("entry_content", row, value=turned(row["value"], self.chance))
                yield Tampering(f"content of {place}", act, (of(What.CONTENT, place),), frozenset())
            gone = self.delete("entry_content", row)
            yield Tampering(f"content of {place} gone", gone, (of(What.CONTENT_MISSING, place),), frozenset())
        for row in self.rows["case_grant"]:
            yield from self._of_grant(row)
        for row in self.rows["directory"]:
            for name in ("value", "hash"):
                for _ in range(8):
                    act = self.set("directory", row, **{name: turned(row[name], self.chance)})
                    yield Tampering(f"directory {name}", act, (of(What.DIRECTORY),))

    def _of_grant(self, row: dict[str, Any]) -> Iterator[Tampering]:
        place, whom = (row["case"], row["sequence"]), row["reader"].hex()
        until = row["until"] + timedelta(365) if row["until"] else date(2040, 1, 1)
        named = (of(What.GRANT, place, whom),)
        changes: tuple[dict[str, Any], ...] = ({"until": until}, {"number": row["number"] + 1})
        for change in ({"value": turned(row["value"], self.chance)}, *changes):
            yield Tampering(f"grant of {place}", self.set("case_grant", row, **change), named, frozenset())
        other = fresh(32)
        moved = (of(What.GRANT_MISSING, place, whom), of(What.GRANT_STRAY, place, other.hex()))
        yield Tampering("another reader", self.set("case_grant", row, reader=other), moved)
        yield Tampering("grant gone", self.delete("case_grant", row), (of(What.GRANT_MISSING, place, whom),))
        added = self.insert("case_grant", row, reader=other)
        yield Tampering("grant made up", added, (of(What.GRANT_STRAY, place, other.hex()),))

    # ---- the tree -----------------------------------------------------------------------------

    def of_the_tree(self) -> Iterator[Tampering]:
        entries = {one["hash"]: (one["case"], one["sequence"]) for one in self.entries}
        for row in self.rows["leaf"]:
            number, place = row["number"], entries.get(row["value"])
            if place is None and number % 8:
                continue
            also = () if place is None else (of(What.NOT_IN_TREE, place),)
            changed = self.set("leaf", row, value=turned(row["value"], self.chance))
            yield Tampering(f"leaf {number}", changed, (about_leaf(number), *also))
            gone = together(self.delete("filler", row), self.delete("leaf", row))
            yield Tampering(f"leaf {number} gone", gone, (about_leaf(number), *also))
        for row in self.rows["filler"]:
            if row["number"] % 8 == 0:
                changed = self.set("filler", row, value=turned(row["value"], self.chance))
                yield Tampering(f"filler {row['number']}", changed, (of(What.FILLER, None, f"leaf {row['number']}"),))
                gone = self.delete("filler", row)
                yield Tampering("filler gone", gone, (of(What.LEAF_UNEXPLAINED, None, f"leaf {row['number']}"),))
        end = len(self.rows["leaf"])
        added = self.insert("leaf", {"number": end, "value": fresh(32)})
        yield Tampering("a leaf more", added, (about_leaf(end),))
        yield from self._of_checkpoints()

    def _of_checkpoints(self) -> Iterator[Tampering]:
        rows = sorted(self.rows["checkpoint"], key=lambda one: int(one["epoch"]))
        for at, row in enumerate(rows):
            epoch, named = row["epoch"], (of(What.CHECKPOINT, None, f"epoch {row['epoch']}"),)
            for _ in range(4):
                act = self.set("checkpoint", row, note=turned(row["note"], self.chance))
                yield Tampering(f"note of {epoch}", act, named)
            yield Tampering("size", self.set("checkpoint", row, size=row["size"] + 64 * 1000), named)
            settings = self.record.line.settings
            forged = Checkpoint(settings.instance, row["size"], fresh(32), epoch)
            note = make_checkpoint(forged, settings.board_seed).decode()
            yield Tampering("another root, well signed", self.set("checkpoint", row, note=note), named)
            gone = self.delete("checkpoint", row)
            if at == 0:
                yield Tampering("first gone", gone, (of(What.BLOCK, None, f"epoch {rows[1]['epoch']}"),))
            elif at == len(rows) - 1:
                yield Tampering("last gone", gone, (about_leaf(row["size"] - 1),))
            else:
                yield Tampering("one gone", gone, (of(What.CHECKPOINT_MISSING, None, f"epoch {epoch}"),))

    # ---- acts ---------------------------------------------------------------------------------

    def set(self, name: str, row: dict[str, Any], **values: Any) -> Act:
        found = table(name)
        here = [column == row[column.name] for column in found.primary_key]
        return lambda connection: connection.execute(found.update().where(*here).values(**values))

    def delete(self, name: str, row: dict[str, Any]) -> Act:
        found = table(name)
        here = [column == row[column.name] for column in found.primary_key]
        return lambda connection: connection.execute(found.delete().where(*here))

    def insert(self, name: str, row: dict[str, Any], **values: Any) -> Act:
        return lambda connection: connection.execute(table(name).insert().values({**row, **values}))

    def removed(self, case: str, sequence: int) -> Act:
        """An entry with all that came with it."""

        def act(connection: Connection) -> None:
            for name in ("entry_content", "case_grant", "entry"):
                found = table(name)
                connection.execute(found.delete().where(found.c.case == case, found.c.sequence == sequence))

        return act

    def cut(self, case: str, left: int) -> Act:
        """All but the first `left` entries taken away, and the table of the case as it was after them."""
        if left == self.count(case):
            return together()
        return together(self._shortened(case, left), self._refit(case, left))

    def _shortened(self, case: str, left: int) -> Act:
        return together(*(self.removed(case, sequence) for sequence in range(left, self.count(case))))

    def _closed_up(self, case: str, sequence: int) -> Act:
        def act(connection: Connection) -> None:
            for name in ("entry", "entry_content", "case_grant"):
                found = table(name)
                for at in range(sequence + 1, self.count(case)):
                    here = (found.c.case == case, found.c.sequence == at)
                    connection.execute(found.update().where(*here).values(sequence=at - 1))

        return together(self.removed(case, sequence), act)

    def _refit(self, case: str, left: int) -> Act:
        """The table of the case as it would be after `left` entries."""
        dues = [self.delete("case_due", one) for one in self.rows["case_due"] if one["case"] == case]
        if not left:
            return together(*dues, self.delete("case_", {"id": case}))
        entry = self._of(case)[left - 1]
        body = body_of(entry)
        shown = {name: body[name] for name in ("state", "hold", "review", "key")}
        rows = [{"case": case, "what": one["what"], "day": date.fromisoformat(one["day"])} for one in body["due"]]
        row = self.set("case_", {"id": case}, last=entry["hash"], entries=left, **shown)
        return together(row, *dues, *(self.insert("case_due", one) for one in rows))

    def _insert(self, name: str, place: Place, signed: Signed, names: tuple[Names, ...]) -> Tampering:
        """The hash in the table is a made-up one where the real one is there already."""
        hashed = entry_hash(signed)
        known = {one["hash"] for one in self.entries}
        row = {"case": place[0], "sequence": place[1], "hash": fresh(32) if hashed in known else hashed}
        row |= {"day": date(2027, 1, 16), "author": signed.signatures[0].key, "document": signed.serialise().decode()}
        return Tampering(f"{name} put at {place}", self.insert("entry", row), names, frozenset({place}))

    def _next(self, last: dict[str, Any], author: MemberSecret) -> Signed:
        body = body_of(last)
        follows = {"sequence": body["sequence"] + 1, "previous": last["hash"].hex(), "author": author.sign_key().hex()}
        return resigned({**body, **follows, "grants": [], "approvals": []}, author)

    def _swapped(self, one: dict[str, Any], other: dict[str, Any]) -> Act:
        columns = ("hash", "day", "author", "document")
        values = [{name: row[name] for name in columns} for row in (other, one)]
        apart = self.set("entry", one, hash=fresh(32))  # no two rows may have one hash, not even for a moment
        return together(apart, self.set("entry", other, **values[1]), self.set("entry", one, **values[0]))

    def count(self, case: str) -> int:
        return len(self._of(case))

    def _of(self, case: str) -> list[dict[str, Any]]:
        return sorted((one for one in self.entries if one["case"] == case), key=lambda one: int(one["sequence"]))

    def _is_sealed(self, hashed: bytes) -> bool:
        return hashed in self.leaves


def together(*acts: Act) -> Act:
    def act(connection: Connection) -> None:
        for one in acts:
            one(connection)

    return act


def body_of(entry: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.loads(entry["document"])["body"])
    return found


def stored(entry: dict[str, Any]) -> Signed:
    return signed_from(parse_json(entry["document"].encode()))


def resigned(body: dict[str, Any], author: MemberSecret) -> Signed:
    text_ = serialise(body).decode()
    return Signed(text_, (sign_text(Domain.ENTRY, author.sign_seed, text_),))


def parse_or_none(document: str) -> object:
    try:
        return parse_json(document.encode())
    except ProtocolError:
        return None
