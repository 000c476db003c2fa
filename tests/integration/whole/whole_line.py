"""A whole line in one process, on one clock: the real intake, the real courier, the real reviewer, and their jobs."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from crypto.directory import CurrentDirectory, verify_directory
from crypto.sealing import filler
from deploy.backup.keys import SecondKey
from deploy.founding import found_line
from intake import courier_views
from intake.app import create_courier_app
from intake.fillers import Fillers
from intake.retention import Keeper
from intake.retention import Plan as IntakePlan
from intake.standing import StandingOrders
from reviewer import record_tree
from reviewer.backup_line import ReviewerLine
from reviewer.courier import Courier
from reviewer.intake_client import CourierDoor, FrontDoor
from reviewer.retention.job import Job, Outcome
from reviewer.settings import load
from tests.integration.backing import Vault
from tests.integration.intake_line import TOKEN, IntakeLine, post
from tests.integration.reviewer.committee import (
    FOUNDERS,
    INSTANCE,
    START,
    Committee,
    MovableTime,
    build,
    environment,
)
from tests.integration.reviewer.stores import Store

WEEK = 7 * 86_400
HOUR = 3600


class SameFillers(Fillers):
    """A year of them takes minutes to seal; to the line one is as good as another."""

    stock: ClassVar = [filler(INSTANCE) for _ in range(64)]

    def take(self, count: int) -> list[bytes]:
        return (self.stock * (count // len(self.stock) + 1))[:count]


@dataclass
class WholeLine:
    """`committee` is the reviewer; it is another one after a restore, with the same people. `length` is that of an
    epoch, in seconds.
    """

    length: int
    intake: IntakeLine
    committee: Committee
    vault: Vault
    store: Store
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._public = self.intake.client()
        self.apps = self._public.application, create_courier_app(replace(self.intake.settings, courier_token=TOKEN))
        public, courier = (httpx.WSGITransport(app=one) for one in self.apps)
        headers = {"Authorization": f"Bearer {TOKEN.decode()}"}
        inner = httpx.Client(transport=courier, base_url="http://intake", headers=headers)
        outer = httpx.Client(transport=public, base_url="http://intake")
        self._doors = CourierDoor(inner), FrontDoor(outer)

    @property
    def time(self) -> MovableTime:
        return self.committee.time

    @property
    def epoch(self) -> int:
        return int(self.time.seconds) // self.length

    def directory(self) -> CurrentDirectory:
        file = self.intake.published.directory()
        assert file is not None
        return verify_directory(file.value, today=None, fingerprint=None)

    def send(self, envelope: bytes) -> None:
        """A reporter's drop is stored."""
        answer = post(self._public, self.intake.drop(envelope))
        assert answer.data.startswith(b"stored"), answer.data

    def end_epoch(self) -> None:
        """It is over, and the intake has closed it."""
        self.time.seconds = (self.epoch + 1) * self.length + HOUR
        self.intake.close()

    def next_week(self) -> None:
        """The epoch ends; it is closed, carried, and sealed into the record's tree."""
        self.end_epoch()
        self.carry()
        with self.committee.database.write() as session:
            settings = self.committee.settings
            record_tree.seal(session, settings.instance, settings.board_seed, self.epoch - 1)

    def carry(self) -> None:
        door, front = self._doors
        settings, database = self.committee.settings, self.committee.database
        Courier(settings, database, self.time.clock(), door, front).run(self.said.append)

    def destroy_batches(self, *, catch_up: bool) -> IntakePlan:
        """The intake's job."""
        intake = self.intake
        standing = StandingOrders(intake.store.published, intake.settings.instance)
        return Keeper(intake.store, intake.published, standing, self.length).run(self.epoch, catch_up=catch_up)

    def destroy(self) -> Outcome:
        """The reviewer's job."""
        return Job(self.committee.settings, self.committee.database, self.time.clock()).run()

    def back_up(self) -> SecondKey:
        return self.vault.make(ReviewerLine(self.committee.settings), self.time.clock().today())

    def lose_the_disk(self, key: SecondKey) -> None:
        """The reviewer is restored on another one, from this backup; everybody's browser is the same."""
        lost = self.committee
        env = _environment(self.vault.root / "restored", self.intake, self.vault, self.store)
        self.vault.restore(ReviewerLine(load(env)), key)
        self.committee = build(env, lost.time)
        lost.close()
        self.store.drop(lost.environment)

    def stop(self) -> None:
        self.apps[1].extensions["store"].release()
        self.intake.stop()
        self.committee.close()
        self.store.drop(self.committee.environment)


def found_whole_line(
    folder: Path, store: Store, intake_url: str, monkeypatch: pytest.MonkeyPatch, length: int = WEEK
) -> WholeLine:
    """A founded line in `folder`, its first epoch open, the directory carried to the intake."""
    time = MovableTime(START - START % length + HOUR)
    intake = IntakeLine(
        folder / "intake",
        epoch=time.clock().epoch(length),
        directory=False,
        instance=INSTANCE,
        fillers=SameFillers(INSTANCE),
        database_url=intake_url,
    )
    intake.settings = replace(intake.settings, epoch_seconds=length)
    monkeypatch.setattr(courier_views, "_today", lambda: time.clock().today())
    vault = Vault(folder / "vault")
    committee = build(_environment(folder / "reviewer", intake, vault, store), time)
    enrolled = found_line(committee.settings, FOUNDERS, time.clock())
    committee.people = tuple(committee.person(*pair) for pair in zip(enrolled, FOUNDERS, strict=True))
    time.pass_by(seconds=30)
    line = WholeLine(length, intake, committee, vault, store)
    line.carry()
    return line


def _environment(folder: Path, intake: IntakeLine, vault: Vault, store: Store) -> dict[str, str]:
    """Of a reviewer in `folder`, with a database that nobody has used."""
    folder.mkdir()
    places = {name.removeprefix("REVIEWER_"): value for name, value in vault.settings("REVIEWER").items()}
    known = {"INTAKE_KEY": intake.settings.intake_key.hex(), "EPOCH_SECONDS": str(intake.settings.epoch_seconds)}
    return environment(folder, **known, **places, **store.new())
