"""Sample cases on the sample line: members in slots 0, 2 and 5, and an adviser; entries made well, and made wrong."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from crypto.approval import Action, Approval, approval_body, parse_approval, sign_approval
from crypto.derivation import sha256
from crypto.document import Signed, sign_text
from crypto.entry import Entry, Granted, entry_hash, seal_content, sign_entry
from crypto.grant import seal_grant
from crypto.keys import MemberSecret
from crypto.record import Record, check_record
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.vectors.chance import Chance
from tests.vectors.line import CURRENT, FOUNDING, INSTANCE, SECRETS, body, file, listed, member, signed

CASE = Chance("case").fresh(16)
OTHER_CASE = Chance("other case").fresh(16)
KEYS = tuple(Chance(f"case key {number}").fresh(32) for number in range(4))
CHAIR, SECOND, COUNSEL = SECRETS.values()
ADVISER, STRANGER = member(1), member(7)  # of other lines, for all that this one knows
RENEWED = replace(member(4), slot=SECOND.slot)  # another account of the person in SECOND's place
DAY = date(2026, 2, 9)
Body = dict[str, Any]


@dataclass
class Story:
    """A case that is written entry by entry; `documents`, `contents` and what they say, `texts`, go together."""

    documents: list[Signed] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    grants: list[tuple[bytes, bytes]] = field(default_factory=list)
    key: int = 0
    day: date = DAY
    texts: list[str] = field(default_factory=list)

    @property
    def last(self) -> bytes:
        """Hash of the last entry."""
        return entry_hash(self.documents[-1])

    def add(
        self,
        author: MemberSecret,
        content: Mapping[str, object] | None = None,
        grants: Mapping[MemberSecret, date | None] | None = None,
        renew: bool = False,
        older: int | None = None,
        **fields: Any,
    ) -> "Story":
        """Writes one entry more; what is not given stays as it was, and each is written a day later. A renewal leads
        back to the key before, or to the key `older`.
        """
        before: dict[str, object] = {"before": KEYS[self.key if older is None else older].hex()} if renew else {}
        before |= {} if older is None else {"from": older}
        self.key += renew
        self.day += timedelta(days=1)
        text = serialise({**(content or {"kind": "note", "text": "Seen — 見ました"}), **before})
        sequence = len(self.documents)
        sealed = seal_content(text, KEYS[self.key], CASE, sequence, author.sign_key())
        granted = tuple(sorted((self._grant(*one) for one in (grants or {}).items()), key=lambda one: one.reader))
        entry = Entry(
            INSTANCE,
            CASE,
            sequence,
            self.last if self.documents else bytes(32),
            self.day,
            author.sign_key(),
            self.key,
            sha256(sealed),
            grants=granted,
            **fields,
        )
        self.documents.append(sign_entry(entry, author.sign_seed))
        self.contents.append(sealed)
        self.texts.append(text.decode())
        return self

    def spoil(self, author: MemberSecret, content: bytes) -> "Story":
        """The last entry's content is this instead, whatever it is; `author` has signed its hash."""
        self.contents[-1] = content
        name = sha256(content).hex()
        self.documents[-1] = remade(self.documents[-1], lambda body: body.update(content=name), author)
        return self

    def approval(
        self, action: Action, *signers: MemberSecret, reader: bytes = bytes(32), what: bytes | None = None
    ) -> tuple[Signed, Approval]:
        """An approval of what the last entry asks, given on its day."""
        approval = Approval(INSTANCE, CASE, action, what or self.last, self.day, self.day + timedelta(days=14), reader)
        return signed_approval(approval_body(approval), *signers)

    def record(self) -> Record:
        """As it is checked."""
        return check_record(self.documents, INSTANCE, CASE, CURRENT.chain)

    def _grant(self, reader: MemberSecret, until: date | None) -> Granted:
        grant = seal_grant(KEYS[self.key], reader.public(), INSTANCE, CASE, self.key)
        self.grants.append((reader.sign_key(), grant))
        return Granted(reader.sign_key(), until, sha256(grant))


def signed_approval(body: str, *signers: MemberSecret) -> tuple[Signed, Approval]:
    """An approval with the signatures of some."""
    signed = Signed(body, tuple(sign_approval(one.sign_seed, body) for one in signers))
    return signed, parse_approval(signed)


def opened() -> Story:
    """A case with its first entry."""
    return Story().add(CHAIR, {"kind": "filed"}, dict.fromkeys(SECRETS.values()))


