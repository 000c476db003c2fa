"""What an operator does about a code by which a database says that it failed. A code holds nothing of any row.

SQLSTATE of PostgreSQL, where the first two characters name a class, or SQLite's own name of a failure.
"""

from collections.abc import Mapping

HINTS: Mapping[str, str] = {
    "08": "the server cannot be reached, or went away: is it running?",
    "23": "a rule of the tables refused it, and nothing was written; if it happens again, run `doctor`",
    "25": "the server only lets read: is it a replica?",
    "28": "the server turned this user away: DATABASE_URL, and the server's pg_hba.conf",
    "3D": "there is no database of this name: docs/postgres.md",
    "40": "another writer was first; run it again",
    "42": "the tables are not of this version: run `db upgrade`, and then the grants of docs/postgres.md",
    "42501": "this command needs another role: docs/postgres.md says which",
    "53": "the server has no room or no connection left: free disk space, max_connections",
    "55": "something else holds what is needed; run it again",
    "57": "the server is stopping, or cut this off; run it again",
    "SQLITE_BUSY": "another command uses the file; run it again",
    "SQLITE_CANTOPEN": "the file cannot be opened: DATA_DIR, and whose it is (`doctor`)",
    "SQLITE_CORRUPT": "the file is damaged: docs/operations.md, `Lost database`",
    "SQLITE_ERROR": "the tables are not of this version: run `db upgrade`",
    "SQLITE_FULL": "the disk is full: docs/operations.md, `Disk full`",
    "SQLITE_IOERR": "the disk fails, or is full: docs/operations.md, `Disk full`",
    "SQLITE_NOTADB": "the file is no database: docs/operations.md, `Lost database`",
    "SQLITE_READONLY": "this user may not write the file: run it as the app's own user (`doctor`)",
}
UNKNOWN = "is it there, and is it running? `doctor` looks"


def code_of(error: object) -> str:
    """The code of a driver's error; "" when it has none, as where nobody answered."""
    return getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or ""


def hint(code: str) -> str:
    """One sentence: what to do, or where to look."""
    family = "_".join(code.split("_")[:2]) if code.startswith("SQLITE") else code[:2]
    return HINTS.get(code) or HINTS.get(family) or UNKNOWN
