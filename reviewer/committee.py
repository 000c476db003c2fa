"""Who is on the committee, as the stored directory says."""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory, verify_directory
from reviewer.models import StoredDirectory

KEPT_FILES = 4


def current(session: Session) -> CurrentDirectory | None:
    """The directory with all its versions; None before the founding. Raises ProtocolError if the stored one is none."""
    newest = select(StoredDirectory.value).order_by(StoredDirectory.version.desc()).limit(1)
    file = session.scalar(newest)
    return None if file is None else _checked(file)


def names(session: Session, sign_key: bytes) -> bool:
    """Whether the current version names this key. Before the founding every member is one to be."""
    directory = current(session)
    return directory is None or any(one.sign == sign_key for one in directory.current.members)


def sign_keys(session: Session) -> frozenset[bytes]:
    """The keys that the current version names; none before the founding."""
    directory = current(session)
    return frozenset(one.sign for one in directory.current.members) if directory else frozenset()


def slots(session: Session) -> frozenset[int]:
    """The slots that the current version names; none before the founding."""
    directory = current(session)
    return frozenset(one.slot for one in directory.current.members) if directory else frozenset()


@lru_cache(maxsize=KEPT_FILES)
def _checked(file: bytes) -> CurrentDirectory:
    """Checked again at each start, and not at each request."""
    return verify_directory(file, today=None, fingerprint=None)
