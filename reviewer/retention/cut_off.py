"""Whether a run was killed between a deletion and the end of its scrub.

Then, on SQLite, the journal may have kept old pages for a while that nobody overwrote: whoever wrote to the database
next has cut it, and its blocks are free. No later run can say that they were overwritten, so it does not.
"""

from dataclasses import dataclass
from pathlib import Path

from crypto.certificate import Method
from deploy.backup import durable
from deploy.destruction.overwriting import settle

MARK = "destroying"  # in the data folder: beside the database's file, and in no backup
AT_WORK, CUT_OFF = b"at work\n", b"cut off\n"


@dataclass(frozen=True)
class CutOff:
    """The mark of a run in a folder: there from before its first deletion until its scrub is done, and, when a run
    finds that of another, until everything that was deleted by then is certified.
    """

    folder: Path

    def begin(self) -> None:
        """Before anything is deleted."""
        durable.write_whole(self._path, CUT_OFF if self._path.exists() else AT_WORK)

    def scrubbed(self, methods: tuple[Method, ...]) -> tuple[Method, ...]:
        """After the scrub: by which methods all that was deleted is gone."""
        if self._path.read_bytes() == AT_WORK:
            self.end()
            return methods
        return tuple(Method.REWRITTEN if one is Method.OVERWRITTEN else one for one in methods)

    def stop(self) -> None:
        """A run ends by itself before its scrub: its journal is overwritten, and what was so before stays known."""
        if self._path.read_bytes() == AT_WORK:
            self.end()

    def end(self) -> None:
        """Everything that was deleted is certified."""
        self._path.unlink(missing_ok=True)
        settle(self.folder)

    @property
    def _path(self) -> Path:
        return self.folder / MARK
