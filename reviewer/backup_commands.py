"""`backup` and `restore` of the committee's side: the commands of deploy.backup, over this app's settings."""

from deploy.backup.commands import Commands, Run
from reviewer.backup_line import ReviewerLine
from reviewer.settings import Settings
from reviewer.shell import with_settings


def _bound(command: Run) -> Run:
    def _with_line(settings: Settings, *arguments: object) -> None:
        command(ReviewerLine(settings), *arguments)

    return with_settings(_with_line)


backup = Commands(_bound).backup()
restore = Commands(_bound).restore()
