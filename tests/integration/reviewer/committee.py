"""People of a committee and their browsers, simulated in Python over the app's own test client, with a clock that
tests move.
"""

import base64
import functools
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from crypto import keys, member
from crypto.keys import MemberSecret
from crypto.limits import VALUE_ENVELOPES
from crypto.signatures import public_key
from crypto.strict import to_json
from deploy.founding import FoundingMember, found_line
from deploy.line import Founder
from deploy.totp import code_at
from reviewer import schema
from reviewer.app import create_app
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.settings import Settings, load
from reviewer.state import EXTENSION, State
from tests.integration.reviewer.stores import Store

ADDRESS = "https://reviewer.example"
INSTANCE = bytes(range(16))
INTAKE_SEED = bytes(31) + b"i"
EPOCH_SECONDS = 86_400
START = 1_800_000_000 - 1_800_000_000 % EPOCH_SECONDS + 600  # ten minutes into a day of 2027
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
OCTETS = "application/octet-stream"

FOUNDERS = (
    Founder(0, "Chair of the Audit Committee", "chair", "violet ladder quietly mending"),
    Founder(1, "Member of the Audit Committee", "director", "orchard lantern slowly counting"),
    Founder(2, "Counsel to the Audit Committee", "counsel", "harbour pencil gently folding"),
)


@dataclass
class MovableTime:
    """Seconds of Unix time that go on only when told to."""

    seconds: float = START

    def clock(self) -> Clock:
        return Clock(lambda: self.seconds)

    def pass_by(self, *, seconds: int = 0, minutes: int = 0, days: int = 0) -> None:
        self.seconds += seconds + 60 * minutes + 86_400 * days


def environment(folder: Path, **changes: str | None) -> dict[str, str]:
    """Settings of a reviewer in `folder`, with secrets in files of the right mode; None takes one away."""
    for name, value in (("reviewer.key", bytes(range(32, 64))), ("courier.token", b"t" * 40)):
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(value)
    (folder / "data").mkdir(exist_ok=True)
    known: dict[str, str | None] = {
        "DATA_DIR": str(folder / "data"),
        "KEY_FILE": str(folder / "reviewer.key"),
        "INSTANCE": INSTANCE.hex(),
        "EPOCH_SECONDS": str(EPOCH_SECONDS),
        "INTAKE_KEY": public_key(INTAKE_SEED).hex(),
        "INTAKE_URL": "http://127.0.0.1:8003",
        "INTAKE_PUBLIC_URL": "http://127.0.0.1:8001",
        "COURIER_TOKEN_FILE": str(folder / "courier.token"),
        "ADDRESS": ADDRESS,
        "INTAKE_ADDRESS": "https://line.example",
        "COMPANY": "Northwind Paper Company",
        **changes,
    }
    return {f"REVIEWER_{name}": value for name, value in known.items() if value is not None}


@functools.cache
def stretch(passphrase: str, login: str) -> bytes:
    """Argon2id takes a third of a second, so each passphrase is stretched once for all tests."""
    return member.stretch(passphrase, login, INSTANCE)


