"""What a member's browser does with cases, in Python: opens what is served, asks the rules, seals, signs, and posts.

`matter = file_case(chair, directory, readers)` opens a case; `matter.say(chair, "acknowledged", ...)` adds to it.
`matter.offer` makes what would be posted, for tests that change it first.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from crypto.approval import NOBODY, Action, Approval, approval_body, parse_approval, sign_approval
from crypto.case_keys import open_contents, open_held
from crypto.derivation import sha256
from crypto.directory import CurrentDirectory, verify_directory
from crypto.document import Signed, sign_text, signed_from
from crypto.entry import Due, Entry, Granted, State, entry_body, entry_hash, seal_content
from crypto.errors import ProtocolError
from crypto.grant import new_case, new_case_key, open_grant, seal_grant
from crypto.item import Item, seal_item
from crypto.keys import MemberPublic, MemberSecret
from crypto.limits import HASH
from crypto.opening import Opened as OpenedEnvelope
from crypto.record import Record, check_record
from crypto.signatures import Domain
from crypto.strict import serialise
from reviewer.lifecycle.due import Terms, clear_part
from reviewer.lifecycle.folding import fold, foresee
from reviewer.lifecycle.opened import memberships, opened_entries
from reviewer.lifecycle.readers import stayers
from reviewer.lifecycle.rules import KINDS
from reviewer.lifecycle.state import Approval as Agreed
from reviewer.lifecycle.state import CaseState, Membership, Opened, Reader
from tests.integration.reviewer.committee import INSTANCE, Committee, Person
from tests.lifecycle.story import content as plain_content

Content = Mapping[str, Any]
Change = Callable[[Entry], Entry]
DEFAULTS = Terms()


@dataclass(frozen=True)
class Offered:
    """What is posted to a case: the document and the sealed bytes; `body` is the JSON of it."""

    document: Signed
    content: bytes = field(repr=False)
    grants: tuple[bytes, ...] = ()
    items: tuple[tuple[str, bytes], ...] = ()

    @property
    def body(self) -> dict[str, Any]:
        return {
            "document": self.document.to_json(),
            "content": base64.b64encode(self.content).decode(),
            "grants": [base64.b64encode(one).decode() for one in self.grants],
            "items": [{"id": id_, "value": base64.b64encode(value).decode()} for id_, value in self.items],
        }


@dataclass
class Matter:
    """A case as its readers know it, all its keys at hand. `today` is that of the server."""

    line: Committee
    directory: CurrentDirectory
    id: bytes
    keys: dict[int, bytes] = field(repr=False)
    documents: list[Signed] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    people: dict[bytes, MemberPublic] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/api/cases/{self.id.hex()}"

    @property
    def today(self) -> date:
        return self.line.time.clock().today()

    @property
    def record(self) -> Record:
        if not self.documents:
            return Record(INSTANCE, self.id, self.directory.chain)
        return check_record(self.documents, INSTANCE, self.id, self.directory.chain)

    @property
    def members(self) -> tuple[Membership, ...]:
        return memberships(self.directory.chain)

    @property
    def state(self) -> CaseState:
        """What the rules make of all entries."""
        if not self.documents:
            return CaseState()
        record, number = self.record, max(self.keys)
        read = open_contents(record, self.contents, number, self.keys[number])
        return fold(opened_entries(record, read), self.members)

    def say(self, author: Person, kind: str, **fields: Any) -> TestResponse:
        """One entry of `kind`, taken; its fields those of the stories but for `fields`."""
        return self.tell(author, plain_content(kind, **fields))

    def tell(self, author: Person, content: Content, **more: Any) -> TestResponse:
        answer = self.post(author, self.offer(author, content, **more))
        assert answer.status_code == 201, answer.data
        return answer

    def post(self, author: Person, offered: Offered) -> TestResponse:
        """Sent as it is; what is taken belongs to the case from then on."""
        answer = author.post(f"{self.path}/entries", offered.body)
        if answer.status_code == 201:
            self.documents.append(offered.document)
            self.contents.append(offered.content)
        return answer

    def ask(self, author: Person, kind: str, **fields: Any) -> int:
        """Ask for an act that two persons must want; the number of the request."""
        number = len(self.documents)
        act = plain_content(kind, **fields, request=number)
        until = date.fromordinal(self.today.toordinal() + 14).isoformat()
        self.tell(author, {"kind": "request", "act": act, "until": until})
        return number

    def agree(self, person: Person, request: int) -> TestResponse:
        """Approve a request: an entry with the signature of the one document that follows from it."""
        signature = sign_approval(secret_of(person).sign_seed, self.approval_text(request)).signature.hex()
        return self.say(person, "approval", request=request, signature=signature)

    def carry_out(self, author: Person, request: int, *signers: Person, **more: Any) -> TestResponse:
        return self.tell(author, self._asked(request), approvals=(self.approval(request, *signers),), **more)

    def together(self, kind: str, one: Person, other: Person, **fields: Any) -> TestResponse:
        """Asked for by one, approved by both, carried out by the first."""
        number = self.ask(one, kind, **fields)
        for person in (one, other):
            self.agree(person, number)
        return self.carry_out(one, number, one, other)

    def approval_text(self, request: int, **changes: Any) -> str:
        entry, act = self.record.entries[request], self._asked(request)
        found = Approval(
            instance=INSTANCE,
            case=self.id,
            action=Action(KINDS[act["kind"]].action),
            what=self.record.hashes[request],
            day=entry.day,
            until=date.fromisoformat(self._said(request)["until"]),
            reader=bytes.fromhex(act["person"]) if "person" in act else NOBODY,
        )
        return approval_body(replace(found, **changes))

    def approval(self, request: int, *signers: Person, **changes: Any) -> Signed:
        """The approval document of a request, signed by these."""
        body = self.approval_text(request, **changes)
        return Signed(body, tuple(sign_approval(secret_of(one).sign_seed, body) for one in signers))

    def offer(
        self,
        author: Person,
        content: Content,
        *,
        approvals: Sequence[Signed] = (),
        items: Sequence[Item] = (),
        grants: Mapping[bytes, str] | None = None,
        change: Change | None = None,
        unforeseen: bool = False,
    ) -> Offered:
        """What `author`'s page would post. `grants` are last days by reader, if not those that the rules make; `change`
        alters the entry before it is signed; `unforeseen` does not ask the rules, and shows how the case stood before.
        """
        secret, state, number = secret_of(author), self.state, len(self.documents)
        rule = KINDS.get(str(content.get("kind")))
        renewed = bool(rule and rule.grants == "renew")
        key = (self.record.last.key if self.documents else 0) + renewed
        self.keys.setdefault(key, new_case_key())
        readers = self._granted(state, author, content) if grants is None else grants
        foreseen = state if unforeseen else self._foresee(state, author, content, key, readers, approvals)
        sealed = seal_content(
            self._said_under(content, key, renewed), self.keys[key], self.id, number, secret.sign_key()
        )
        boxes = tuple(seal_grant(self.keys[key], self.people[one], INSTANCE, self.id, key) for one in readers)
        shown = clear_part(foreseen, DEFAULTS)
        entry = Entry(
            instance=INSTANCE,
            case=self.id,
            sequence=number,
            previous=entry_hash(self.documents[-1]) if self.documents else bytes(HASH),
            day=self.today,
            author=secret.sign_key(),
            key=key,
            content=sha256(sealed),
            state=State(shown["state"] or "open"),
            hold=bool(shown["hold"]),
            review=shown["review"],
            due=tuple(Due(one["what"], date.fromisoformat(one["day"])) for one in shown["due"]),
            grants=tuple(
                Granted(one, date.fromisoformat(until) if until else None, sha256(grant))
                for (one, until), grant in zip(readers.items(), boxes, strict=True)
            ),
            approvals=tuple((one, parse_approval(one)) for one in approvals),
        )
        document = signed_entry(change(entry) if change else entry, secret)
        found = tuple((one.id.hex(), seal_item(one, self.keys[key], self.id)) for one in items)
        return Offered(document, sealed, boxes, found)

    def _said_under(self, content: Content, key: int, renewed: bool) -> bytes:
        if not renewed:
            return serialise(dict(content))
        older = max(number for number in self.keys if number < key)
        leads = {"before": self.keys[older].hex(), **({"from": older} if older < key - 1 else {})}
        return serialise({**content, **leads})

    def _foresee(
        self,
        state: CaseState,
        author: Person,
        content: Content,
        key: int,
        readers: Mapping[bytes, str],
        approvals: Sequence[Signed],
    ) -> CaseState:
        opened = Opened(
            sequence=len(self.documents),
            day=self.today.isoformat(),
            author=secret_of(author).sign_key().hex(),
            key=key,
            content=content,
            grants=tuple(Reader(one.hex(), until) for one, until in readers.items()),
            approvals=tuple(self._agreed(one) for one in approvals),
            state="",
            hold=0,
        )
        return foresee(state, opened, self.members)

    def _agreed(self, signed: Signed) -> Agreed:
        document = parse_approval(signed)
        signers = sorted(key.hex() for key in signed.signers(Domain.APPROVAL))
        return Agreed(document.action.value, self.record.hashes.index(document.what), tuple(signers))

    def _granted(self, state: CaseState, author: Person, content: Content) -> dict[bytes, str]:
        rule, day = KINDS.get(str(content.get("kind"))), self.today.isoformat()
        if rule is None or not rule.grants:
            return {}
        if rule.grants == "one":
            return {bytes.fromhex(content["reader"]): content["until"]}
        if rule.grants == "first":
            return dict.fromkeys(sorted(self.people), "")
        stay = stayers(state, self.members, content, secret_of(author).sign_key().hex(), day)
        return {bytes.fromhex(one.person): one.until for one in stay}

    def _said(self, number: int) -> dict[str, Any]:
        record, newest = self.record, max(self.keys)
        read = open_contents(record, self.contents, newest, self.keys[newest])
        said = opened_entries(record, read)[number].content
        assert isinstance(said, dict)
        return said

    def _asked(self, request: int) -> dict[str, Any]:
        act: dict[str, Any] = self._said(request)["act"]
        return act


def file_case(
    author: Person,
    line: Committee,
    readers: Sequence[Person],
    *,
    id_: bytes | None = None,
    items: Sequence[Item] = (),
    **fields: Any,
) -> Matter:
    """A case that `author` opens for these, by hand unless it is filed from an item."""
    made = new_matter(author, line, readers, id_=id_)
    made.tell(author, filed(made, items, **fields), items=items)
    return made


def new_matter(author: Person, line: Committee, readers: Sequence[Person], *, id_: bytes | None = None) -> Matter:
    """A case that is not opened yet."""
    directory = verify_directory(author.get("/api/directory").data, today=None, fingerprint=None)
    people = {one.sign_key(): one.public() for one in map(secret_of, readers)}
    return Matter(line, directory, id_ or new_case(), {0: new_case_key()}, people=people)


def filed(matter: Matter, items: Sequence[Item] = (), **fields: Any) -> Content:
    """The content of a first entry, received today."""
    item = items[0].id.hex() if items else ""
    channel = "line" if items else "letter"
    return plain_content("filed", **{"received": matter.today.isoformat(), "item": item, "channel": channel, **fields})


def item_of(opened: OpenedEnvelope, envelope: bytes) -> Item:
    """An envelope as it goes into a case."""
    return Item(opened.content_key, opened.directory_hash, envelope)


def opened_matter(reader: Person, matter: Matter) -> Matter:
    """The case as `reader` finds it at the server, through its own grant."""
    served, record = served_record(reader, matter)
    contents = [base64.b64decode(one["content"]) for one in served["entries"]]
    keys = open_held(record, contents, own_keys(reader, served, record)).keys
    documents = [signed_from(one["document"]) for one in served["entries"]]
    return Matter(matter.line, matter.directory, matter.id, dict(keys), documents, contents, matter.people)


def own_keys(reader: Person, served: Mapping[str, Any], record: Record) -> Iterator[tuple[int, bytes]]:
    """The case keys that the served grants open, with their numbers, which the record tells."""
    numbers = {one.grant: entry.key for entry in record.entries for one in entry.grants}
    for grant in map(base64.b64decode, served["grants"]):
        number = numbers[sha256(grant)]
        with suppress(ProtocolError):
            yield number, open_grant(grant, secret_of(reader), record.instance, record.case, number)


def served_record(reader: Person, matter: Matter) -> tuple[dict[str, Any], Record]:
    answer = reader.get(f"{matter.path}/entries/0")
    assert answer.status_code == 200, answer.data
    served: dict[str, Any] = answer.get_json()
    documents = [signed_from(one["document"]) for one in served["entries"]]
    return served, check_record(documents, INSTANCE, matter.id, matter.directory.chain, today=matter.today)


def secret_of(person: Person) -> MemberSecret:
    assert person.secret is not None
    return person.secret


def key_of(person: Person) -> str:
    """As entries name a person."""
    return secret_of(person).sign_key().hex()


def signed_entry(entry: Entry, secret: MemberSecret) -> Signed:
    """Signed whatever it says: a page that is turned against the rules does not check itself."""
    body = entry_body(entry)
    return Signed(body, (sign_text(Domain.ENTRY, secret.sign_seed, body),))