def plain() -> Story:
    """Three entries: opened, an adviser admitted, the adviser's note."""
    story = opened()
    story.add(SECOND, {"kind": "admitted"}, {ADVISER: date(2026, 3, 31)})
    return story.add(ADVISER)


def closed() -> Story:
    """Three entries: opened, closing asked for, closed."""
    story = opened().add(SECOND, {"kind": "asks", "act": "close"})
    return story.add(CHAIR, state="closed", approvals=(story.approval(Action.CLOSE, CHAIR, SECOND),))


def recused() -> Story:
    """Three entries: opened, a recusal asked for, the renewal without the chair."""
    story = opened().add(SECOND, {"kind": "asks", "act": "recuse"})
    approval = story.approval(Action.RECUSE, SECOND, COUNSEL, reader=CHAIR.sign_key())
    return story.add(SECOND, None, {SECOND: None, COUNSEL: None}, renew=True, approvals=(approval,))


def held() -> Story:
    """Three entries: opened under a hold, its release asked for, released."""
    story = opened().add(SECOND, {"kind": "asks"}, hold=True)
    return story.add(SECOND, hold=False, approvals=(story.approval(Action.RELEASE, CHAIR, COUNSEL),))


def whole() -> Story:
    """From the first entry to the last: with adviser, hold, closing, reopening, recusal, retention, destruction."""
    story = plain().add(CHAIR, {"kind": "asks"}, hold=True, due=())
    story.add(COUNSEL, approvals=(story.approval(Action.RELEASE, CHAIR, SECOND),)).add(SECOND, {"kind": "asks"})
    ended = story.approval(Action.CLOSE, SECOND, COUNSEL)
    story.add(COUNSEL, state="closed", review="2033-Q1", approvals=(ended,)).add(SECOND, {"kind": "asks"})
    approval = story.approval(Action.RECUSE, SECOND, COUNSEL, reader=CHAIR.sign_key())
    story.add(SECOND, None, {SECOND: None, COUNSEL: None}, renew=True, approvals=(approval,))
    story.add(COUNSEL, {"kind": "asks"})
    merged = story.approval(Action.MERGE, SECOND, COUNSEL)
    story.add(SECOND, state="closed", approvals=(merged,)).add(COUNSEL, {"kind": "asks"}, state="retained")
    gone = story.approval(Action.DESTROY, SECOND, COUNSEL)
    return story.add(SECOND, state="destroyed", approvals=(gone,))


def opened_late() -> Story:
    """Five entries: opened, closing asked for, closed, kept, and opened again by one member."""
    story = closed().add(COUNSEL, state="retained", review="2033-Q1")
    return story.add(SECOND, state="open", review="")


def changed_list(day: date, *now: MemberSecret) -> bytes:
    """The directory file in which these members follow the first ones on `day`, signed by those who stay."""
    first = {one.sign_key() for one in SECRETS.values()}
    stay = [one for one in now if one.sign_key() in first]
    ordered = sorted(now, key=lambda one: one.slot)
    members = [listed(one, since=1 if one in stay else 2) for one in ordered]
    text = body(version=2, day=day, previous=sha256(FOUNDING.message), members=members)
    return file([FOUNDING, signed(text, stay)], ordered)


def closed_on_a_change(*signers: MemberSecret) -> tuple[Story, bytes]:
    """Closed by the approval of `signers` on the day on which RENEWED follows SECOND; and the directory file."""
    story = opened()
    day, asked = story.day + timedelta(days=1), story.day
    for text, granted in (({"kind": "granted"}, {RENEWED: None}), ({"kind": "asks"}, None)):
        story.day = asked
        story.add(CHAIR, text, granted)
    approval = story.approval(Action.CLOSE, *signers)
    story.day = asked
    return story.add(COUNSEL, state="closed", approvals=(approval,)), changed_list(day, CHAIR, RENEWED, COUNSEL)


def record_bytes(documents: Sequence[Signed]) -> bytes:
    """A record as vectors give it: a JSON array."""
    return serialise([one.to_json() for one in documents])


def remade(document: Signed, change: Callable[[Body], object], author: MemberSecret | None = None) -> Signed:
    """The entry with its body changed; signed anew by `author`, or left with the signature it had."""
    body = json.loads(document.body)
    change(body)
    text = serialise(body).decode()
    if author is None:
        return Signed(text, document.signatures)
    return Signed(text, (sign_text(Domain.ENTRY, author.sign_seed, text),))
