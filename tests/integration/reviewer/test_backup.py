"""A backup of the reviewer comes back as it was, and only with both keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.backing import Vault
from tests.integration.reviewer.backed_up import Elsewhere, count, line_of, peppers, rows
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.record_line import RecordLine
from tests.integration.reviewer.stores import Store


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture
def elsewhere(store: Store, tmp_path: Path) -> Iterator[Elsewhere]:
    made = Elsewhere(store, tmp_path)
    yield made
    made.end()


def test_what_comes_back_is_what_was_there_but_nobody_is_signed_in(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    RecordLine(founded).live()
    founded.people[0].sign_in()
    assert count(founded.settings, "session") == 1
    key = vault.make(line_of(founded.settings, vault))
    target = elsewhere.new(vault)
    vault.restore(target, key)
    assert rows(target.settings) == rows(founded.settings)
    assert peppers(target.settings) == peppers(founded.settings)
    assert count(target.settings, "session") == 0
