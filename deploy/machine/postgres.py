"""What a PostgreSQL server must be set to, and what roles there may not have.

The whole list, with the reasons, is deploy/postgres/private.conf. Without these few the server's log would show rows,
or its tables the time of each change, an answer would not be on disk, or what was destroyed would stay in its journal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from deploy.machine.findings import Finding

DEMANDED: Mapping[str, str] = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_duration": "off",
    "track_commit_timestamp": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_recycle": "off",
}
ASK_SETTINGS = "SELECT name, setting FROM pg_settings"
ASK_ROLES = (
    "SELECT rolname AS name, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls AS powerful,"
    " rolinherit AS inherits FROM pg_roles WHERE rolname LIKE :like"
)
ASK_PUBLIC = (
    "SELECT DISTINCT table_name FROM information_schema.role_table_grants"
    " WHERE grantee = 'PUBLIC' AND table_schema = 'public'"
)
WHY_ARCHIVE = "what is certified as destroyed is in the archive still, in order, and no key forgets it"
WHY_LOGS = "the server would write down rows, statements or times, or lose what was answered"


@dataclass(frozen=True)
class Role:
    name: str
    powerful: bool
    inherits: bool


def wrong(found: Mapping[str, str]) -> list[str]:
    """One line for each setting that is not as it must be."""
    return [f"{name} must be {wanted}" for name, wanted in DEMANDED.items() if found.get(name) != wanted]


def settings(found: Mapping[str, str]) -> Iterator[Finding]:
    """The same as findings; and whether the log is copied away, which an app cannot refuse but people must know of."""
    for line in wrong(found):
        yield Finding(line, WHY_LOGS, "include deploy/postgres/private.conf at the end of postgresql.conf, and restart")
    if found.get("archive_mode", "off") != "off":
        mend = "archive_mode = off, and restart; `backup` makes backups that can be forgotten"
        yield Finding("archive_mode is on: the server's log is copied away", WHY_ARCHIVE, mend)


def roles(found: Iterable[Role], expected: Iterable[str], app: str) -> Iterator[Finding]:
    """Roles that are missing, or may do more than deploy/postgres gives them."""
    known = {one.name: one for one in found}
    mend = f"psql --set ON_ERROR_STOP=1 --dbname {app} --file deploy/postgres/{app}.sql"
    why = "each process has a role that may do no more than its work"
    for name in expected:
        role = known.get(name)
        if role is None:
            yield Finding(f"there is no role {name}", why, mend)
        elif role.powerful or role.inherits:
            yield Finding(f"the role {name} may do more than its work", why, mend)


def user(name: str, expected: Iterable[str], app: str) -> Iterator[Finding]:
    """Whether the app signs in as one of its own roles."""
    if name not in expected:
        why = "this role is not bound by the grants of deploy/postgres"
        yield Finding(f"the app signs in as {name}", why, f"name one of {app}'s roles in the address: docs/postgres.md")


def open_to_all(tables: Iterable[str], app: str) -> Iterator[Finding]:
    """Tables that every role may use."""
    for table in sorted(tables):
        mend = f"psql --username {app}_owner --dbname {app} --file deploy/postgres/{app}-grants.sql"
        yield Finding(f"everybody may use the table {table}", "a role could read what is not its work", mend)
