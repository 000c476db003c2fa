"""How a line goes on after one of its two sides was restored from a backup."""

from dataclasses import replace

import pytest

from reviewer.alarms import ChangedBatch, ForeignBoard
from reviewer.app import create_app
from reviewer.database import Database
from tests.integration.backing import Vault
from tests.integration.reviewer.backed_up import Elsewhere, line_of
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.fake_intake import FakeIntake


def lived(line: Committee, intake: FakeIntake, epochs: int) -> None:
    for _ in range(epochs):
        intake.close()
        intake.carry(line)


def test_after_the_intake_was_restored_the_courier_goes_on_from_what_was_carried(founded: Committee) -> None:
    intake = FakeIntake(founded.time)
    lived(founded, intake, 4)
    for epoch in sorted(intake.batches)[-2:]:
        intake.swap(epoch)  # closed once more, with fillers, after the backup came back
    with pytest.raises(ChangedBatch):
        intake.carry(founded)
    said: list[str] = []
    intake.courier(founded).run(said.append, restored=True)
    assert said == [f"epochs before {intake.open} are not compared any more"]
    came = intake.close()
    assert any(line.startswith(f"epoch {came}: ") for line in intake.carry(founded))


def test_what_is_carried_after_that_is_compared_again(founded: Committee) -> None:
    intake = FakeIntake(founded.time)
    lived(founded, intake, 2)
    intake.courier(founded).run(lambda line: None, restored=True)
    lived(founded, intake, 2)
    intake.swap(sorted(intake.batches)[-1])
    with pytest.raises(ChangedBatch):
        intake.carry(founded)


def test_after_the_reviewer_was_restored_the_batches_come_again_and_the_board_once_the_intake_forgot_its_own(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    intake = FakeIntake(founded.time)
    lived(founded, intake, 2)
    key = vault.make(line_of(founded.settings, vault))
    lived(founded, intake, 2)
    target = elsewhere.new(vault)
    vault.restore(target, key)
    database = Database(target.settings.database_url)
    restored = replace(
        founded, settings=target.settings, database=database, app=create_app(target.settings, founded.time.clock())
    )
    carried = intake.carry(restored)
    assert len([line for line in carried if line.startswith("epoch ")]) == 2
    intake.close()
    with pytest.raises(ForeignBoard):
        intake.carry(restored)
    intake.boards.clear()
    intake.carry(restored)
    assert len(intake.boards) == 1
    lived(restored, intake, 1)
    restored.close()
