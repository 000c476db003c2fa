"""${message}."""

from collections.abc import Callable

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def _open() -> None:
    ${upgrades if upgrades else "pass"}


def _batches() -> None:
    pass


def _published() -> None:
    pass


STEPS: dict[str, Callable[[], None]] = {"open": _open, "batches": _batches, "published": _published}


def upgrade(kind: str) -> None:
    STEPS[kind]()
