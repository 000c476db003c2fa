"""The way back: a whole backup is read and checked first, then read once more into empty tables, and compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto.backup_frames import Frame, Kind, unpack_row
from crypto.backup_manifest import Manifest, RowHash, TableSum, parse_file, parse_table
from crypto.errors import Malformed
from deploy.backup.failures import BackupFailed, RestoredInDoubt
from deploy.backup.keys import KeyStore
from deploy.backup.line import Group, Line, Say, Stays
from deploy.backup.making import Tick
from deploy.backup.reading import Opened
from deploy.backup.tables import Filling, count_on, sum_of


def restore(line: Line, backup: Opened, store: KeyStore, tick: Tick, say: Say) -> Manifest:
    """Restore into the empty place that the line's settings name. Raises BackupFailed: of these RestoredInDoubt, when
    all is there.

    1. the target is empty, 2. the whole file is good, 3. this version knows its tables, 4. rows and files are written,
    but for what was destroyed since, 5. the tables hold just these, 6. they are brought to this version, 7. what else
    the line needs.
    """
    # 1.
    if not line.is_empty():
        raise BackupFailed("there is data already where the settings point to: a backup is restored to an empty place")
    # 2.
    manifest = backup.manifest()
    # 3.
    if not line.knows(manifest.revision):
        raise BackupFailed(
            f"the backup has tables of revision {manifest.revision}, which this version of the software does not know:"
            " it was made by a newer one. Install that one, then restore"
        )
    try:
        # 4. and 5.
        _write(line, backup, manifest, line.stays(store, backup.frames()), tick)
        # 6. and 7.
        line.upgrade()
        doubts = line.settle(store, say)
    except BaseException:
        line.discard()
        raise
    if doubts:
        raise RestoredInDoubt("\n".join([*doubts, "all else is restored: look at this before anybody works with it"]))
    return manifest


def _write(line: Line, backup: Opened, manifest: Manifest, stays: Stays, tick: Tick) -> None:
    with line.create(manifest.revision) as groups:
        writer = _Writer(line, groups, stays)
        try:
            for frame in backup.frames():
                writer.take(frame)
                tick(frame.kind is Kind.ROW)
        except Malformed:
            raise BackupFailed("the tables in the file are not those of its revision") from None
        if differ := writer.differences():
            raise BackupFailed(f"what was written is not what the backup holds, in: {', '.join(differ)}")


@dataclass
class _Writer:
    """Puts each row where it belongs, but for those that were destroyed since."""

    line: Line
    groups: Sequence[Group]
    stays: Stays
    _filling: Filling | None = field(default=None, repr=False)
    _wanted: RowHash | None = None
    written: list[TableSum] = field(default_factory=list)

    def take(self, frame: Frame) -> None:
        match frame.kind:
            case Kind.TABLE:
                self._finish()
                self._begin(*parse_table(frame.octets))
            case Kind.ROW if self._filling and self._wanted:
                values = unpack_row(frame.octets)
                if self.stays(self._filling.table.name, dict(zip(self._filling.columns, values, strict=False))):
                    self._filling.add(values, len(frame.octets))
                    self._wanted.add(frame.octets)
            case Kind.FILE:
                self.line.put_file(*parse_file(frame.octets))
            case _:
                self._finish()

    def differences(self) -> list[str]:
        """The tables that do not hold what was written."""
        found = {table.name: sum_of(connection, table) for connection, tables in self.groups for table in tables}
        empty = {name: RowHash(name).total() for name in found}
        wanted = empty | {one.table: one for one in self.written}
        return sorted(name for name in wanted if found.get(name) != wanted[name])

    def _begin(self, name: str, columns: list[str]) -> None:
        for connection, tables in self.groups:
            table = next((one for one in tables if one.name == name), None)
            if table is not None:
                self._filling, self._wanted = Filling(connection, table, columns), RowHash(name)
                return
        raise Malformed(name)

    def _finish(self) -> None:
        if self._filling and self._wanted:
            self._filling.finish()
            count_on(self._filling.connection, self._filling.table)
            self.written.append(self._wanted.total())
        self._filling = self._wanted = None
