"""A whole intake in a folder, for tests: real files, real keys, a directory of three members, boards, drops."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from crypto.batch import object_of, split
from crypto.board import fill_epoch, first_board, next_board, parse_board, sign_board
from crypto.derivation import sha256
from crypto.directory import DirectoryMember, assemble, make_body, make_keys_signature, sign_body
from crypto.document import Signed
from crypto.drop import Kind, seal_drop
from crypto.entropy import fresh
from crypto.keys import MemberSecret, generate
from crypto.limits import BOARD_ENTRIES, ENTRY, HASH
from crypto.mix import solve
from crypto.order import Act, Period, Rules, order_body, order_hash, sign_order
from crypto.sealing import filler
from crypto.signatures import public_key
from intake import epochs
from intake.app import create_app, create_courier_app
from intake.batches import Batches
from intake.database import Database, FileDatabase, create_tables
from intake.epoch_files import BATCHES_FILE, PUBLISHED_FILE, EpochFiles, path_of
from intake.epoch_keys import load_keys
from intake.epoch_rows import gather
from intake.epoch_store import EpochStore
from intake.epochs import Place
from intake.fillers import Fillers
from intake.models import BATCHES, OPEN, PUBLISHED, page
from intake.published import Published
from intake.settings import Bind, Settings
from intake.standing import StandingOrders
from intake.stores import store_of
from intake.upgrade import upgrade_server
from intake.writer import Writer

TOKEN = b"t" * 40
SERVER_TABLES = {table for group in (OPEN, BATCHES, PUBLISHED) for table in group.tables}
OCTETS = "application/octet-stream"
TODAY = datetime.now(UTC).date()


@dataclass
class Committee:
    """Three members, the board key, and the directory versions they have signed."""

    instance: bytes
    intake_key: bytes
    members: tuple[MemberSecret, ...] = field(default_factory=lambda: tuple(generate(slot) for slot in range(3)))
    board_seed: bytes = field(default_factory=lambda: fresh(32))
    documents: list[Signed] = field(default_factory=list)
    orders: list[Signed] = field(default_factory=list)

    def order(self, act: Act, by: Sequence[int] = (0, 1), **changes: Any) -> Signed:
        """One more standing order, signed by the members in these slots."""
        previous = order_hash(self.orders[-1]) if self.orders else bytes(HASH)
        place = {"number": len(self.orders), "previous": previous}
        fields: dict[str, Any] = {"instance": self.instance, "day": TODAY, "act": act, "rules": None, **place}
        body = order_body(**(fields | changes))
        return Signed(body, tuple(sign_order(self.members[slot].sign_seed, body) for slot in by))

    def adopt(self, calendar: int) -> None:
        """Rules by which batches are kept so many days."""
        self.orders.append(self.order(Act.RULES, rules=Rules("us", {"general": Period(7, 0)}, calendar)))

    def freeze(self, by: int = 2) -> None:
        self.orders.append(self.order(Act.FREEZE, (by,)))

    def release(self, of: int) -> None:
        self.orders.append(self.order(Act.RELEASE, of=of))

    def next_version(self, signers: Sequence[MemberSecret] = (), **changes: object) -> bytes:
        """One more version, signed by all or by `signers`, as a directory file."""
        version = len(self.documents) + 1
        listed = [self._listed(one, version) for one in self.members]
        fields: dict[str, object] = {
            "version": version,
            "day": TODAY,
            "not_after": TODAY + timedelta(days=120),
            "instance": self.instance,
            "members": listed,
            "intake_key": self.intake_key,
            "board_key": public_key(self.board_seed),
        }
        if self.documents:
            fields["previous"] = _hash(self.documents[-1])
        body = make_body(**(fields | changes))  # type: ignore[arg-type]
        self.documents.append(Signed(body, tuple(sign_body(one.sign_seed, body) for one in signers or self.members)))
        return assemble(self.documents, [one.public() for one in self.members])

    def _listed(self, one: MemberSecret, version: int) -> DirectoryMember:
        keys, sign = one.public().hash, public_key(one.sign_seed)
        signature = make_keys_signature(one.sign_seed, self.instance, one.slot, version, keys)
        return DirectoryMember(one.slot, f"Member {one.slot}", sign, keys, version, signature)


class IntakeLine:
    """One intake in `folder`, or in the database at `database_url`, which is empty unless `migrated`.

    An epoch is open and, unless told otherwise, a directory is published.
    """

    def __init__(
        self,
        folder: Path,
        *,
        epoch: int = 100,
        directory: bool = True,
        work_bits: int = 0,
        instance: bytes | None = None,
        fillers: Fillers | None = None,
        database_url: str = "",
        migrated: bool = False,
    ) -> None:
        self._writers: list[Writer] = []
        self._stores: list[EpochStore] = []
        self.settings = _settings(folder, work_bits, instance or fresh(16), database_url)
        folder.mkdir(exist_ok=True)
        if database_url and not migrated:
            list(upgrade_server(database_url))
        elif not database_url:
            create_tables(folder / BATCHES_FILE, BATCHES)  # what a migration would make, as its own test shows
            create_tables(folder / PUBLISHED_FILE, PUBLISHED)
        self.committee = Committee(self.settings.instance, self.settings.intake_key)
        fillers = fillers or Fillers(self.settings.instance)
        self.store = self._held(store_of(self.settings))
        self.place = Place(self.store, fillers)
        epochs.open_first(self.place, epoch)
        if directory:
            self.published.put_directory(self.committee.next_version(), TODAY)

    @property
    def folder(self) -> Path:
        return self.settings.data_dir

    @property
    def published(self) -> Published:
        return Published(self.store.published, self.settings.instance, self.settings.intake_key)

    def client(self) -> FlaskClient:
        """A client of the public app. It starts the writer, so there is one at a time for a folder."""
        app = create_app(self.settings)
        self._writers.append(app.extensions["writer"])
        return app.test_client()

    def stop(self) -> None:
        """Stop the writers of all clients, and close what is open to a server."""
        for writer in self._writers:
            writer.stop()
        for store in self._stores:
            store.release()

    def courier(self) -> FlaskClient:
        app = create_courier_app(replace(self.settings, courier_token=TOKEN))
        self._held(app.extensions["store"])
        return app.test_client()

    def _held(self, store: EpochStore) -> EpochStore:
        """Released at the end."""
        self._stores.append(store)
        return store

    def envelope(self) -> bytes:
        """To the intake a filler is an envelope like any other."""
        return filler(self.settings.instance)

    def drop(self, envelope: bytes | None = None, kind: Kind = Kind.ENVELOPE) -> bytes:
        """A drop sealed to the open epoch's mix, with its work done."""
        mix, bits = self.store.keys().mix, self.settings.work_bits
        envelope = envelope or self.envelope()
        return seal_drop(kind, envelope, mix.public, solve(mix.challenge, envelope, bits))

    def accepted(self) -> set[bytes]:
        """The envelopes that the open epoch took."""
        with self.open_tables().reading() as connection:
            return set(gather(connection, load_keys(connection, self.settings.wrap_key))[0])

    def pages(self) -> dict[int, bytes]:
        """The pages of the open epoch as they rest, by number."""
        with self.open_tables().reading() as connection:
            return {row.number: row.value for row in connection.execute(select(page))}

    def sizes(self) -> dict[str, int]:
        """The length of every file, or the space of every table."""
        if isinstance(self.store, EpochFiles):
            return {path.name: path.stat().st_size for path in self.folder.iterdir()}
        spaces = text(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        with self.store.batches.reading() as connection:
            return {row.relname: row[1] for row in connection.execute(spaces)}

    def open_tables(self) -> Database:
        """Where the open epoch rests."""
        if isinstance(self.store, EpochFiles):
            return FileDatabase(path_of(self.folder, self.store.epoch()))
        return self.store.batches

    def epochs(self) -> list[int]:
        """The epochs that have a batch."""
        batches, found = Batches(self.store.batches), list[int]()
        while listed := batches.closed(found[-1] if found else -1):
            found += [one.epoch for one in listed]
        return found

    def batch(self, epoch: int) -> list[bytes]:
        """The envelopes of one batch."""
        return split(Batches(self.store.batches).values(epoch))

    def close(self) -> None:
        """Close the open epoch, and only that."""
        epochs.close_until(self.place, self.store.epoch() + 1)

    def carry(self) -> None:
        """Show the boards that a courier brings once it has all that is closed, and what is ordered."""
        held = self.published.board()
        board = held.value if held else self.first_board((self.epochs() or [100])[0] - 1)
        self.published.put_board(board)
        for epoch in [one for one in self.epochs() if one > parse_board(board).epoch]:
            board = self.next_board(board, [object_of(one) for one in self.batch(epoch)])
            self.published.put_board(board)
        orders, given = StandingOrders(self.store.published, self.settings.instance), self.committee.orders
        if orders.count() < len(given):
            orders.put(given, self.published.current_directory().chain, TODAY)

    def first_board(self, epoch: int = 99) -> bytes:
        entries = [fresh(ENTRY) for _ in range(BOARD_ENTRIES)]
        return sign_board(first_board(self.settings.instance, epoch, entries), self.committee.board_seed)

    def next_board(self, before: bytes, objects: list[bytes]) -> bytes:
        board = next_board(before, come=fill_epoch(()), go=parse_board(before).entries[:4], objects=objects)
        return sign_board(board, self.committee.board_seed)


def post(client: FlaskClient, body: bytes, **headers: str) -> TestResponse:
    return client.post("/drop", data=body, content_type=OCTETS, headers=headers)


def _hash(document: Signed) -> bytes:
    return sha256(document.message)


def _settings(folder: Path, work_bits: int, instance: bytes, database_url: str) -> Settings:
    return Settings(
        data_dir=folder,
        site_dir=folder / "site",
        notices_dir=None,
        database_url=database_url,
        key=secrets.token_bytes(32),
        courier_token=None,
        instance=instance,
        epoch_seconds=86400,
        work_bits=work_bits,
        bind=Bind("127.0.0.1", 8001),
        courier_bind=Bind("127.0.0.1", 8003),
        address="https://line.example",
        other_address="",
        company="Northwind Paper Company",
        counsel="",
    )
