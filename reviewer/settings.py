"""The reviewer's settings, read once from REVIEWER_* variables.

Secrets come from files only and appear in no repr and no error text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crypto.derivation import hkdf
from crypto.limits import INSTANCE
from deploy.backup.places import NOWHERE, Places, read_places
from deploy.machine.files import open_to_others
from reviewer.database_url import problems_of
from reviewer.lifecycle.due import Terms
from reviewer.mail_settings import MailServer, is_address, parse, problems_of_url, user_of
from reviewer.terms import BadTerms, read_holidays, read_periods

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = ROOT / "deploy" / "bundles"  # where a wheel has them
BUNDLES = INSTALLED if INSTALLED.is_dir() else ROOT / "build" / "bundles"
KEY = 32
DEMO_MARK = b"DEMO"
HOURS = 24
NO_SENDER = "sealed-line@localhost"  # of digests that are only written to files
COURIER_NAMES = ("INTAKE_URL", "INTAKE_PUBLIC_URL", "COURIER_TOKEN_FILE")


class BadSettings(Exception):
    """What is wrong with the settings, all of it: one line for each variable, never a value of a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class CourierSettings:
    """What only the courier needs: the web process can be started without these, and then holds no token."""

    intake_url: str
    intake_public_url: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """One reviewer.

    `instance` has 16 bytes, `intake_key` 32; `epoch_seconds` and `session_idle_minutes` are positive.
    """

    data_dir: Path
    database_url: str = field(repr=False)
    key: bytes = field(repr=False)
    pepper_dir: Path
    bundles_dir: Path
    instance: bytes
    epoch_seconds: int
    intake_key: bytes
    address: str
    intake_address: str
    company: str
    bind: str
    session_idle_minutes: int
    terms: Terms
    mail_server: MailServer | None
    mail_from: str
    digest_hour: int
    courier: CourierSettings | None
    backup: Places = NOWHERE

    @property
    def board_seed(self) -> bytes:
        """Ed25519 seed that signs reply boards."""
        return hkdf(self.key, b"SLREV/1 board")

    @property
    def wrap_key(self) -> bytes:
        """Wraps authenticator secrets at rest."""
        return hkdf(self.key, b"SLREV/1 wrap")

    @property
    def device_key(self) -> bytes:
        """Signs device cookies."""
        return hkdf(self.key, b"SLREV/1 device")

    @property
    def recovery_key(self) -> bytes:
        """Signs the short-lived tokens of a recovery by sheet."""
        return hkdf(self.key, b"SLREV/1 recovery")


def load(env: Mapping[str, str]) -> Settings:
    """Settings from `env`. Raises BadSettings with every problem at once."""
    reader = _Reader(env)
    data_dir = reader.folder("DATA_DIR")
    settings = Settings(
        data_dir=data_dir,
        database_url=reader.database_url(data_dir),
        key=reader.key("KEY_FILE"),
        pepper_dir=Path(reader.text("PEPPER_DIR", str(data_dir / "pepper"))),
        bundles_dir=Path(reader.text("BUNDLES_DIR", str(BUNDLES))),
        instance=reader.hex("INSTANCE", INSTANCE),
        epoch_seconds=reader.number("EPOCH_SECONDS", "86400"),
        intake_key=reader.hex("INTAKE_KEY", KEY),
        address=reader.origin("ADDRESS"),
        intake_address=reader.text("INTAKE_ADDRESS"),
        company=reader.text("COMPANY"),
        bind=reader.bind("BIND", "127.0.0.1:8002"),
        session_idle_minutes=reader.number("SESSION_IDLE_MINUTES", "30"),
        terms=reader.terms("HOLIDAYS", "TERMS"),
        mail_server=reader.mail_server("SMTP_URL", "SMTP_PASSWORD_FILE"),
        mail_from=reader.mail_from("MAIL_FROM", "SMTP_URL"),
        digest_hour=reader.hour("DIGEST_HOUR", "6"),
        courier=reader.courier(),
        backup=reader.backup(data_dir),
    )
    if reader.problems:
        raise BadSettings(reader.problems)
    return settings


