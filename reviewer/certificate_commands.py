"""`destruction verify`: the check of a certificate that was taken away. It needs no settings, no key and no server."""

from typing import BinaryIO

import click

from crypto.certificate import Beyond, Certificate, Method, What
from reviewer.audit_commands import anchor_of, grouped
from reviewer.certificate_file import Checked, NoCertificate, Wrong, check_file
from reviewer.shell import ALARM, WRONG, fail

HOW = {
    Method.KEY_DESTROYED: "keys without which copies do not open were destroyed",
    Method.LOG_DISCARDED: "the database's log of changes was closed, and its old parts removed",
    Method.OVERWRITTEN: "the bytes were overwritten in the files of the database and in its journal",
    Method.REWRITTEN: "the tables of the database were written anew without them",
}
NOT_SAID = {
    Beyond.BACKUPS: "that no backup made earlier opens, until its key is destroyed",
    Beyond.BATCHES: "that the deliveries in which it came are gone, here and at the intake: they go by the calendar",
    Beyond.DISK_BLOCKS: "that no old copy is left in blocks of a disk that are no file's, or only the disk's to reach",
    Beyond.READER_COPIES: "that readers hold no copies",
    Beyond.SNAPSHOTS: "that no snapshot of the machine or its volumes is left",
}


@click.command(
    "verify", epilog='Example: python -m reviewer destruction verify certificate.json --fingerprint "1a2b 3c4d ..."'
)
@click.argument("file", type=click.File("rb"))
@click.option("--fingerprint", help="That of the directory, as on the poster; with spaces, in quotes.")
def verify_command(file: BinaryIO, fingerprint: str | None) -> None:
    """Check the certificate in FILE, as a member or the auditor saved it, and tell it in words.

    Without --fingerprint compare the one that is printed with the poster: otherwise it may be of a line that somebody
    made up. Ends with 0 when all is as it was signed; with 1 when not, naming it; with 2 when FILE is no certificate.
    """
    try:
        found = check_file(file.read(), anchor_of(fingerprint))
    except NoCertificate:
        fail(WRONG, "this is no certificate that was taken away")
    except Wrong as wrong:
        fail(ALARM, f"{wrong.part}: {wrong.why}")
    click.echo("\n".join(told(found)))


def told(found: Checked) -> list[str]:
    """The certificate in words, a line each."""
    one, adopters = found.certificate, " and ".join(found.adopters)
    return [
        _what(one),
        f"destroyed on {one.day}, under the retention rules of {found.order.day}, adopted by {adopters}",
        f"approved by {' and '.join(found.approvers) or 'the rules themselves'}",
        *(f"how: {HOW[method]}" for method in one.method),
        *(f"it cannot say: {NOT_SAID[beyond]}" for beyond in one.beyond),
        f"line {one.instance.hex()}; fingerprint of the directory: {grouped(found.chain[-1].hash.hex())}",
        f"fingerprint of its first version: {grouped(found.chain[0].hash.hex())}",
        "the signatures are right; that the bytes are gone is the operator's word",
    ]


def _what(one: Certificate) -> str:
    if one.what is What.EPOCHS:
        return f"deliveries of epochs {one.first} to {one.last}: {len(one.sealed)} batches"
    return f"case {one.case.hex()}: {len(one.sealed)} sealed values; {len(one.entries)} entries stay, without content"
