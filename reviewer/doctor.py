"""What `doctor` looks at on the reviewer's host: the machine's checks, and those of its own database.

It reads no content: names of roles and days, as the operator's other commands print.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from deploy.machine.findings import Check, Finding
from deploy.machine.host import Host, checks
from deploy.machine.served import Place
from reviewer import doctor_database, doctor_jobs, doctor_people
from reviewer.database import Database
from reviewer.doctor_database import Now, reading
from reviewer.headers import policy
from reviewer.settings import Settings

SECRET_FILES = ("KEY_FILE", "COURIER_TOKEN_FILE", "SMTP_PASSWORD_FILE")


@dataclass(frozen=True)
class Asked:
    """What the command line and its surroundings say: `url` and `nginx` may be None."""

    variables: Mapping[str, str] = field(repr=False)
    url: str | None = None
    nginx: Path | None = None


def all_checks(settings: Settings, database: Database, asked: Asked, now: Now) -> list[Check]:
    """Every check of a reviewer, in the order in which they are told."""
    return [
        *checks(host_of(settings, asked)),
        Check("database", lambda: doctor_database.database(settings, database)),
        *(_of_database(look, settings, database, now) for look in (*doctor_jobs.ALL, *doctor_people.ALL)),
    ]


def _of_database(look: doctor_database.Look, settings: Settings, database: Database, now: Now) -> Check:
    def looking() -> Iterable[Finding]:
        with reading(database) as session:
            return list(look(session, settings, now))

    return Check(look.__name__, looking)


def host_of(settings: Settings, asked: Asked) -> Host:
    """This machine, as the settings describe it."""
    files = [Path(value) for name in SECRET_FILES if (value := asked.variables.get(f"REVIEWER_{name}"))]
    https = settings.address.startswith("https:")
    outer = asked.url or (settings.address if https else "")
    return Host(
        app="reviewer",
        variables=asked.variables,
        data_dir=settings.data_dir,
        secret_files=files,
        secrets=[path.read_bytes() for path in files if path.is_file()],
        private_folders=[settings.data_dir, *_elsewhere(settings)],
        inner=_inner(settings),
        outer=outer,
        clocks=[Place(outer)] * bool(outer) + _intake(settings),
        policy=lambda url: policy(https=url.startswith("https:") if url == asked.url else https),
        backup=settings.backup,
        nginx=asked.nginx,
    )


def _elsewhere(settings: Settings) -> list[Path]:
    """The peppers, where they do not lie in the data folder and there are any."""
    folder = settings.pepper_dir
    return [folder] if folder.is_dir() and not folder.is_relative_to(settings.data_dir) else []


def _inner(settings: Settings) -> Place:
    host = urlsplit(settings.address).netloc
    if settings.bind.startswith("unix:"):
        return Place("http://reviewer", Path(settings.bind.removeprefix("unix:")), host)
    return Place(f"http://{settings.bind}", None, host)


def _intake(settings: Settings) -> list[Place]:
    """The intake's public pages, whose clock is another machine's."""
    url = settings.courier.intake_public_url if settings.courier else settings.intake_address
    if url.startswith("unix:"):
        return [Place("http://intake", Path(url.removeprefix("unix:")))]
    return [Place(url)] if url.startswith("http") else []
