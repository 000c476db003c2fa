"""docs/postgres.md, done: its commands, one after the other, set up both apps on a real server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.integration.reviewer.committee import environment
from tests.postgres import Postgres

COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
ROLE_OF_URL = re.compile(r"postgresql\+psycopg://(\w+)@/(\w+)")
DATABASES = ("intake", "reviewer")


def page(root: Path) -> str:
    return (root / "docs/postgres.md").read_text()


@pytest.fixture
def server(postgres: Postgres) -> Iterator[Postgres]:
    yield postgres
    for name in DATABASES:
        postgres.drop_database(name)


def shell(root: Path, server: Postgres, folder: Path) -> dict[str, str]:
    """An administrator's: the server's programs and its socket, python by its usual name, settings of both apps."""
    key = folder / "intake.key"
    key.touch(mode=0o600)
    key.write_bytes(bytes(range(32)))
    (folder / "intake").mkdir()
    return {
        "PATH": f"{Path(sys.executable).parent}:{server.programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(root),
        "PGHOST": str(server.folder),
        "PGUSER": "postgres",
        "INTAKE_DATA_DIR": str(folder / "intake"),
        "INTAKE_KEY_FILE": str(key),
        "INTAKE_INSTANCE": bytes(range(16)).hex(),
        "INTAKE_ADDRESS": "https://line.example",
        "INTAKE_COMPANY": "Northwind Paper Company",
    } | environment(folder)


def test_every_command_of_the_page_does_what_it_says(root: Path, server: Postgres, tmp_path: Path) -> None:
    script = "".join(COMMANDS.findall(page(root))).replace("/run/postgresql", str(server.folder))
    done = subprocess.run(
        ["/bin/sh", "-exu"], input=script, env=shell(root, server, tmp_path), cwd=root, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ran = [line for line in done.stderr.splitlines() if line.startswith("+ ") and not line.startswith("+ export")]
    assert len(ran) == len(re.findall(r"^(?:createdb|psql|python) ", script, re.MULTILINE))
    assert re.search(r"^opened epoch \d+, the first", done.stdout, re.MULTILINE)
    with server.superuser("intake") as opened:
        assert opened.execute("SELECT count(*) FROM open_epoch").fetchall() == [(1,)]


def test_the_page_finds_files_that_no_table_owns(root: Path, postgres: Postgres) -> None:
    (query,) = re.findall(r"^```sql\n(SELECT name FROM pg_ls_dir.*?)^```", page(root), re.MULTILINE | re.DOTALL)
    name = str(make_url(postgres.new_database()).database)
    with postgres.superuser(name) as opened:
        opened.execute("CREATE TABLE owned (value BYTEA)")
        assert opened.execute(query.encode()).fetchall() == []
        (folder,) = opened.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()").fetchall()[0]
        left = postgres.data_dir / "base" / folder / "99999999"
        left.write_bytes(b"left by a crash")
        assert opened.execute(query.encode()).fetchall() == [("99999999",)]
        left.unlink()
    postgres.drop_database(name)


def test_the_page_names_every_role_that_the_files_make(root: Path) -> None:
    made = {role for app in DATABASES for role in roles(root / f"deploy/postgres/{app}.sql")}
    text = page(root)
    mapped = set(re.findall(r"^sealed_line +\S+ +(\w+)$", text, re.MULTILINE)) - {"postgres"}
    listed = set(re.findall(r"^\| .* \| `(\w+)`", text, re.MULTILINE))
    assert len(made) == 13
    assert mapped == listed == made
    assert {role for role, _ in ROLE_OF_URL.findall(text)} <= made


def roles(file: Path) -> set[str]:
    return set(re.findall(r"'(\w+)'", file.read_text().partition("ARRAY[")[2].partition("]")[0]))
