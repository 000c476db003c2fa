"""Where backups go: the second store is never within what it guards, nor that within it."""

from pathlib import Path

import pytest

from deploy.backup.places import Places, read_places

DATA = Path("/var/lib/line")
APART = {"BACKUP_DIR": "/var/backups/line", "BACKUP_KEYS_DIR": "/srv/keys", "BACKUP_RECIPIENT": "ab" * 32}


def read(**changes: str) -> tuple[Places, list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []
    given = APART | changes
    return read_places(lambda name: given[name], DATA, lambda name, what: wrong.append((name, what))), wrong


def test_places_that_lie_apart_are_taken() -> None:
    assert read() == (Places(Path("/var/backups/line"), Path("/srv/keys"), bytes.fromhex("ab" * 32)), [])


@pytest.mark.parametrize(
    "keys", ["/var/lib/line", "/var/lib/line/keys", "/var/lib", "/", "/var/backups/line/keys", "/var/backups"]
)
def test_a_second_store_within_data_or_backups_or_around_them_is_refused(keys: str) -> None:
    _, wrong = read(BACKUP_KEYS_DIR=keys)
    assert [name for name, _ in wrong] == ["BACKUP_KEYS_DIR"]
    assert "must lie apart" in wrong[0][1]


def test_a_key_that_is_none_is_refused_and_not_shown() -> None:
    found, wrong = read(BACKUP_RECIPIENT="cd" * 31)
    assert found.recipient == b""
    assert [name for name, _ in wrong] == ["BACKUP_RECIPIENT"]
    assert "cd" not in wrong[0][1]
