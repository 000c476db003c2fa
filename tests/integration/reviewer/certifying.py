"""What the job that destroys writes down, for tests: certificates of what is gone, signed by the board key."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from crypto.certificate import Beyond, Certificate, Method, What, certificate_hash, make_certificate
from crypto.derivation import sha256
from crypto.document import Signed
from crypto.entropy import fresh
from crypto.entry import parse_entry
from reviewer.order_models import StoredCertificate
from reviewer.orders import in_force
from tests.integration.reviewer.committee import INSTANCE, Committee

if TYPE_CHECKING:
    from tests.integration.reviewer.record_line import Story


def of_case(session: Session, story: "Story") -> Certificate:
    """Of a case whose last entry destroyed it."""
    [(approved, _)] = parse_entry(story.documents[-1]).approvals
    return Certificate(
        instance=INSTANCE,
        day=story.today,
        what=What.CASE,
        case=story.case,
        entries=tuple(sha256(one.message) for one in story.documents),
        sealed=tuple(sorted(sha256(one) for one in story.sealed)),
        order=_rules(session),
        approval=sha256(approved.message),
        approvers=tuple(sorted(one.key for one in approved.signatures)),
        method=(Method.OVERWRITTEN,),
        beyond=tuple(Beyond),
    )


def of_epochs(session: Session, line: Committee, first: int, last: int) -> Certificate:
    """Of batches that nobody asks for here."""
    return Certificate(
        instance=INSTANCE,
        day=line.time.clock().today(),
        what=What.EPOCHS,
        first=first,
        last=last,
        sealed=tuple(sorted(fresh(32) for _ in range(last - first + 1))),
        order=_rules(session),
        method=(Method.OVERWRITTEN,),
        beyond=(Beyond.BACKUPS,),
    )


def store(session: Session, line: Committee, certificate: Certificate) -> Signed:
    """The certificate, signed and kept."""
    signed = make_certificate(certificate, line.settings.board_seed)
    keep(session, signed, certificate)
    return signed


def keep(session: Session, signed: Signed, certificate: Certificate) -> None:
    """The row of a certificate, whoever signed it."""
    document = signed.serialise().decode()
    case, hashed = certificate.case.hex(), certificate_hash(signed)
    session.add(StoredCertificate(hash=hashed, case=case, day=certificate.day, document=document))


def _rules(session: Session) -> bytes:
    adopted = in_force(session).adopted
    assert adopted is not None
    return adopted.hash
