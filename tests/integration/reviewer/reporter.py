"""A reporter's page, in Python: seals to the directory that is served, and reads the board that is served."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from crypto.board import parse_board
from crypto.directory import CurrentDirectory
from crypto.entropy import fresh
from crypto.errors import NotARecipient
from crypto.payload import Content, Kind, frame
from crypto.phrase import Reporter, new_object, to_mask
from crypto.reply import Reply, open_reply
from crypto.sealing import seal_envelope
from tests.integration.reviewer.committee import INSTANCE

KEY = 32
DAY = date(2027, 1, 15)


@dataclass(frozen=True)
class Writer:
    """Someone with a phrase, who excludes the members of some slots."""

    own: Reporter
    excluded: tuple[int, ...] = ()

    @classmethod
    def new(cls, excluded: Collection[int] = ()) -> "Writer":
        """Without words, which take half a second to stretch: here nobody comes back with them."""
        return cls(Reporter.from_root(to_mask(frozenset(excluded)), fresh(KEY)), tuple(sorted(excluded)))

    def write(self, directory: CurrentDirectory, what: str, kind: Kind = Kind.REPORT) -> bytes:
        """An envelope with a report, or with a follow-up to it."""
        content = Content(
            kind=kind,
            thread=self.own.thread,
            message=fresh(16),
            day=DAY,
            language="en",
            what=what,
            reply_key=self.own.reply_key(self.own.mask),
            reporter_key=self.own.reporter_key,
            excluded=self.excluded,
        )
        object_id = new_object(self.own.k_object)
        current = directory.current.hash
        payload = frame(content, self.own.seed, INSTANCE, current, object_id)
        return seal_envelope(payload, directory.recipients(self.excluded), INSTANCE, current, object_id)

    def replies(self, board: bytes, directory: CurrentDirectory) -> list[Reply]:
        """The replies on the board that are for this reporter."""
        found = []
        for entry in parse_board(board).entries:
            try:
                key = self.own.reply_key(self.own.mask)
                found.append(open_reply(entry, key, self.own.thread, directory.chain, INSTANCE))
            except NotARecipient:
                continue
        return found
