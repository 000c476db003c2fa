"""`retention plan` and `retention run` as an operator meets them: what they print, and how they end."""

import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crypto.strict import serialise
from deploy.backup import unheard
from intake import retention_commands
from intake.cli import main
from intake.epoch_files import BATCHES_FILE
from intake.stores import store_of
from tests.integration.intake_line import TOKEN, IntakeLine, post
from tests.integration.retaining import WEEK, stocked
from tests.security.intake_server import environment

HELD = 8


@pytest.fixture
def line(tmp_path: Path) -> Iterator[IntakeLine]:
    """Eight weeks up to now, carried; no rules yet."""
    now = int(time.time()) // WEEK
    made = IntakeLine(tmp_path / "data", **stocked() | {"epoch": now - HELD})  # type: ignore[arg-type]
    made.settings = replace(made.settings, epoch_seconds=WEEK)
    for _ in range(HELD):
        made.close()
    made.carry()
    yield made
    made.stop()


def command(line: IntakeLine, *words: str, **changes: str) -> Result:
    folder = line.folder.parent
    (folder / "keys").mkdir(exist_ok=True)
    env: Mapping[str, str | None] = {**dict.fromkeys(os.environ), **environment(folder, line, port=1), **changes}
    return CliRunner().invoke(main, ["retention", *words], env=env)


def test_the_plan_says_what_would_go_and_the_run_what_went(line: IntakeLine) -> None:
    first = line.epochs()[0]
    assert "nothing is destroyed" in command(line, "plan").stdout
    line.committee.adopt(30)
    line.carry()
    assert f"{first} to {first + 2}, 3 in all" in command(line, "plan").stdout
    done = command(line, "run")
    assert (done.exit_code, done.stdout) == (0, "destroyed         3 epochs, kept         5; due        \n")
    assert line.epochs()[0] == first + 3


def test_a_run_does_exactly_what_the_plan_that_it_names_said(line: IntakeLine) -> None:
    line.committee.adopt(30)
    line.carry()
    plan = json.loads(command(line, "plan", "--json").stdout)
    assert (plan["epochs"], plan["why"], plan["calendar"]) == (3, "due", 30)
    other = command(line, "run", "--exactly", "00" * 32)
    assert (other.exit_code, len(line.epochs())) == (1, HELD)
    assert command(line, "run", "--exactly", plan["digest"]).exit_code == 0
    assert len(line.epochs()) == HELD - 3


@pytest.mark.parametrize("what", ["orders", "board"])
def test_after_a_restore_nothing_goes_before_a_courier_has_come(line: IntakeLine, what: str) -> None:
    line.committee.adopt(30)
    line.carry()
    unheard.mark(line.folder)
    for words in (("plan",), ("run",)):
        done = command(line, *words)
        assert (done.exit_code, len(line.epochs())) == (3, HELD)
        assert "a freeze may be newer" in done.stderr
    board = line.published.board()
    assert board is not None
    body = serialise({"orders": [one.to_json() for one in line.committee.orders]}) if what == "orders" else board.value
    answer = line.courier().put(f"/courier/{what}", data=body, headers={"Authorization": f"Bearer {TOKEN.decode()}"})
    assert answer.status_code == 204
    assert command(line, "run").exit_code == 0
    assert len(line.epochs()) == HELD - 3


def test_too_much_at_once_is_for_people_to_look_at(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    line.committee.adopt(30)
    line.carry()
    monkeypatch.setattr("intake.retention.MOST_DAYS", 20)
    refused = command(line, "run")
    assert (refused.exit_code, len(line.epochs())) == (1, HELD)
    assert "--catch-up" in refused.stderr
    assert command(line, "run", "--catch-up").exit_code == 0


def test_while_somebody_else_works_it_is_to_be_tried_again(line: IntakeLine) -> None:
    with store_of(line.settings).alone():
        assert command(line, "run").exit_code == 3
    assert command(line, "run").exit_code == 0


def test_wrong_settings_and_arguments_end_with_2_and_a_missing_database_with_1(line: IntakeLine) -> None:
    assert command(line, "run", INTAKE_INSTANCE="").exit_code == 2
    assert command(line, "run", "--everything").exit_code == 2
    (line.folder / BATCHES_FILE).unlink()
    assert command(line, "run").exit_code == 1


def test_a_server_that_is_away_is_to_be_tried_again(line: IntakeLine) -> None:
    away = command(line, "run", INTAKE_DATABASE_URL="postgresql+psycopg://nobody@/nothing?host=/nowhere")
    assert away.exit_code == 3
    assert "nothing" not in away.stderr


def test_the_new_file_is_for_its_owner_alone(line: IntakeLine) -> None:
    line.committee.adopt(30)
    line.carry()
    command(line, "run")
    assert stat.S_IMODE((line.folder / BATCHES_FILE).stat().st_mode) & 0o077 == 0


def said_after(line: IntakeLine, reports: int) -> list[str]:
    """All that a run says, before rules, when something is due, when nothing is, and under a freeze."""
    client, said = line.client(), []
    for _ in range(reports):
        assert post(client, line.drop()).data.startswith(b"stored")
    for ordered in ("nothing", "rules", "rules", "a freeze"):
        if ordered == "a freeze":
            line.committee.freeze()
        elif ordered == "rules" and not line.committee.orders:
            line.committee.adopt(30)
        line.carry()
        said.append(command(line, "run").output)
    return said


@pytest.mark.promise("P16")
def test_what_a_run_says_has_one_length_and_does_not_show_whether_anything_came(line: IntakeLine) -> None:
    said = said_after(line, 3)
    assert {len(one) for one in said} == {len("destroyed         3 epochs, kept         5; due        \n")}
    assert [one.split()[1] for one in said] == ["0", "3", "0", "0"]


@pytest.mark.mutant("P16")
def test_a_run_that_counts_without_padding_would_be_caught(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention_commands, "SUMMARY", "destroyed {epochs}, kept {kept}; {why}")
    with pytest.raises(AssertionError):
        test_what_a_run_says_has_one_length_and_does_not_show_whether_anything_came(line)
