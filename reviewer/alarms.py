"""What the courier names when the intake shows something that an honest and running one never would.

For people to look at.
"""


class Alarm(Exception):
    """The intake shows something that an honest one never would, or has stopped closing.

    For people to look at; the text names it.
    """


class MissingBatch(Alarm):
    def __init__(self, epoch: int) -> None:
        super().__init__(f"epoch {epoch}: its batch is missing")


class ShrunkBatch(Alarm):
    def __init__(self, epoch: int) -> None:
        super().__init__(f"epoch {epoch}: its batch has fewer envelopes than it was said to have")


class ChangedBatch(Alarm):
    def __init__(self, epoch: int) -> None:
        super().__init__(f"epoch {epoch}: its batch is not the one it was")


class BrokenBatch(Alarm):
    def __init__(self, epoch: int) -> None:
        super().__init__(f"epoch {epoch}: its batch is not sorted, not whole or not of this line")


class WrongClock(Alarm):
    """The open epoch is not that of our clock."""


class ForeignIntake(Alarm):
    """Another line's intake, or one with another key."""


class ForeignBoard(Alarm):
    """The intake holds a board that this reviewer did not make, or one too old to go on from."""


class ForeignDirectory(Alarm):
    """The intake shows a directory that this reviewer did not make."""
