"""Makes backups and kills each with -9 at a random moment; run as a program: APP KILLS SEED [hasty].

It forks for each backup, since to load the app takes longer than to make one. After each kill what lies under the name
of a backup must be a whole one. `hasty` is a mutant that gives a backup its name before it is written.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random

from deploy.backup import durable
from deploy.backup.failures import BackupFailed
from deploy.backup.line import Line
from deploy.backup.making import store_of
from deploy.backup.reading import open_file, read_recipient
from intake import cli as intake_cli
from intake import settings as intake_settings
from intake.backup_line import IntakeLine
from reviewer import cli as reviewer_cli
from reviewer.backup_line import ReviewerLine
from reviewer.settings import load as load_reviewer

SPARE = 1.2  # of the time that a backup takes, the latest kill comes


class Ordeal:
    """`whole` counts the kills after which there was a backup, `none` those after which there was nothing."""

    def __init__(self, app: str, key_file: Path, seed: str) -> None:
        self.app, self.chance = app, Random(seed)
        self.line: Line = (
            IntakeLine(intake_settings.load(os.environ)) if app == "intake" else ReviewerLine(load_reviewer(os.environ))
        )
        self.recipient = read_recipient(key_file)
        self.whole = self.none = 0
        self.seconds = min(self._one_in_peace() for _ in range(2))

    def run(self, kills: int) -> None:
        """Until so many died of it; then one in peace, which clears away what they left."""
        killed = 0
        while killed < kills:
            pid = self._start()
            time.sleep(self.chance.uniform(0, self.seconds * SPARE))
            os.kill(pid, signal.SIGKILL)
            ended = self._finish(pid)
            self._expect(ended in (0, -signal.SIGKILL), "after a kill no backup can be made")
            killed += ended == -signal.SIGKILL
            found = self._look()
            self.whole, self.none = self.whole + found, self.none + (not found)
        self._expect(self._finish(self._start()) == 0, "after the kills no backup can be made")
        self._expect(not list(self._folder().glob("*.draft")), "a draft was left")
        self._expect(all(one.sha256 for one in store_of(self.line).all()), "a key of nothing was left")
        self._look()

    def _one_in_peace(self) -> float:
        """The seconds that it takes."""
        started = time.monotonic()
        self._expect(self._finish(self._start()) == 0, "a backup that nobody killed failed")
        taken = time.monotonic() - started
        self._look()
        return taken

    def _start(self) -> int:
        """A child that makes one, and says nothing."""
        pid = os.fork()
        if pid:
            return pid
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        command = intake_cli.main if self.app == "intake" else reviewer_cli.main
        try:
            command(["backup"], standalone_mode=False)
        except SystemExit as ended:
            os._exit(int(ended.code or 0))
        except BaseException:
            os._exit(99)
        os._exit(0)

    def _finish(self, pid: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _look(self) -> bool:
        """Whether there is a backup; every one is whole. They are taken away then."""
        found = sorted(self._folder().glob("*.slbak"))
        for file in found:
            try:
                open_file(self.line, store_of(self.line), file, self.recipient).manifest()
            except BackupFailed as failed:
                self._expect(False, f"half a backup under its name: {failed}")
            file.unlink()
        return bool(found)

    def _folder(self) -> Path:
        assert self.line.places.folder is not None
        return self.line.places.folder

    def _expect(self, good: bool, otherwise: str) -> None:
        if not good:
            sys.exit(otherwise)


def make_hasty() -> None:
    """The mutant."""
    careful = durable.write_draft

    def _straight(path: Path, parts: Iterable[bytes]) -> Path:
        if path.suffix != ".slbak":
            return careful(path, parts)
        with path.open("wb") as file:
            file.writelines(parts)
        return path

    durable.write_draft = _straight


def main() -> None:
    app, kills, seed, key_file, *mutant = sys.argv[1:]
    if mutant:
        make_hasty()
    ordeal = Ordeal(app, Path(key_file), seed)
    ordeal.run(int(kills))
    print(f"killed {kills}: {ordeal.whole} left a whole backup, {ordeal.none} none")


if __name__ == "__main__":
    main()
