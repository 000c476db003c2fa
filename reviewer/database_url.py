"""What REVIEWER_DATABASE_URL may be. A password never stands in it, nor anywhere else in the environment, which other
processes of the same user can read.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from deploy.machine.files import open_to_others

SQLITE = "sqlite:///"
POSTGRES = "postgresql+psycopg://"
INSTEAD = "let the server ask for none (a unix socket and peer authentication), or name a file: ?passfile=/PATH"


def problems_of(url: str, env: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with `url`, never quoting it."""
    if url.startswith(SQLITE):
        return
    if not url.startswith(POSTGRES):
        yield f"must begin with {SQLITE} or {POSTGRES}"
        return
    try:
        yield from _problems_of_postgres(make_url(url), env)
    except (ArgumentError, ValueError):
        yield "cannot be understood"


def _problems_of_postgres(url: URL, env: Mapping[str, str]) -> Iterator[str]:
    if not url.database:
        yield "names no database"
    if url.password is not None or "password" in url.query:
        yield f"must not hold a password: {INSTEAD}"
    if "PGPASSWORD" in env:
        yield f"is accompanied by PGPASSWORD, which is refused: {INSTEAD}"
    passfile = url.query.get("passfile")
    if isinstance(passfile, str):
        yield from _problems_of_passfile(Path(passfile), env)


def _problems_of_passfile(path: Path, env: Mapping[str, str]) -> Iterator[str]:
    try:
        if open_to_others(path, env):
            yield "names a passfile that may be read by others: chmod 600 it"
    except OSError:
        yield "names a passfile that cannot be read"
