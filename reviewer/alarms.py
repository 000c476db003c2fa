"""What jobs name for people to look at: an intake that shows what an honest and running one never would, a record whose
tree was altered.
"""


class Alarm(Exception):
    """Something is not as it can be on an honest and running line. For people to look at; the text names it."""


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


class ForeignOrders(Alarm):
    """The intake holds standing orders that are not this reviewer's."""


class BrokenTree(Alarm):
    """The record's tree is not the one that was signed last: nothing more is signed on top of it."""


class ForeignBoardKey(Alarm):
    """The committee's directory names another board key than this reviewer's."""
