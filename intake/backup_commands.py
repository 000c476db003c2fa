"""`backup` and `restore` of the public side: the commands of deploy.backup, over this app's settings."""

from deploy.backup.commands import Commands, Run
from intake.backup_line import IntakeLine
from intake.cli import known_settings, plainly


def _bound(command: Run) -> Run:
    @plainly
    def _with_line(*arguments: object) -> None:
        command(IntakeLine(known_settings()), *arguments)

    return _with_line


backup = Commands(_bound).backup()
restore = Commands(_bound).restore()
