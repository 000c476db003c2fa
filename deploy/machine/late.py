"""Jobs that should have run by now. All by epochs or days, which the caller says; nothing here reads a clock."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from deploy.machine.findings import Finding

GRACE_EPOCHS = 1  # for a job that runs some time after the end of an epoch
BACKUP_DAYS = 2
DAY_SECONDS = 86_400


def behind(job: str, last: int | None, epoch: int, why: str, mend: str, grace: int = GRACE_EPOCHS) -> Iterator[Finding]:
    """`last` is the newest epoch that the job has done, None if none; `epoch` the one that runs now."""
    if last is None:
        yield Finding(f"{job} has never run", why, mend)
    elif (missed := epoch - 1 - last) > grace:
        yield Finding(f"{job} is {missed} epochs behind", why, mend)


def overdue(job: str, since: date | None, today: date, most_days: int, why: str, mend: str) -> Iterator[Finding]:
    """`since` is the day from which something waits for the job; None if nothing does."""
    if since is not None and (days := (today - since).days) > most_days:
        yield Finding(f"{job} has waited for {days} days, since {since}", why, mend)


def stale_backup(folder: Path, here: float, mend: str) -> Iterator[Finding]:
    """Whether the newest file in the folder of backups is of the last days. Raises OSError."""
    times = [one.stat().st_mtime for one in folder.iterdir() if one.is_file()]
    why = "what came since is lost when the database is; a backup that nobody makes is noticed too late"
    if not times:
        yield Finding(f"{folder} holds no backup", why, mend)
    elif here - max(times) > BACKUP_DAYS * DAY_SECONDS:
        days = int((here - max(times)) // DAY_SECONDS)
        yield Finding(f"the newest backup in {folder} is {days} days old", why, mend)


def review(until: date, today: date, soon_days: int) -> Iterator[Finding]:
    """Whether the directory's last day is near or over: it is made anew by the members, in their browsers."""
    left = (until - today).days
    if left < soon_days:
        found = f"the directory {'is good until' if left >= 0 else 'was good until'} {until}"
        why = "after that day browsers refuse it, and nobody can report"
        yield Finding(found, why, "ask the members to sign the next version: on the page of the committee")
