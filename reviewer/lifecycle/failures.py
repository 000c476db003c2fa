"""Why an entry is refused. Each failure carries a code of `rules.json`, never a word that somebody wrote."""


class LifecycleError(Exception):
    """An entry that breaks a rule. `reason` is a code; for `BadContent` the name of the field."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def name(self) -> str:
        """The failure's name, the same in Python and in the browser."""
        return type(self).__name__


class UnknownKind(LifecycleError):
    """No kind of entry that these rules know."""


class BadContent(LifecycleError):
    """Not exactly the fields of its kind, each in its form."""


class NotAllowed(LifecycleError):
    """Well formed, but not now, not by this person, or not with these words."""


def need(good: bool, reason: str) -> None:
    """`NotAllowed` for `reason` unless `good`."""
    if not good:
        raise NotAllowed(reason)
