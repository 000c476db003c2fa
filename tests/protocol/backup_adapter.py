"""The adapter for vectors of backups, a format that Python alone has."""

from typing import Any

from crypto.backup import App, open_backup, parse_header
from crypto.backup_frames import Kind, unpack, unpack_row
from crypto.backup_manifest import checked, parse_manifest, parse_table
from crypto.limits import BACKUP_HEADER, BACKUP_STREAM_HEADER, SEALED_CHUNK

FIRST = BACKUP_HEADER + BACKUP_STREAM_HEADER


def opened(given: dict[str, Any]) -> dict[str, Any]:
    """What a backup says that it holds, after all of it was checked."""
    raw = bytes.fromhex(given["backup"])
    instance, recipient, second = (bytes.fromhex(given[name]) for name in ("instance", "recipient", "second_key"))
    chunks = [raw[BACKUP_HEADER:FIRST], *(raw[at : at + SEALED_CHUNK] for at in range(FIRST, len(raw), SEALED_CHUNK))]
    header = parse_header(raw[:BACKUP_HEADER])
    pieces = open_backup(header, App(given["app"]), instance, recipient, second, chunks)
    frames = list(checked(unpack(pieces)))
    manifest = parse_manifest(frames[-1].octets)
    columns = dict(parse_table(one.octets) for one in frames if one.kind is Kind.TABLE)
    assert all(len(unpack_row(one.octets)) == 4 for one in frames if one.kind is Kind.ROW)
    return {
        "day": manifest.day.isoformat(),
        "revision": manifest.revision,
        "tables": [{"table": one.table, "columns": columns[one.table], "rows": one.rows} for one in manifest.tables],
        "files": [one.file for one in manifest.files],
    }