class _Reader:
    """Reads single values and collects what is wrong with them; what it returns then only stands in."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        value = self.env.get(f"REVIEWER_{name}") or default
        if value is None:
            self._wrong(name, "is not set")
        return value or ""

    def number(self, name: str, default: str) -> int:
        value = self.text(name, default)
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            self._wrong(name, "must be a positive whole number")
            return 1
        return int(value)

    def hex(self, name: str, length: int) -> bytes:
        value = self.text(name)
        try:
            found = bytes.fromhex(value)
        except ValueError:
            found = b""
        if value and len(found) != length:
            self._wrong(name, f"must be {2 * length} hexadecimal digits")
        return found

    def folder(self, name: str) -> Path:
        path = Path(self.text(name))
        if str(path) != "." and not path.is_dir():
            self._wrong(name, "is not a folder")
        return path

    def origin(self, name: str) -> str:
        value = self.text(name)
        parts = urlsplit(value)
        if value and (
            parts.scheme not in ("http", "https") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}"
        ):
            self._wrong(name, "must be like https://reviewer.example, without a path")
        return value

    def bind(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not (value.startswith("unix:/") or value.rpartition(":")[2].isdigit()):
            self._wrong(name, "must be HOST:PORT or unix:/PATH")
        return value

    def url(self, name: str) -> str:
        value = self.text(name)
        if value and not value.startswith(("http://", "https://", "unix:/")):
            self._wrong(name, "must be http://HOST:PORT, https://HOST or unix:/PATH")
        return value

    def backup(self, data_dir: Path) -> Places:
        return read_places(lambda name: self.text(name, ""), data_dir, self._wrong)

    def database_url(self, data_dir: Path) -> str:
        value = self.text("DATABASE_URL", f"sqlite:///{data_dir / 'reviewer.sqlite3'}")
        for problem in problems_of(value, self.env):
            self._wrong("DATABASE_URL", problem)
        return value

    def secret(self, name: str) -> bytes | None:
        """The bytes of a file that nobody but its owner may read; None when they cannot be had."""
        path = self.text(name)
        if not path:
            return None
        try:
            if open_to_others(Path(path), self.env):
                self._wrong(name, "may be read by others: chmod 600 it")
            return Path(path).read_bytes()
        except OSError:
            self._wrong(name, "names a file that cannot be read")
            return None

    def key(self, name: str) -> bytes:
        value = self.secret(name)
        if value is None:
            return b""
        if len(value) != KEY:
            self._wrong(name, f"must hold {KEY} bytes: make one with `python -m reviewer keygen FILE`")
        if value.startswith(DEMO_MARK) and self.env.get("REVIEWER_DEMO") != "1":
            self._wrong(name, "holds a demo key, which is refused outside the demo")
        return value

    def terms(self, holidays: str, periods: str) -> Terms:
        days: frozenset[str] = frozenset()
        counts: dict[str, int] = {}
        try:
            if file := self.text(holidays, ""):
                days = read_holidays(Path(file))
        except BadTerms as bad:
            self._all_wrong(holidays, bad.problems)
        try:
            counts = read_periods(self.text(periods, ""))
        except BadTerms as bad:
            self._all_wrong(periods, bad.problems)
        return Terms(days, counts)

    def mail_server(self, name: str, password_file: str) -> MailServer | None:
        url = self.text(name, "")
        problems = list(problems_of_url(url)) if url else []
        self._all_wrong(name, problems)
        given = bool(self.env.get(f"REVIEWER_{password_file}"))
        if given and not user_of(url):
            self._wrong(password_file, f"is for a server with a user: set REVIEWER_{name}")
        password = self.secret(password_file) if user_of(url) else b""
        return None if not url or problems else parse(url, (password or b"").decode("utf-8", "replace").strip())

    def mail_from(self, name: str, needed_for: str) -> str:
        value = self.text(name, None if self.env.get(f"REVIEWER_{needed_for}") else NO_SENDER)
        if value and not is_address(value):
            self._wrong(name, "must be an address like line@company.example")
        return value

    def hour(self, name: str, default: str) -> int:
        value = self.text(name, default)
        if not (value.isascii() and value.isdigit() and int(value) < HOURS):
            self._wrong(name, "must be an hour of the day, UTC, from 0 to 23")
            return 0
        return int(value)

    def courier(self) -> CourierSettings | None:
        if not any(self.env.get(f"REVIEWER_{name}") for name in COURIER_NAMES):
            return None
        url, public_url, token_file = COURIER_NAMES
        token = self.secret(token_file)
        if token is not None and not (len(token.strip()) >= KEY and token.strip().isalnum()):
            self._wrong(token_file, f"must hold at least {KEY} letters and digits")
        return CourierSettings(self.url(url), self.url(public_url), (token or b"").strip().decode("ascii", "replace"))

    def _all_wrong(self, name: str, problems: Iterable[str]) -> None:
        for problem in problems:
            self._wrong(name, problem)

    def _wrong(self, name: str, what: str) -> None:
        self.problems.append(f"REVIEWER_{name} {what}")
