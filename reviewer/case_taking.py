"""Takes an entry of a case: the rules of docs/protocol.md, section 14, for a server, and what it can see of
docs/treatment.md. It never opens anything.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.directory import Directory
from crypto.document import Signed
from crypto.entry import Entry, State, entry_hash, parse_entry
from crypto.errors import BadSignature, BrokenChain, NotAllowed
from crypto.record import Record, extend
from reviewer import cases, committee, orders
from reviewer.case_bodies import CASE_FORM, Offer
from reviewer.case_models import Case, CaseDue, CaseGrant, EntryContent, Item
from reviewer.case_models import Entry as StoredEntry
from reviewer.case_records import CHECKED, record_of
from reviewer.case_rules import check_visible
from reviewer.errors import MalformedRequest, Moved, NotFound, Refused, WrongDay
from reviewer.lifecycle.failures import LifecycleError
from reviewer.models import Member, MemberState
from reviewer.settings import Settings


class EntryRefused(Refused):
    """The entry breaks a rule that the server can see; `reason` is its code."""

    status, code = 403, "not_allowed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def take(session: Session, settings: Settings, author: Member, case_id: str, offer: Offer, today: date) -> int:
    """Add the entry to its case, which its first one opens; how many entries there are then.

    Raises NotFound for a case that `author` does not read; Malformed, MalformedRequest, WrongDay, Moved, EntryRefused.
    """
    # 1. the form, whatever case it is about
    entry = parse_entry(offer.document)
    if (entry.instance, entry.case.hex()) != (settings.instance, case_id) or not CASE_FORM.fullmatch(case_id):
        raise MalformedRequest
    if entry.day != today:
        raise WrongDay
    # 2. who asks reads the case, or opens it
    case = _case(session, case_id, entry, author, today)
    # 3. who asks is who wrote it
    _need(entry.author == author.sign_key, "author")
    # 4. its place
    if case and entry.sequence < case.entries:
        raise Moved
    # 5. the bytes that it names have come
    _check_bytes(entry, offer)
    # 6. to people who may read cases
    allowed = _check_accounts(session, entry, renewal=case is not None and entry.key > case.key)
    # 7. it follows from the whole record
    chain = _chain(session)
    before = record_of(session, case, settings.instance, chain) if case else _empty(settings, entry, chain)
    after = _extended(before, offer.document)
    # 8. nothing is destroyed while the committee keeps everything, or before it has adopted rules
    if entry.state is State.DESTROYED:
        _need(not orders.is_frozen(session), "frozen")
        _need(orders.in_force(session).rules is not None, "no_rules")
    # 9. and breaks no rule of treatment that shows
    readers = {one.sign_key for one in cases.accounts(session, before.readers)} | allowed
    _check_rules(before, entry, settings, readers)
    _store(session, case, entry, offer)
    CHECKED.keep(after)
    return len(after.entries)


def _case(session: Session, case_id: str, entry: Entry, author: Member, today: date) -> Case | None:
    """The case to add to; None for one to open. Who can name the id of a case that was filed from an envelope has read
    that envelope, and so may know that it was filed.
    """
    if entry.sequence == 0:
        if session.get(Case, case_id) is not None:
            raise Moved
        return None
    cases.live_grant(session, case_id, author.sign_key, today)
    return session.get_one(Case, case_id)


def _check_bytes(entry: Entry, offer: Offer) -> None:
    _need(sha256(offer.content) == entry.content, "content")
    _need([sha256(one) for one in offer.grants] == [one.grant for one in entry.grants], "grant")


def _check_accounts(session: Session, entry: Entry, *, renewal: bool) -> set[bytes]:
    """The grants' readers, all of whom have accounts that may read.

    A closed one is given no grant of its own; a new key goes to all who stay by the record, which knows no accounts.
    """
    wanted = {one.reader for one in entry.grants}
    held = cases.accounts(session, wanted) if wanted else []
    found = {one.sign_key for one in held if renewal or one.state is MemberState.ENROLLED}
    _need(found == wanted, "unknown_person")
    return found


def _chain(session: Session) -> Sequence[Directory]:
    directory = committee.current(session)
    if directory is None:
        raise NotFound
    return directory.chain


def _empty(settings: Settings, entry: Entry, chain: Sequence[Directory]) -> Record:
    return Record(settings.instance, entry.case, chain)


def _extended(before: Record, document: Signed) -> Record:
    try:
        return extend(before, document)
    except BadSignature:
        raise EntryRefused("signature") from None
    except BrokenChain:
        raise EntryRefused("order") from None
    except NotAllowed as refused:
        raise EntryRefused(refused.reason) from None


def _check_rules(before: Record, entry: Entry, settings: Settings, readers: set[bytes]) -> None:
    try:
        check_visible(before, entry, settings.terms, readers)
    except LifecycleError as failure:
        raise EntryRefused(failure.reason) from None


def _store(session: Session, case: Case | None, entry: Entry, offer: Offer) -> None:
    case_id, digest = entry.case.hex(), entry_hash(offer.document)
    stands = {"state": entry.state, "hold": int(entry.hold), "review": entry.review, "key": entry.key}
    stands |= {"entries": entry.sequence + 1, "last": digest}
    if case is None:
        session.add(Case(id=case_id, opened=entry.day, **stands))
    else:
        for name, value in stands.items():
            setattr(case, name, value)
    session.flush()
    session.execute(delete(CaseDue).where(CaseDue.case == case_id))
    session.add_all(CaseDue(case=case_id, what=one.what, day=one.day) for one in entry.due)
    _add(session, case_id, entry, digest, offer)


def _add(session: Session, case_id: str, entry: Entry, digest: bytes, offer: Offer) -> None:
    """What is only ever added."""
    place = {"case": case_id, "sequence": entry.sequence}
    document = offer.document.serialise().decode()
    session.add(StoredEntry(**place, hash=digest, day=entry.day, author=entry.author, document=document))
    session.flush()
    session.add(EntryContent(**place, value=offer.content))
    for one, value in zip(entry.grants, offer.grants, strict=True):
        session.add(CaseGrant(**place, reader=one.reader, number=entry.key, until=one.until, value=value))
    session.add_all(Item(**place, id=one.id, value=one.value) for one in offer.items)


def _need(good: bool, reason: str) -> None:
    if not good:
        raise EntryRefused(reason)
