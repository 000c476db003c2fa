"""`audit verify`: whether the record of all cases is the one that was signed, checked without any key.

Everything that is wrong is named, not only the first. The rules are those of docs/protocol.md, sections 2, 14, 16, 18,
20 and 21.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crypto.checkpoint import Checkpoint
from reviewer.audit_cases import Line, check_case
from reviewer.audit_certificates import CertificateCheck, Ended, end_of
from reviewer.audit_directory import AuditDirectory
from reviewer.audit_findings import Finding, Report, What
from reviewer.audit_orders import OrderCheck
from reviewer.audit_rows import CaseFile, RecordRows
from reviewer.audit_tree import AuditTree

LATE_EPOCHS = 2  # so many may pass without a checkpoint, as a timer may fail once


@dataclass(frozen=True)
class Now:
    """What a checker with a clock knows: the day, and the last epoch that is over."""

    today: date
    epoch: int


@dataclass(frozen=True)
class Kept:
    """What somebody kept of this record earlier: a checkpoint, or an export, and of that all of this."""

    notes: Sequence[str] = ()
    versions: Sequence[bytes] = ()
    entries: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    orders: Sequence[bytes] = ()
    certificates: Sequence[bytes] = ()


NOTHING = Kept()


def verify(rows: RecordRows, *, now: Now | None, fingerprint: bytes | None = None, kept: Kept = NOTHING) -> Report:
    """What was found. `now` is None for an export, which may be old; `fingerprint` is that of the poster."""
    report, directory = Report(instance=rows.head.instance.hex()), AuditDirectory(rows.head.instance)
    # 2. the directory (1. the first line is read by FileRows)
    report.add(directory.read(rows.directories()))
    report.add(_check_anchors(directory, fingerprint, kept))
    if directory.chain:  # else nobody's signature says anything
        tree = AuditTree(rows.head, directory.chain)
        _check_record(rows, report, Line(rows.head.instance, directory.chain, now.today if now else None), tree, kept)
        # 12. of a running line: whether the record goes on
        report.add(_check_age(tree.newest, report.entries, now))
        _sum_up(report, directory, tree)
    return report


def _check_record(rows: RecordRows, report: Report, line: Line, tree: AuditTree, kept: Kept) -> None:
    # 3. each checkpoint, 4. each leaf, 5. one with the other
    report.add(tree.read_checkpoints(rows.checkpoints()))
    report.add(tree.read_leaves(rows.leaves()))
    report.add(tree.check_roots())
    # 6. the checkpoints that were kept earlier
    report.add(tree.check_kept(kept.notes))
    # 7. each case, and in it each entry
    ended: dict[str, Ended] = {}
    for file in _with_kept(rows.cases(), kept):
        report.cases, report.entries = report.cases + 1, report.entries + len(file.entries)
        report.add(check_case(file, line, tree, kept.entries.get(file.case, ())))
        ended |= end_of(file)
    # 8. the standing orders, and what was destroyed against them
    orders = OrderCheck(line, tree)
    report.add(orders.findings(list(rows.orders()), kept.orders))
    report.add(orders.destroyed_in_spite(ended))
    # 9. each certificate
    certificates = CertificateCheck(line, tree, ended, orders.rules)
    report.add(certificates.findings(rows.certificates(), kept.certificates))
    report.orders, report.certificates = orders.count, certificates.count
    # 10. leaves that nothing explains, 11. lines that are not what they should be
    report.add(tree.unexplained())
    report.add(Finding(What.FILE, detail=text) for text in rows.trouble())


def _check_anchors(directory: AuditDirectory, fingerprint: bytes | None, kept: Kept) -> Iterator[Finding]:
    if fingerprint is not None and fingerprint not in directory.hashes:
        yield Finding(What.DIRECTORY, detail="it is not the one of the given fingerprint")
    if list(kept.versions) != directory.hashes[: len(kept.versions)]:
        yield Finding(What.KEPT, detail="its directory is not one that this directory grew from")


def _with_kept(files: Iterator[CaseFile], kept: Kept) -> Iterator[CaseFile]:
    """All cases that are shown, then those that an older export knew and that are gone."""
    seen = set()
    for file in files:
        seen.add(file.case)
        yield file
    for case in sorted(kept.entries.keys() - seen):
        yield CaseFile(case)


def _check_age(newest: Checkpoint | None, entries: int, now: Now | None) -> Iterator[Finding]:
    if now is None:
        return
    if newest is None and entries:
        yield Finding(What.STALE, detail="there are entries, and no checkpoint at all: does `audit seal` run?")
    if newest is not None and now.epoch - newest.epoch > LATE_EPOCHS:
        detail = f"the newest checkpoint is that of epoch {newest.epoch}, {now.epoch - newest.epoch} epochs ago"
        yield Finding(What.STALE, detail=f"{detail}: does `audit seal` run? Or was the record set back?")


def _sum_up(report: Report, directory: AuditDirectory, tree: AuditTree) -> None:
    report.founded, report.fingerprint = directory.hashes[0].hex(), directory.hashes[-1].hex()
    report.leaves, report.checkpoints, report.outside = tree.count, len(tree.checkpoints), tree.outside
    if tree.newest is not None:
        newest = tree.newest
        root = base64.b64encode(newest.root).decode()
        report.newest = {"epoch": newest.epoch, "day": tree.last_day(), "size": newest.size, "root": root}
