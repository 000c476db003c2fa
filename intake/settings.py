"""What the intake is told about itself, read once from the environment.

All problems come together, and no secret is ever shown.

Secrets come from files only: an environment is inherited by children and shown by process tools.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crypto.derivation import hkdf
from crypto.limits import MAX_BITS
from crypto.signatures import public_key
from deploy.backup.places import NOWHERE, Places, read_places
from deploy.machine.files import open_to_others

KEY_BYTES = 32
DEMO_KEY = b"DEMO"
SHORTEST_TOKEN = 32
LONGEST_EPOCH_SECONDS = 7 * 86400
SERVER = "postgresql+psycopg://"
EMPTY_PAGE = "about:blank"


class BadSettings(Exception):
    """Settings are missing or wrong; `problems` has one sentence for each, none of which holds a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Bind:
    """Where a server listens: a host and a port, or the path of a unix socket."""

    host: str = ""
    port: int = 0
    path: Path | None = None


@dataclass(frozen=True)
class Settings:
    """One line's intake. Without a `database_url` everything rests in files in `data_dir`.

    `courier_token` is None in the process that faces the public, which has no use for it.

    `leave_address` is where the quick way out leads; any other site than the empty page learns that somebody came.
    `cover_origins` are the intranet's, whose pages may hold the frame that makes cover traffic (docs/cover-traffic.md).
    """

    data_dir: Path
    site_dir: Path
    notices_dir: Path | None
    database_url: str
    key: bytes = field(repr=False)
    courier_token: bytes | None = field(repr=False)
    instance: bytes
    epoch_seconds: int
    work_bits: int
    bind: Bind
    courier_bind: Bind
    address: str
    other_address: str
    company: str
    counsel: str
    leave_address: str = EMPTY_PAGE
    cover_origins: tuple[str, ...] = ()
    backup: Places = NOWHERE

    @property
    def wrap_key(self) -> bytes:
        """The key under which the keys of epochs rest."""
        return hkdf(self.key, b"SLINT/1 wrap")

    @property
    def sign_seed(self) -> bytes:
        """The seed of the intake's signing key, which the directory names."""
        return hkdf(self.key, b"SLINT/1 sign")

    @property
    def intake_key(self) -> bytes:
        """The public half of the intake's signing key."""
        return public_key(self.sign_seed)

    @property
    def https(self) -> bool:
        return self.address.startswith("https://")


def load(env: Mapping[str, str], *, courier: bool = False) -> Settings:
    """Read the INTAKE_* settings; the courier's token only where it is asked for.

    Raises BadSettings with all problems at once.
    """
    reader = _Reader(env)
    data_dir = Path(reader.text("DATA_DIR")).absolute()
    settings = Settings(
        data_dir=data_dir,
        site_dir=Path(reader.text("SITE_DIR", str(data_dir / "site"))).absolute(),
        notices_dir=reader.folder("NOTICES_DIR"),
        database_url=reader.database_url("DATABASE_URL"),
        key=reader.key("KEY_FILE", demo=env.get("INTAKE_DEMO") == "1"),
        courier_token=reader.token("COURIER_TOKEN_FILE") if courier else None,
        instance=reader.instance("INSTANCE"),
        epoch_seconds=reader.number("EPOCH_SECONDS", 86400, 1, LONGEST_EPOCH_SECONDS),
        work_bits=reader.number("WORK_BITS", 0, 0, MAX_BITS),
        bind=reader.bind("BIND", "127.0.0.1:8001"),
        courier_bind=reader.bind("COURIER_BIND", "127.0.0.1:8003"),
        address=reader.address("ADDRESS"),
        other_address=reader.text("OTHER_ADDRESS", ""),
        company=reader.text("COMPANY"),
        counsel=reader.text("COUNSEL", ""),
        leave_address=reader.leave_address("LEAVE_ADDRESS"),
        cover_origins=reader.origins("COVER_ORIGINS"),
        backup=reader.backup(data_dir),
    )
    if reader.problems:
        raise BadSettings(reader.problems)
    return settings


