"""Checks certificates of destruction without any key: who signed them, and whether the record says the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from crypto.certificate import Certificate, certificate_hash, parse_certificate, verify_certificate
from crypto.certificate import What as Destroyed
from crypto.derivation import sha256
from crypto.document import Signed, parse_signed
from crypto.entry import Entry, State, entry_hash, parse_entry
from crypto.errors import ProtocolError
from crypto.limits import ORDER_DAYS
from reviewer.audit_cases import Line
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import CaseFile, CertificateRow
from reviewer.audit_tree import AuditTree


@dataclass(frozen=True)
class Ended:
    """A case whose last entry destroyed it, on `day`: all its entries, the contents and grants that they name, the
    approval and who signed it; `left` where a content or grant lies there still.
    """

    day: date
    last: int
    entries: tuple[bytes, ...]
    sealed: Set[bytes]
    approval: bytes
    approvers: Set[bytes]
    left: bool


def end_of(file: CaseFile) -> Mapping[str, Ended]:
    """How the case ended, by its id; nothing of one that is not destroyed, or that cannot be read."""
    try:
        signed = [parse_signed(one.document.encode()) for one in file.entries[-1:]]
        if not signed or parse_entry(signed[-1]).state is not State.DESTROYED:
            return {}
        signed = [parse_signed(one.document.encode()) for one in file.entries]
        return {file.case: _ended(file, signed, [parse_entry(one) for one in signed])}
    except (ProtocolError, UnicodeEncodeError):
        return {}


def _ended(file: CaseFile, signed: Sequence[Signed], entries: Sequence[Entry]) -> Ended:
    last = entries[-1]
    approvals = [one for one, _ in last.approvals]
    return Ended(
        day=last.day,
        last=last.sequence,
        entries=tuple(map(entry_hash, signed)),
        sealed={one.content for one in entries} | {grant.grant for one in entries for grant in one.grants},
        approval=sha256(approvals[0].message) if approvals else b"",
        approvers={signature.key for one in approvals for signature in one.signatures},
        left=bool(file.contents or file.grants),
    )


class CertificateCheck:
    """Looks at each certificate once; `count` is how many there were."""

    def __init__(self, line: Line, tree: AuditTree, ended: Mapping[str, Ended], rules: Mapping[bytes, date]) -> None:
        """`rules` are the days of all orders of rules, by hash."""
        self._line, self._tree, self._ended, self._rules = line, tree, ended, rules
        self._seen: set[bytes] = set()
        self.count = 0

    def findings(self, rows: Iterable[CertificateRow], kept: Sequence[bytes] = ()) -> Iterator[Finding]:
        """Every finding. `kept` are the hashes of those in an older export."""
        for row in rows:
            self.count += 1
            yield from self._check(row)
        for hashed in kept:
            if hashed not in self._seen:
                self._tree.explain(hashed)
                yield Finding(What.CERTIFICATE_MISSING, certificate=hashed.hex())

    def _check(self, row: CertificateRow) -> Iterator[Finding]:
        place = row.hash.hex()
        try:
            signed = parse_signed(row.document.encode())
            certificate = parse_certificate(signed)
        except (ProtocolError, UnicodeEncodeError):
            self._tree.explain(row.hash)  # what should lie there is named
            yield Finding(What.CERTIFICATE_UNREADABLE, certificate=place)
            return
        hashed = certificate_hash(signed)
        if not self._is_signed(signed):
            self._tree.explain(row.hash)
            yield Finding(What.CERTIFICATE_SIGNATURE, certificate=place)
        elif hashed in self._seen:
            yield Finding(What.CERTIFICATE_TWICE, certificate=place)
        else:
            self._seen.add(hashed)
            self._tree.explain(hashed)
            for what, detail in self._about(certificate, hashed):
                yield Finding(what, detail=detail, certificate=place)
            yield from _compare_columns(row, certificate, hashed)

    def _is_signed(self, signed: Signed) -> bool:
        try:
            verify_certificate(signed, self._line.chain)
        except ProtocolError:
            return False
        return True

    def _about(self, certificate: Certificate, hashed: bytes) -> Iterator[tuple[What, str]]:
        if self._tree.is_late(hashed, _written_by(certificate)):
            yield What.CERTIFICATE_NOT_IN_TREE, ""
        adopted = self._rules.get(certificate.order)
        if adopted is None or adopted > certificate.day:
            yield What.CERTIFICATE_RULES, ""
        if certificate.what is Destroyed.CASE:
            yield from self._about_case(certificate)

    def _about_case(self, certificate: Certificate) -> Iterator[tuple[What, str]]:
        case = certificate.case.hex()
        ended = self._ended.get(case)
        if ended is None or ended.day > certificate.day:
            yield What.CERTIFICATE_CASE, case
            return
        if certificate.entries != ended.entries:
            yield What.CERTIFICATE_ENTRIES, case
        if not ended.sealed <= set(certificate.sealed):
            yield What.CERTIFICATE_SEALED, case
        if certificate.approval != ended.approval or not set(certificate.approvers) <= ended.approvers:
            yield What.CERTIFICATE_APPROVAL, case
        if ended.left:
            yield What.CERTIFICATE_LEFT, case


def _written_by(certificate: Certificate) -> date:
    """It has the day of the deletion; a run that was cut off after it goes on later."""
    wait = timedelta(days=ORDER_DAYS)
    return min(certificate.day, date.max - wait) + wait


def _compare_columns(row: CertificateRow, certificate: Certificate, hashed: bytes) -> Iterator[Finding]:
    wanted = {"hash": hashed, "case": certificate.case.hex(), "day": certificate.day.isoformat()}
    found = (row.hash, row.case, row.day)
    for (name, value), shown in zip(wanted.items(), found, strict=True):
        if shown is not None and value != shown:
            yield Finding(What.CERTIFICATE_COLUMNS, detail=name, certificate=row.hash.hex())
