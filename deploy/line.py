"""One whole line on this machine: its keys, its two apps as real processes, and the jobs between them.

The demo and the browser tests start a line through this module, with the commands that operations uses too;
nothing here is for production.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crypto.derivation import hkdf
from crypto.signatures import public_key
from intake.epoch_files import epochs_in

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30.0
STOP_SECONDS = 10.0
RUN_SECONDS = 120.0
CATCH_UP_SECONDS = 3_600.0
LATER = 3  # what a command ends with when it is to be tried again
CARRY_TRIES = 12
DAY_SECONDS = 86_400
# A closed laptop comes back many epochs later, and each would be closed with fillers: better to begin anew.
LONGEST_SLEEP_EPOCHS = 200
# Sealing makes up for the epochs since the last time, and a process more in every short epoch is a lot for a laptop.
SEAL_EVERY = 12


class LineError(Exception):
    """A process or a job failed. The text says which, and where its output is; `code` is that of its exit."""

    def __init__(self, text: str, code: int | None = None) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Founder:
    """A member of the founding committee: slot 0 to 7, the role shown to reporters, sign-in name and passphrase."""

    slot: int
    role: str
    login: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class Ports:
    """TCP ports on the loopback interface."""

    intake: int
    courier: int
    reviewer: int


@dataclass
class Line:
    """A line whose data live in `folder`, with epochs of `epoch_seconds`; `company` is the name on its pages."""

    folder: Path
    ports: Ports
    epoch_seconds: int
    company: str = "Northwind Paper Company"
    instance: str = field(default_factory=lambda: secrets.token_hex(16))
    epoch: int = 0
    tied: bool = False  # whether its processes end with ours, however that ends
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, repr=False)

    @property
    def intake_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.intake}"

    @property
    def reviewer_url(self) -> str:
        return f"http://localhost:{self.ports.reviewer}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of both apps. Secrets are files in the folder; here stand only their paths."""
        keys = self.folder / "keys"
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("INTAKE_", "REVIEWER_"))},
            "INTAKE_DEMO": "1",
            "INTAKE_DATA_DIR": str(self.folder / "intake"),
            "INTAKE_KEY_FILE": str(keys / "intake.key"),
            "INTAKE_INSTANCE": self.instance,
            "INTAKE_EPOCH_SECONDS": str(self.epoch_seconds),
            "INTAKE_COURIER_TOKEN_FILE": str(keys / "courier.token"),
            "INTAKE_BIND": f"127.0.0.1:{self.ports.intake}",
            "INTAKE_COURIER_BIND": f"127.0.0.1:{self.ports.courier}",
            "INTAKE_ADDRESS": self.intake_url,
            "INTAKE_COMPANY": self.company,
            "INTAKE_COUNSEL": "Counsel to the Audit Committee, 12 Harbour Street, Springfield",
            "REVIEWER_DEMO": "1",
            "REVIEWER_DATA_DIR": str(self.folder / "reviewer"),
            "REVIEWER_KEY_FILE": str(keys / "reviewer.key"),
            "REVIEWER_INSTANCE": self.instance,
            "REVIEWER_EPOCH_SECONDS": str(self.epoch_seconds),
            "REVIEWER_INTAKE_KEY": self._intake_key(),
            "REVIEWER_INTAKE_URL": f"http://127.0.0.1:{self.ports.courier}",
            "REVIEWER_INTAKE_PUBLIC_URL": self.intake_url,
            "REVIEWER_INTAKE_ADDRESS": self.intake_url,
            "REVIEWER_COURIER_TOKEN_FILE": str(keys / "courier.token"),
            "REVIEWER_BIND": f"127.0.0.1:{self.ports.reviewer}",
            "REVIEWER_ADDRESS": self.reviewer_url,
            "REVIEWER_COMPANY": self.company,
        }

    def prepare(self) -> None:
        """Make folders, demo keys and empty databases. Raises LineError when a command fails."""
        for name in ("keys", "intake", "reviewer", "logs"):
            (self.folder / name).mkdir(parents=True, mode=0o700)
        for name in ("intake.key", "reviewer.key"):
            self._write_secret(name, b"DEMO" + secrets.token_bytes(28))
        self._write_secret("courier.token", secrets.token_hex(32).encode())
        self.upgrade()

    def upgrade(self) -> None:
        """Make the databases, or bring them to this version."""
        self.run("intake", "db", "upgrade")
        self.run("reviewer", "db", "upgrade")

    def behind(self) -> int:
        """How many epochs are over that nobody has closed; 0 before the first was opened."""
        opened = epochs_in(self.folder / "intake")
        return max(0, int(time.time()) // self.epoch_seconds - opened[-1]) if opened else 0

    def catch_up(self) -> None:
        """Close all that is over, however much, before anybody serves."""
        self.run("intake", "close", "--catch-up", seconds=CATCH_UP_SECONDS)

    def check_ports(self) -> None:
        """Raise LineError when a port is taken: another line on it would answer in our place."""
        for port in (self.ports.intake, self.ports.courier, self.ports.reviewer):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError as error:
                    raise LineError(
                        f"port {port} is in use on this machine. Stop what uses it, or name others."
                    ) from error

    def start(self) -> None:
        """Start the two apps and the courier's socket; returns when all three answer."""
        self.check_ports()
        self.epoch = int(time.time()) // self.epoch_seconds
        self._spawn("intake", ["intake", "serve"], self.ports.intake)
        self._spawn("courier-socket", ["intake", "serve", "--courier"], self.ports.courier)
        self._spawn("reviewer", ["reviewer", "serve"], self.ports.reviewer)

    def open_site(self) -> None:
        """Carry the signed directory to the intake and publish its pages."""
        self.carry()
        self.run("intake", "publish")

    def close(self) -> None:
        """Close the epochs that are over."""
        self.run("intake", "close")

    def carry(self) -> None:
        """Let the courier go: batches in, boards and directory out.

        An epoch of seconds may end while it is on its way, or many when the machine stood still. Then it says "later":
        what is over is closed, and it goes again, as by timers.
        """
        for left in reversed(range(CARRY_TRIES)):
            try:
                self.run("reviewer", "courier", "--once", seconds=CATCH_UP_SECONDS)
                return
            except LineError as error:
                if error.code != LATER or not left:
                    raise
                self.close()

    def seal(self) -> None:
        """Seal the record of all cases for the epochs that are over."""
        self.run("reviewer", "audit", "seal", "--once")

    def seconds_left(self) -> float:
        """Time until the epoch that `keep_time` knows of is over; negative when it is."""
        return (self.epoch + 1) * self.epoch_seconds - time.time()

    def keep_time(self) -> None:
        """Close, carry and seal when the epoch is over, as the timers of a deployment do.

        Raises LineError after a long sleep of the machine, or when a job fails.
        """
        if self.seconds_left() > 0:
            return
        now = int(time.time()) // self.epoch_seconds
        if now - self.epoch > LONGEST_SLEEP_EPOCHS:
            raise LineError("this machine slept through many epochs. Start the line again.")
        self.epoch = now
        self.close()
        self.carry()
        if now % SEAL_EVERY == 0 or self.epoch_seconds >= DAY_SECONDS:
            self.seal()

    def run(self, *command: str, seconds: float = RUN_SECONDS) -> str:
        """Run one command of an app to its end and return what it printed. Raises LineError with its output."""
        done = self.end(*command, seconds=seconds)
        if done.returncode != 0:
            said = f"{' '.join(command[:2])} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            raise LineError(said, done.returncode)
        return done.stdout

    def end(self, *command: str, seconds: float) -> "subprocess.CompletedProcess[str]":
        """One command of an app, when it has ended, however it did."""
        return subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def stop(self) -> None:
        """End all processes, first kindly."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def check_alive(self) -> None:
        """Raise LineError when one of the processes has ended."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise LineError(f"{name} has stopped with {process.returncode}. It said:\n{self.said(name)}")

    def said(self, name: str) -> str:
        """What a process of the line has printed: nothing, when all is well."""
        return self._log(name).read_text(errors="replace")

    def _intake_key(self) -> str:
        return public_key(hkdf((self.folder / "keys" / "intake.key").read_bytes(), b"SLINT/1 sign")).hex()

    def _write_secret(self, name: str, value: bytes) -> None:
        path = self.folder / "keys" / name
        path.touch(mode=0o600)
        path.write_bytes(value)

    def _log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def _spawn(self, name: str, command: Sequence[str], port: int) -> None:
        with self._log(name).open("ab") as log:
            # A session of its own: Ctrl-C in the terminal reaches only us, and we stop the rest in order.
            self.processes[name] = subprocess.Popen(
                [*self._tie(), sys.executable, "-m", *command],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_for(name, port)

    def _tie(self) -> Sequence[str]:
        """What makes the kernel stop a process when the one that started it is gone, also after `kill -9`."""
        program = shutil.which("setpriv") if self.tied else None
        return (program, "--pdeathsig", "TERM") if program else ()

    def _wait_for(self, name: str, port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.check_alive()
            with socket.socket() as probe:
                probe.settimeout(0.5)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise LineError(
            f"{name} did not answer on port {port} within {START_SECONDS:.0f} s. It said:\n{self.said(name)}"
        )


def free_ports() -> Ports:
    """Three ports that were free a moment ago, for tests."""
    sockets = [socket.socket() for _ in range(3)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return Ports(*(one.getsockname()[1] for one in sockets))
    finally:
        for one in sockets:
            one.close()
