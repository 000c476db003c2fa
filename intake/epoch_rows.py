"""The rows of the open epoch, sealed and opened on a connection that somebody else began and will commit."""

import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from crypto.entropy import fresh
from crypto.storage import open_stored, seal_stored
from intake.box import Page, decode, decode_seen, encode, encode_seen, new_page
from intake.epoch_keys import EpochKeys, store_keys
from intake.errors import NotReady
from intake.models import open_epoch, page

OPENED, CLOSING = "open", "closing"
MARK = 16


def insert_epoch(
    connection: Connection, keys: EpochKeys, wrap_key: bytes, *, seen: Iterable[bytes], cells: int, boxes: Iterable[int]
) -> None:
    """Begin an epoch: its keys, what counts as a repeat in it (padded to `cells` hashes), a first page in each box."""
    store_keys(connection, keys, wrap_key)
    sealed = seal_stored(keys.box, _context(b"seen", keys.epoch), encode_seen(seen, cells))
    connection.execute(insert(open_epoch).values(epoch=keys.epoch, state=OPENED, seen=sealed))
    for box in boxes:
        connection.execute(insert(page).values(_sealed(keys, box, 0, new_page())))


def state_of(connection: Connection) -> tuple[int, str]:
    """The epoch and whether it is closing. Raises NotReady when none is open."""
    row = connection.execute(select(open_epoch.c.epoch, open_epoch.c.state)).one_or_none()
    if row is None:
        raise NotReady("no epoch is open")
    return row.epoch, row.state


def read_seen(connection: Connection, keys: EpochKeys) -> frozenset[bytes]:
    """The hashes of the batch before."""
    sealed = connection.execute(select(open_epoch.c.seen).where(open_epoch.c.epoch == keys.epoch)).scalar_one()
    return decode_seen(open_stored(keys.box, _context(b"seen", keys.epoch), sealed))


def last_mark(connection: Connection, epoch: int, box: int) -> bytes | None:
    """The mark of a box's last page; None for a box without a page."""
    wanted = select(page.c.mark).where(page.c.epoch == epoch, page.c.box == box).order_by(page.c.number.desc())
    return connection.execute(wanted.limit(1)).scalar()


def read_box(connection: Connection, keys: EpochKeys, box: int) -> list[Page]:
    """All pages of a box in order; none if it has none yet."""
    return list(_pages(connection, keys, box))


def count_pages(connection: Connection, epoch: int, *, but: int | None = None) -> int:
    """How many pages all boxes have, or all but this one."""
    wanted = select(func.count()).select_from(page).where(page.c.epoch == epoch)
    if but is not None:
        wanted = wanted.where(page.c.box != but)
    found: int = connection.execute(wanted).scalar_one()
    return found


def boxes_of(connection: Connection, epoch: int) -> list[int]:
    """The boxes that have pages in this epoch."""
    return sorted(connection.execute(select(page.c.box).distinct().where(page.c.epoch == epoch)).scalars())


def gather(connection: Connection, keys: EpochKeys) -> tuple[frozenset[bytes], int]:
    """All envelopes of the epoch, and the number of pages they rest on."""
    envelopes, pages = set[bytes](), 0
    for box in boxes_of(connection, keys.epoch):
        for one in _pages(connection, keys, box):
            envelopes |= one.envelopes
            pages += 1
    return frozenset(envelopes), pages


def write_pages(connection: Connection, keys: EpochKeys, box: int, changed: Mapping[int, Page]) -> bytes:
    """Put these pages, each under a fresh nonce, and return the mark of the last."""
    mark = b""
    for number, one in sorted(changed.items()):
        row = _sealed(keys, box, number, one)
        mark = row["mark"]
        here = (page.c.epoch == keys.epoch) & (page.c.box == box) & (page.c.number == number)
        if not connection.execute(update(page).where(here).values(mark=mark, value=row["value"])).rowcount:
            connection.execute(insert(page).values(row))
    return mark


def _sealed(keys: EpochKeys, box: int, number: int, one: Page) -> dict[str, Any]:
    """A page as a row."""
    value = seal_stored(keys.box, _context(b"page", keys.epoch, box, number), encode(one))
    return {"epoch": keys.epoch, "box": box, "number": number, "mark": fresh(MARK), "value": value}


def _pages(connection: Connection, keys: EpochKeys, box: int) -> Iterator[Page]:
    """One page after the other: an epoch in a flood is long."""
    here = (page.c.epoch == keys.epoch) & (page.c.box == box)
    numbers = connection.execute(select(page.c.number).where(here).order_by(page.c.number)).scalars().all()
    for number in numbers:
        sealed = connection.execute(select(page.c.value).where(here & (page.c.number == number))).scalar_one()
        yield decode(open_stored(keys.box, _context(b"page", keys.epoch, box, number), sealed))


def _context(what: bytes, *numbers: int) -> bytes:
    return b"SLINT/1 " + what + struct.pack(f">{len(numbers)}Q", *numbers)
