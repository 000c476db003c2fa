"""What can go wrong with a backup or on the way back: each one sentence for the operator, and an exit code."""

REFUSED, WRONG, LATER = 1, 2, 3


class BackupFailed(Exception):
    """Not done, for the reason in the text, which is for the operator and holds no secret."""

    code = REFUSED


class BackupUnset(BackupFailed):
    """A setting is missing, or does not fit this machine."""

    code = WRONG


class BackupBusy(BackupFailed):
    """Another one is at work, or a place cannot be reached: try again later."""

    code = LATER


class RestoredInDoubt(BackupFailed):
    """Restored, but there is something that people should look at before anything else."""
