"""A line with a record: cases in every state, written day by day and sealed into the tree each night.

Rows are written straight into the database, as the routes of cases would have written them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crypto import keys
from crypto.approval import Action, Approval, approval_body, parse_approval, sign_approval
from crypto.checkpoint import Checkpoint
from crypto.derivation import sha256
from crypto.document import Signed
from crypto.entropy import fresh
from crypto.entry import Due, Entry, Granted, State, entry_hash, seal_content, sign_entry
from crypto.grant import seal_grant
from crypto.keys import MemberSecret
from crypto.order import Act, Rules, order_body, order_hash, sign_order
from crypto.strict import serialise
from reviewer import record_tree
from reviewer.case_models import Case, CaseDue, CaseGrant, EntryContent
from reviewer.case_models import Entry as StoredEntry
from reviewer.order_models import StandingOrder
from reviewer.orders import in_force
from tests.integration.reviewer import certifying
from tests.integration.reviewer.committee import INSTANCE, Committee
from tests.integration.reviewer.ordering import RULES

CANARY = "The canary that no auditor may ever hear sing"
Grants = Mapping[MemberSecret, date | None]


@dataclass
class Story:
    """One case, written entry by entry into the database of `line`; `sealed` is all that nobody without a key reads."""

    line: Committee
    case: bytes = field(default_factory=lambda: fresh(16))
    documents: list[Signed] = field(default_factory=list)
    sealed: list[bytes] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=lambda: [fresh(32)])
    stands: dict[str, Any] = field(default_factory=dict)
    left: bool = False  # what is sealed stays when the case is destroyed, until the job comes

    @property
    def last(self) -> bytes:
        """Hash of the last entry."""
        return entry_hash(self.documents[-1])

    @property
    def today(self) -> date:
        return self.line.time.clock().today()

    def add(
        self, author: MemberSecret, kind: str = "note", grants: Grants | None = None, renew: bool = False, **stands: Any
    ) -> "Story":
        """One entry more, of today. `stands` says how the case stands from now on."""
        before = {"before": self.keys[-1].hex()} if renew else {}
        self.keys += [fresh(32)] if renew else []
        approvals = stands.pop("approvals", ())
        self.stands |= stands
        text = serialise({"kind": kind, "text": f"{CANARY}, {len(self.documents)}", **before})
        sequence, number = len(self.documents), len(self.keys) - 1
        content = seal_content(text, self.keys[-1], self.case, sequence, author.sign_key())
        made = {
            reader.sign_key(): (until, seal_grant(self.keys[-1], reader.public(), INSTANCE, self.case, number))
            for reader, until in (grants or {}).items()
        }
        previous = self.last if self.documents else bytes(32)
        entry = Entry(
            *(INSTANCE, self.case, sequence, previous, self.today, author.sign_key(), number, sha256(content)),
            grants=tuple(Granted(key, until, sha256(value)) for key, (until, value) in sorted(made.items())),
            approvals=approvals,
            **self.stands,
        )
        signed = sign_entry(entry, author.sign_seed)
        with self.line.database.write() as session:
            self._store(session, entry, signed, content, {key: value for key, (_, value) in made.items()})
        self.documents.append(signed)
        self.sealed += [content, *(value for _, value in made.values())]
        return self

    def approval(
        self, action: Action, *signers: MemberSecret, reader: bytes = bytes(32)
    ) -> tuple[tuple[Signed, Approval], ...]:
        """Of what the last entry asks for."""
        approval = Approval(INSTANCE, self.case, action, self.last, self.today, self.today + timedelta(14), reader)
        body = approval_body(approval)
        signed = Signed(body, tuple(sign_approval(one.sign_seed, body) for one in signers))
        return ((signed, parse_approval(signed)),)

    def _store(
        self, session: Session, entry: Entry, signed: Signed, content: bytes, grants: Mapping[bytes, bytes]
    ) -> None:
        case, sequence = self.case.hex(), entry.sequence
        shown = {"state": entry.state, "hold": int(entry.hold), "review": entry.review, "key": entry.key}
        row = Case(id=case, opened=self.today, entries=sequence + 1, last=entry_hash(signed), **shown)
        if sequence:
            row.opened = session.get_one(Case, case).opened
        session.merge(row)
        session.execute(delete(CaseDue).where(CaseDue.case == case))
        session.add_all(CaseDue(case=case, what=one.what, day=one.day) for one in entry.due)
        document, place = signed.serialise().decode(), {"case": case, "sequence": sequence}
        session.flush()
        session.add(
            StoredEntry(**place, hash=entry_hash(signed), day=entry.day, author=entry.author, document=document)
        )
        session.flush()
        session.add(EntryContent(**place, value=content))
        for one in entry.grants:
            value = grants[one.reader]
            session.add(CaseGrant(**place, reader=one.reader, number=entry.key, until=one.until, value=value))
        session.flush()
        if entry.state is State.DESTROYED and not self.left:
            for table in (EntryContent, CaseGrant):
                session.execute(delete(table).where(table.case == case))


@dataclass
class RecordLine:
    """Three members and an adviser, who write cases on `line`."""

    line: Committee
    stories: list[Story] = field(default_factory=list)
    adviser: MemberSecret = field(default_factory=lambda: keys.generate(7))

    @property
    def members(self) -> tuple[MemberSecret, MemberSecret, MemberSecret]:
        chair, director, counsel = (one.secret for one in self.line.people)
        assert chair is not None
        assert director is not None
        assert counsel is not None
        return chair, director, counsel

    def open_case(self) -> Story:
        chair, *_ = self.members
        due = (Due("acknowledge", self._day(7)), Due("closure", self._day(45)))
        story = Story(self.line).add(chair, "filed", dict.fromkeys(self.members), due=due)
        self.stories.append(story)
        return story

    def night(self, days: int = 1) -> list[int]:
        """Days pass, and the nightly job seals the record; the sizes of the tree."""
        self.line.time.pass_by(days=days)
        return [one.size for one in self.seal()]

    def order(self, act: Act, *signers: MemberSecret, of: int | None = None, rules: Rules | None = None) -> Signed:
        """One standing order more, of today."""
        day = self._day(0)
        with self.line.database.write() as session:
            number, previous = in_force(session).head
            body = order_body(instance=INSTANCE, number=number, previous=previous, day=day, act=act, of=of, rules=rules)
            signed = Signed(body, tuple(sign_order(one.sign_seed, body) for one in signers))
            document, hashed = signed.serialise().decode(), order_hash(signed)
            session.add(StandingOrder(number=number, hash=hashed, day=day, document=document))
        return signed

    def certify(self, story: Story) -> None:
        """Of a destroyed case, and of three epochs, that they are gone."""
        with self.line.database.write() as session:
            for one in (certifying.of_case(session, story), certifying.of_epochs(session, self.line, 20_000, 20_002)):
                certifying.store(session, self.line, one)

    def seal(self) -> list[Checkpoint]:
        settings = self.line.settings
        with self.line.database.write() as session:
            return record_tree.seal(session, settings.instance, settings.board_seed, self.epoch)

    @property
    def epoch(self) -> int:
        """The last one that is over."""
        return self.line.time.clock().epoch(self.line.settings.epoch_seconds) - 1

    def live(self) -> "RecordLine":
        """Five nights in which cases are advised on, held, closed, destroyed, and a member leaves one."""
        chair, director, counsel = self.members
        advised, ended, recused = self.open_case(), self.open_case(), self.open_case()
        self.order(Act.FREEZE, chair)
        self.night()
        self.order(Act.REVIEW, director, of=0)
        advised.add(director, "admitted", {self.adviser: self._day(60)})
        ended.add(director, "asks")
        recused.add(director, "asks")
        self.open_case()
        self.order(Act.RULES, chair, counsel, rules=RULES)
        self.order(Act.RELEASE, director, counsel, of=0)
        self.night()
        advised.add(self.adviser).add(chair, hold=True)
        ended.add(chair, approvals=ended.approval(Action.CLOSE, chair, director), state=State.CLOSED, due=())
        approved = recused.approval(Action.RECUSE, director, counsel, reader=chair.sign_key())
        recused.add(director, "renewed", dict.fromkeys((director, counsel)), renew=True, approvals=approved)
        self.night(2)
        ended.add(counsel, state=State.RETAINED, review="2034-Q1").add(counsel, "asks")
        recused.add(counsel)
        self.night()
        ended.add(chair, approvals=ended.approval(Action.DESTROY, counsel, director), state=State.DESTROYED, review="")
        advised.add(counsel, "asks")
        advised.add(counsel, approvals=advised.approval(Action.RELEASE, chair, counsel), hold=False)
        self.night()
        self.open_case()
        self.certify(ended)
        self.order(Act.FREEZE, director)
        self.night()
        advised.add(chair).add(director).add(counsel)
        return self

    def _day(self, later: int) -> date:
        return self.line.time.clock().today() + timedelta(later)