class _Reader:
    """Reads settings one by one; what is wrong goes to `problems`, and a harmless value is returned in its place."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        value = self.env.get(f"INTAKE_{name}", "").strip()
        if value:
            return value
        if default is None:
            self._problem(name, "is missing")
        return default or ""

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most:
            return int(value)
        self._problem(name, f"must be a number from {least} to {most}")
        return default

    def instance(self, name: str) -> bytes:
        value = self.text(name)
        if re.fullmatch(r"[0-9a-f]{32}", value):
            return bytes.fromhex(value)
        if value:
            self._problem(name, "must be 32 lower-case hexadecimal digits")
        return bytes(16)

    def bind(self, name: str, default: str) -> Bind:
        value = self.text(name, default)
        if value.startswith("unix:/"):
            return Bind(path=Path(value.removeprefix("unix:")))
        host, _, port = value.rpartition(":")
        if host and re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536:
            return Bind(host.strip("[]"), int(port))
        self._problem(name, "must be HOST:PORT or unix:/PATH")
        return Bind()

    def address(self, name: str) -> str:
        value = self.text(name)
        if value and not re.fullmatch(r"https?://[^\s/#?]+/?", value):
            self._problem(name, "must be an address like https://line.example, without a path")
        return value.rstrip("/")

    def leave_address(self, name: str) -> str:
        value = self.text(name, EMPTY_PAGE)
        if value == EMPTY_PAGE or re.fullmatch(r"https://[^\s/#?@]+(?:/[^\s#]*)?", value):
            return value
        self._problem(name, f"must be {EMPTY_PAGE} or an address that begins with https://")
        return EMPTY_PAGE

    def origins(self, name: str) -> tuple[str, ...]:
        """Whole origins only: a wildcard would let pages of others in."""
        origins = tuple(self.text(name, "").split())
        if not all(re.fullmatch(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", one) for one in origins):
            self._problem(name, "must be origins like https://intranet.example, with spaces between them")
            return ()
        return origins

    def folder(self, name: str) -> Path | None:
        value = self.text(name, "")
        if value and not Path(value).is_dir():
            self._problem(name, "is not a folder")
        return Path(value).absolute() if value else None

    def backup(self, data_dir: Path) -> Places:
        return read_places(lambda name: self.text(name, ""), data_dir, self._problem)

    def database_url(self, name: str) -> str:
        value = self.text(name, "")
        if value and not value.startswith(SERVER):
            self._problem(name, f"must begin with {SERVER}, or be left out: then SQLite files are kept in DATA_DIR")
        elif "password" in value or ":" in urlsplit(value).netloc.rpartition("@")[0]:
            self._problem(name, "must not hold a password: use peer authentication, or passfile=FILE in the address")
            return ""
        return value

    def key(self, name: str, *, demo: bool) -> bytes:
        value = self._secret(name)
        if value is None:
            return bytes(KEY_BYTES)
        if len(value) != KEY_BYTES or len(set(value)) == 1:
            self._problem(name, f"must hold {KEY_BYTES} random bytes (make one with: sealed-line-intake keygen FILE)")
        if value.startswith(DEMO_KEY) and not demo:
            self._problem(name, "holds a demo key, which is good for a demo only")
        return value

    def token(self, name: str) -> bytes | None:
        value = self._secret(name)
        # The reviewer's rule as well: other bytes do not come through a header as they are.
        if value is not None and not (len(value.strip()) >= SHORTEST_TOKEN and value.strip().isalnum()):
            self._problem(name, f"must hold at least {SHORTEST_TOKEN} letters and digits")
        return value and value.strip()

    def _secret(self, name: str) -> bytes | None:
        path = self.text(name)
        if not path:
            return None
        try:
            loose, value = open_to_others(Path(path), self.env), Path(path).read_bytes()
        except OSError:
            self._problem(name, "names a file that cannot be read")
            return None
        if loose:
            self._problem(name, "names a file that others may read (chmod 600)")
        return value

    def _problem(self, name: str, what: str) -> None:
        self.problems.append(f"INTAKE_{name} {what}.")
