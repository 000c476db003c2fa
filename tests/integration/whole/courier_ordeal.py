"""A whole line whose courier is killed at random moments, and what must be true of it afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from crypto.batch import object_of
from crypto.board import parse_board
from crypto.limits import BOARD_EPOCHS
from crypto.sealing import filler
from reviewer import replies
from reviewer.models import Batch, Outbox, OutboxKind
from tests.integration.reviewer.committee import INSTANCE
from tests.integration.whole.whole_line import WholeLine

ROOT = Path(__file__).parents[3]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of an app on a port of this host."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Ordeal:
    """A line whose courier is another process. `waited` are the files that members brought for the intake."""

    def __init__(self, line: WholeLine, process: "subprocess.Popen[str]") -> None:
        self.line, self.process = line, process
        self.waited: list[bytes] = []
        self.killed = 0

    def run(self, kills: int) -> None:
        """So many kills, an epoch and a file before each; then in peace until nothing waits."""
        self._live()
        assert self._go("let") == "0"
        while self.killed < kills:
            self._live()
            said = self._go("kill")
            assert said in ("killed", "0")
            self.killed += said == "killed"
        while self._waiting():
            self.line.end_epoch()
            assert self._go("let") == "0"
        self.line.end_epoch()
        assert self._go("let") == "0"

    def check(self) -> None:
        """All epochs came as the intake closed them, the last ones are in the stored list, and no file is lost."""
        intake = self.line.intake
        batches = {epoch: b"".join(intake.batch(epoch)) for epoch in intake.epochs()}
        with self.line.committee.database.read() as session:
            rows = session.execute(select(Batch.epoch, Batch.value).order_by(Batch.epoch, Batch.number))
            held: dict[int, bytes] = {}
            for epoch, value in rows:
                held[epoch] = held.get(epoch, b"") + value
        assert held == batches
        served = intake.published.board()
        assert served is not None
        board = parse_board(served.value)
        assert (board.epoch, board.sequence) == (max(batches), len(batches))
        stored = {epoch: set(objects) for epoch, objects in board.stored}
        last = intake.epochs()[-BOARD_EPOCHS:]
        assert stored == {epoch: set(map(object_of, intake.batch(epoch))) for epoch in last}
        came = {one for epoch in intake.epochs() for one in intake.batch(epoch)}
        assert set(self.waited) <= came

    def _live(self) -> None:
        line = self.line
        with line.committee.database.write() as session:
            self.waited.append(filler(INSTANCE))
            replies.put_import(session, len(self.waited) % 3, self.waited[-1], INSTANCE, line.time.clock().today())
        line.end_epoch()

    def _waiting(self) -> bool:
        with self.line.committee.database.read() as session:
            return session.scalar(select(Outbox.id).where(Outbox.kind == OutboxKind.IMPORT).limit(1)) is not None

    def _go(self, what: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{self.line.time.seconds} {what}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def ordeal(line: WholeLine, *arguments: str) -> Iterator[Ordeal]:
    """The courier's program beside a line that is served."""
    with ExitStack() as stack:
        public, courier = (stack.enter_context(served(app)) for app in line.apps)
        addresses = {"REVIEWER_INTAKE_URL": courier, "REVIEWER_INTAKE_PUBLIC_URL": public}
        env = {**os.environ, **line.committee.environment, **addresses}
        command = [sys.executable, "-m", "tests.integration.whole.courier_killing", *arguments]
        pipe = subprocess.PIPE
        process = stack.enter_context(subprocess.Popen(command, env=env, cwd=ROOT, stdin=pipe, stdout=pipe, text=True))
        yield Ordeal(line, process)
