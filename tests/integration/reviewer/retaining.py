"""A line with things that are due to be destroyed, others that are not, and the job that destroys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, make_url, select, update
from sqlalchemy.orm import Session

from crypto.approval import Action
from crypto.batch import batch_hash, sort_and_cut
from crypto.certificate import Certificate, verify_certificate
from crypto.document import Signed, parse_signed
from crypto.entropy import fresh
from crypto.entry import State
from crypto.keys import MemberSecret
from crypto.limits import BLOCK, CTX, ITEM
from crypto.order import Act, Period, Rules, order_body, order_hash, sign_order
from crypto.sealing import filler
from deploy.destruction.scanning import scan
from deploy.destruction.witness import WINDOW, Windows
from reviewer import committee
from reviewer.case_models import Case, CaseGrant, EntryContent, Item
from reviewer.models import Batch, BatchState, Member, MemberScan
from reviewer.order_models import StandingOrder, StoredCertificate
from reviewer.retention.job import Job
from tests.integration.reviewer.committee import INSTANCE, Committee
from tests.integration.reviewer.record_line import RecordLine, Story
from tests.integration.reviewer.stores import PostgresDatabases, Store

RULES = Rules("us", {"general": Period(7, 0)}, 30)
SEALED = (EntryContent, CaseGrant, Item)


@dataclass
class Retaining:
    """`gone` are values that are to be destroyed, `stays` those that are not, as they were stored."""

    line: Committee
    store: Store
    gone: list[bytes] = field(default_factory=list, repr=False)
    stays: list[bytes] = field(default_factory=list, repr=False)

    @property
    def record(self) -> RecordLine:
        return RecordLine(self.line)

    @property
    def members(self) -> tuple[MemberSecret, MemberSecret, MemberSecret]:
        return self.record.members

    @property
    def today(self) -> date:
        return self.line.time.clock().today()

    @property
    def epoch(self) -> int:
        """The one that is open."""
        return self.line.time.clock().epoch(self.line.settings.epoch_seconds)

    def job(self) -> Job:
        return Job(self.line.settings, self.line.database, self.line.time.clock())

    def adopt(self, rules: Rules = RULES) -> "Retaining":
        """Two members adopt rules."""
        chair, director, _ = self.members
        self._order(Act.RULES, (chair, director), rules=rules)
        return self

    def freeze(self) -> int:
        """One member keeps everything; the number of the freeze."""
        return self._order(Act.FREEZE, self.members[:1])

    def release(self, freeze: int) -> None:
        self._order(Act.RELEASE, self.members[:2], of=freeze)

    def case(self, *also: MemberSecret, destroyed: bool) -> Story:
        """A case with an item, which went the whole way or is still open; what is sealed of it is there. `also` signed
        the approval to destroy it.
        """
        chair, director, counsel = self.members
        story = Story(self.line, left=True).add(chair, "filed", dict.fromkeys(self.members))
        values = [fresh(ITEM)]
        with self.line.database.write() as session:
            session.add(Item(case=story.case.hex(), sequence=0, id=fresh(16).hex(), value=values[0]))
        story.add(director, "asks")
        if destroyed:
            story.add(chair, approvals=story.approval(Action.CLOSE, chair, director), state=State.CLOSED, due=())
            story.add(counsel, state=State.RETAINED, review="2026-Q1").add(counsel, "asks")
            approvals = story.approval(Action.DESTROY, counsel, director, *also)
            story.add(chair, approvals=approvals, state=State.DESTROYED, review="")
        (self.gone if destroyed else self.stays).extend([*values, *story.sealed])
        return story

    def hold(self, story: Story) -> None:
        """As no page can: of a case that is destroyed already."""
        with self.line.database.write() as session:
            session.execute(update(Case).where(Case.id == story.case.hex()).values(hold=1))

    def batch(self, days_ago: int, envelopes: int = BLOCK // 2, *, gone: bool = True) -> int:
        """A batch of an epoch that ended so many days ago; its epoch. The one of yesterday is there as well."""
        epoch = self.epoch - days_ago
        values = sort_and_cut([filler(INSTANCE) for _ in range(envelopes)])
        for wanted in {epoch, self.epoch - 1}:
            self._carry(wanted, values, envelopes)
        length = len(values[0]) // envelopes
        pieces = [value[at + CTX : at + length] for value in values for at in range(0, len(value), length)]
        (self.gone if gone else self.stays).extend(pieces)
        return epoch

    def _carry(self, epoch: int, values: list[bytes], envelopes: int) -> None:
        """Yesterday's has other values."""
        with self.line.database.write() as session:
            if session.get(BatchState, epoch) is not None:
                return
            held = values if epoch != self.epoch - 1 else [fresh(len(one)) for one in values]
            session.add(BatchState(epoch=epoch, sha256=batch_hash(held), envelopes=envelopes))
            session.flush()
            session.add_all(Batch(epoch=epoch, number=number, value=value) for number, value in enumerate(held))

    def scan(self, *people: int, epoch: int | None = None) -> None:
        """These people, by slot, have looked at everything up to an epoch, or at all."""
        with self.line.database.write() as session:
            ids = session.scalars(select(Member.id).where(Member.slot.in_(people))).all()
            for one in ids:
                session.merge(MemberScan(member_id=one, epoch=self.epoch if epoch is None else epoch, day=self.today))

    def certificates(self) -> list[Certificate]:
        """All that are stored, each checked as anybody would."""
        with self.line.database.read() as session:
            directory = committee.current(session)
            assert directory is not None
            documents = session.scalars(select(StoredCertificate.document)).all()
            return [verify_certificate(parse_signed(one.encode()), directory.chain) for one in documents]

    def sealed_rows(self, case: bytes | None = None) -> int:
        """How many sealed values there are, of a case or in all."""
        with self.line.database.read() as session:
            return sum(_count(session, one, case) for one in SEALED)

    def epochs(self) -> list[int]:
        """Those of which a batch is there, but for yesterday's."""
        with self.line.database.read() as session:
            listed = session.scalars(select(BatchState.epoch).order_by(BatchState.epoch)).all()
            assert sorted(set(session.scalars(select(Batch.epoch)))) == listed
            return [one for one in listed if one != self.epoch - 1]

    def files(self) -> list[Path]:
        """All that the database has on disk."""
        if not isinstance(self.store, PostgresDatabases):
            return [self.line.settings.data_dir]
        name = make_url(self.line.environment["REVIEWER_DATABASE_URL"]).database
        folder = self.store.server.data_dir
        with self.store.server.superuser() as connection:
            found = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()
        assert found is not None
        return [folder / "base" / str(found[0]), *(one for one in folder.iterdir() if one.name != "base")]

    def found(self, values: list[bytes], *, beside: tuple[str, ...] = ("witness",)) -> set[str]:
        """Names of the folders and files where 31 bytes or more of one of these values lie, at whatever place."""
        wanted = Windows(frozenset(_windows(values)), frozenset(), b"")
        places = [file for one in self.files() for file in _below(one) if not set(beside) & set(file.parts)]
        return {one.path.name for one in scan(places, wanted)}

    def _order(
        self, act: Act, signers: tuple[MemberSecret, ...], rules: Rules | None = None, of: int | None = None
    ) -> int:
        with self.line.database.write() as session:
            held = session.scalars(select(StandingOrder.hash).order_by(StandingOrder.number)).all()
            body = order_body(
                instance=INSTANCE,
                number=len(held),
                previous=held[-1] if held else bytes(32),
                day=self.today,
                act=act,
                of=of,
                rules=rules,
            )
            signed = Signed(body, tuple(sign_order(one.sign_seed, body) for one in signers))
            document, digest = signed.serialise().decode(), order_hash(signed)
            session.add(StandingOrder(number=len(held), hash=digest, day=self.today, document=document))
        return len(held)


def _count(session: Session, table: type[EntryContent | CaseGrant | Item], case: bytes | None) -> int:
    own = () if case is None else (table.case == case.hex(),)
    return session.scalar(select(func.count()).select_from(table).where(*own)) or 0


def _windows(values: list[bytes]) -> Iterator[bytes]:
    return (value[at : at + WINDOW] for value in values for at in range(len(value) - WINDOW + 1))


def _below(path: Path) -> Iterator[Path]:
    yield from (one for one in path.rglob("*") if one.is_file()) if path.is_dir() else (path,)
