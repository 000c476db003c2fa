"""The last step: what was destroyed and scrubbed is certified, a portion at a time, and its tombstone written."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.certificate import Beyond, Certificate, Method, What, certificate_hash, make_certificate
from crypto.derivation import sha256
from crypto.document import Signed, parse_signed
from crypto.entry import parse_entry
from crypto.limits import HASH
from crypto.record import check_record, slots_on
from crypto.signatures import Domain
from reviewer import orders
from reviewer.database import Database
from reviewer.destruction_models import Destruction, Kind
from reviewer.order_models import StoredCertificate
from reviewer.retention.cases import documents_of
from reviewer.retention.occasion import Occasion
from reviewer.retention.tombstones import Tombstones

AT_ONCE = 200
MOST_EPOCHS = 1024  # of one certificate
BEYOND_CASE = tuple(Beyond)
BEYOND_EPOCHS = (Beyond.BACKUPS, Beyond.BATCHES, Beyond.DISK_BLOCKS, Beyond.SNAPSHOTS)
Methods = tuple[Method, ...]


def certify(database: Database, on: Occasion, methods: Methods, tombstones: Tombstones) -> None:
    """Certify all that is noted. Everything noted was scrubbed: the caller owes that.

    A tombstone is written before its certificate is stored, and the same again by a run that goes on after this one
    was killed: the certificate has the day of the deletion.
    """
    with database.read() as session:
        directory, ordered = orders.directory_of(session), orders.documents(session)
    tombstones.write_by(on.settings.instance, directory.bytes, ordered)
    for make in (_of_cases, _of_epochs):
        while make(database, on, methods, tombstones):
            pass
    with database.write() as session:
        session.execute(delete(Destruction).where(Destruction.target.not_in((Kind.CASES, Kind.BATCHES))))


def _of_cases(database: Database, on: Occasion, methods: Methods, tombstones: Tombstones) -> bool:
    with database.write() as session:
        rows = _noted(session, Kind.CASES, AT_ONCE)
        records = documents_of(session, [row.key for row in rows])
        for row in rows:
            documents = records[row.key]
            _store(session, _case(row, documents, on, methods), on, tombstones, documents)
        _done(session, rows)
    return bool(rows)


def _of_epochs(database: Database, on: Occasion, methods: Methods, tombstones: Tombstones) -> bool:
    with database.write() as session:
        rows = _noted(session, Kind.BATCHES, None)
        for run in _runs(rows):
            _store(session, _epochs(run, on, methods), on, tombstones, ())
        _done(session, rows)
    return bool(rows)


def _noted(session: Session, kind: Kind, most: int | None) -> list[Destruction]:
    found = select(Destruction).where(Destruction.target == kind).order_by(Destruction.key).limit(most)
    return list(session.scalars(found))


def _done(session: Session, rows: Sequence[Destruction]) -> None:
    for one in rows:
        session.delete(one)


def _case(row: Destruction, documents: Sequence[str], on: Occasion, methods: Methods) -> Certificate:
    signed = [parse_signed(one.encode()) for one in documents]
    entry, case = parse_entry(signed[-1]), bytes.fromhex(row.key)
    document, approval = entry.approvals[0]
    before = check_record(signed[:-1], on.settings.instance, case, on.chain)
    # Who carries it out can add signatures of others: a certificate that names one of these would not be believed.
    allowed = before.standing & slots_on(on.chain, approval.day).keys() & slots_on(on.chain, entry.day).keys()
    return Certificate(
        instance=on.settings.instance,
        day=row.day,
        what=What.CASE,
        case=case,
        entries=tuple(sha256(one.message) for one in signed),
        sealed=tuple(row.sealed[at : at + HASH] for at in range(0, len(row.sealed), HASH)),
        order=row.rules,
        approval=sha256(document.message),
        approvers=tuple(sorted(document.signers(Domain.APPROVAL) & allowed)),
        method=methods,
        beyond=BEYOND_CASE,
    )


def _epochs(run: Sequence[Destruction], on: Occasion, methods: Methods) -> Certificate:
    return Certificate(
        instance=on.settings.instance,
        day=run[0].day,
        what=What.EPOCHS,
        first=int(run[0].key),
        last=int(run[-1].key),
        sealed=tuple(sorted({one.sealed for one in run})),
        order=run[0].rules,
        method=methods,
        beyond=BEYOND_EPOCHS,
    )


def _runs(rows: Sequence[Destruction]) -> Iterator[Sequence[Destruction]]:
    """Epochs that follow each other, destroyed on one day under one order."""
    numbered = enumerate(sorted(rows, key=lambda one: int(one.key)))
    for _, run in groupby(numbered, _run_of):
        found = [one for _, one in run]
        yield from (found[at : at + MOST_EPOCHS] for at in range(0, len(found), MOST_EPOCHS))


def _run_of(numbered: tuple[int, Destruction]) -> object:
    place, one = numbered
    return int(one.key) - place, one.day, one.rules


def _store(
    session: Session, certificate: Certificate, on: Occasion, tombstones: Tombstones, entries: Sequence[str]
) -> None:
    signed: Signed = make_certificate(certificate, on.settings.board_seed)
    document, digest = signed.serialise().decode(), certificate_hash(signed)
    tombstones.write(digest, document, entries)
    session.add(StoredCertificate(hash=digest, case=certificate.case.hex(), day=certificate.day, document=document))