@dataclass
class Person:
    """Someone with a browser of their own: `client` keeps their cookies, the rest is in their head and on their
    paper.
    """

    client: FlaskClient
    time: MovableTime
    login: str = ""
    passphrase: str = field(default="", repr=False)
    totp_secret: str = field(default="", repr=False)
    secret: MemberSecret | None = field(default=None, repr=False)
    sheet_code: str = field(default="", repr=False)

    def ask(self, method: str, path: str, json: Any = None, data: bytes | None = None, **headers: str) -> TestResponse:
        sent = SAME_ORIGIN | {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = OCTETS if data is not None else None
        return self.client.open(
            path, method=method, json=json, data=data, headers=sent, base_url=ADDRESS, content_type=content_type
        )

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", path)

    def batch(self, listed: dict[str, int]) -> bytes:
        """A batch in the list, fetched as the member's page does."""
        values = range(-(-listed["envelopes"] // VALUE_ENVELOPES))
        return b"".join(self.get(f"/api/batches/{listed['epoch']}/{number}").data for number in values)

    def post(self, path: str, json: Any = None) -> TestResponse:
        return self.ask("POST", path, json={} if json is None else json)

    def code(self) -> str:
        """What the authenticator shows now."""
        return code_at(self.totp_secret, self.time.seconds)

    def verifier(self) -> str:
        return member.login_verifier(stretch(self.passphrase, self.login)).hex()

    def sign_in(self, **changes: str) -> TestResponse:
        """With the next code: the one shown before may be used up."""
        self.time.pass_by(seconds=30)
        return self.post(
            "/api/sign-in", {"login": self.login, "verifier": self.verifier(), "code": self.code(), **changes}
        )

    def unlock(self, answer: TestResponse) -> MemberSecret:
        """Unwrap the keys in the answer to a sign-in."""
        body = answer.get_json()
        wrapped, pepper = from_json(body["wrapped"]), bytes.fromhex(body["pepper"])
        root = stretch(self.passphrase, self.login)
        return keys.unpack(body["member"]["slot"], member.unwrap(wrapped, root, pepper, INSTANCE))

    def enrol(self, token: str, passphrase: str) -> TestResponse:
        """Follow an invitation: make keys, wrap them, show the first code."""
        invitation = self.post("/api/enrolment/open", {"token": token}).get_json()
        self.login, self.totp_secret, self.passphrase = invitation["login"], invitation["totp_secret"], passphrase
        self.secret, self.sheet_code = keys.generate(invitation["slot"] or 0), member.draw_sheet_code()
        answer = self.post("/api/enrolment", self.enrolment(token, bytes.fromhex(invitation["pepper"])))
        self.time.pass_by(seconds=30)
        return answer

    def enrolment(self, token: str, pepper: bytes) -> dict[str, str]:
        """The body of an enrolment."""
        assert self.secret is not None
        root, sheet = stretch(self.passphrase, self.login), member.sheet_key(self.sheet_code, INSTANCE)
        public, bundle = self.secret.public(), self.secret.pack()
        return {
            "token": token,
            "code": self.code(),
            "sign_key": self.secret.sign_key().hex(),
            "x25519": public.x25519.hex(),
            "mlkem": to_json(public.mlkem),
            "verifier": member.login_verifier(root).hex(),
            "wrapped": to_json(member.wrap(bundle, root, pepper, INSTANCE)),
            "resting": to_json(member.sheet_wrap(bundle, sheet, INSTANCE)),
            "proof": member.sheet_proof(sheet).hex(),
        }


@dataclass
class Committee:
    """A reviewer's app with its clock; `people` are members that are enrolled, each with a browser of their own."""

    settings: Settings
    time: MovableTime
    app: Flask
    database: Database
    environment: dict[str, str]
    people: tuple[Person, ...] = ()

    def stranger(self) -> Person:
        """A browser that was never here."""
        return Person(self.app.test_client(), self.time)

    def person(self, one: FoundingMember, founder: Founder) -> Person:
        return Person(
            self.app.test_client(),
            self.time,
            one.login,
            founder.passphrase,
            one.totp_secret,
            one.secret,
            one.sheet_code,
        )

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
        own: State = self.app.extensions[EXTENSION]
        own.database.close()


@dataclass(frozen=True)
class Founding:
    """One founded reviewer in `folder`, to take copies of, since founding one takes seconds."""

    store: Store
    folder: Path

    @functools.cached_property
    def empty(self) -> dict[str, str]:
        """The settings of one with its tables, and nothing in them."""
        folder = self.folder.with_name(f"{self.folder.name}-empty")
        folder.mkdir()
        made = build(environment(folder, **self.store.new()))
        made.close()
        return made.environment

    @functools.cached_property
    def done(self) -> tuple[dict[str, str], tuple[FoundingMember, ...]]:
        """The settings; chair, director and counsel, who are enrolled and have signed version 1."""
        self.folder.mkdir()
        made = build(environment(self.folder, **self.store.new()))
        enrolled = tuple(found_line(made.settings, FOUNDERS, made.time.clock()))
        made.close()
        return made.environment, enrolled


@dataclass
class Reviewers:
    """Makes reviewers for one test; they end with it."""

    founding: Founding
    made: list[Committee] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.founding.store

    def new(self, folder: Path) -> Committee:
        """A reviewer in `folder` with the tables it needs, and nobody in it."""
        return self._build(folder, self.store.copy(self.founding.empty))

    def copy(self, folder: Path) -> Committee:
        """A founded one, half a minute after the founding."""
        settings, enrolled = self.founding.done
        shutil.copytree(self.founding.folder, folder, dirs_exist_ok=True)
        made = self._build(folder, self.store.copy(settings))
        made.people = tuple(made.person(*pair) for pair in zip(enrolled, FOUNDERS, strict=True))
        made.time.pass_by(seconds=30)
        return made

    def on_disk(self, line: Committee) -> bytes:
        """All that lies on disk of the line's database."""
        return self.store.on_disk(line.environment)

    def end(self) -> None:
        for line in self.made:
            line.close()
            self.store.drop(line.environment)

    def _build(self, folder: Path, settings: dict[str, str]) -> Committee:
        self.made.append(build(environment(folder, **settings)))
        return self.made[-1]


def build(env: dict[str, str], time: MovableTime | None = None) -> Committee:
    """A reviewer with these settings, its tables up to date, on a clock of its own unless one is given."""
    settings, time = load(env), time or MovableTime()
    database = Database(settings.database_url)
    schema.upgrade(database)
    return Committee(settings, time, create_app(settings, time.clock()), database, env)


def from_json(text: str) -> bytes:
    """Bytes as the protocol writes longer ones."""
    return base64.b64decode(text)
