"""What an auditor kept of a record earlier: a checkpoint's note, or a whole export."""

from typing import BinaryIO

from crypto.derivation import sha256
from crypto.document import parse_signed
from crypto.errors import ProtocolError
from reviewer.audit import Kept
from reviewer.audit_directory import AuditDirectory
from reviewer.audit_file import FileRows

NOTE = b"sealed-line/"
LONGEST_NOTE = 4096


def read_kept(file: BinaryIO) -> Kept:
    """Whatever of the two the file is. Raises NoExport for anything else."""
    begins = file.read(len(NOTE))
    file.seek(0)
    if begins == NOTE:
        return Kept(notes=(file.read(LONGEST_NOTE).decode("utf-8", "replace"),))
    rows = FileRows(file)
    directory = AuditDirectory(rows.head.instance)
    list(directory.read(rows.directories()))
    notes = [row.note for row in rows.checkpoints()]
    for _ in rows.leaves():
        pass  # the checkpoints stand for them
    entries = {file.case: [_hash(row.document) for row in file.entries] for file in rows.cases()}
    orders = [_hash(row.document) for row in rows.orders()]
    certificates = [_hash(row.document) for row in rows.certificates()]
    return Kept(notes, directory.hashes, entries, orders, certificates)


def _hash(document: str) -> bytes:
    """Of what is no document, of the text: nothing will have that hash."""
    try:
        return sha256(parse_signed(document.encode()).message)
    except ProtocolError:
        return sha256(document.encode())
