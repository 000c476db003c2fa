"""What the operator of the intake sees of an epoch is the same whether nobody reported or twenty did."""

import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from intake import cli, epochs
from intake.box import Cell
from intake.open_file import OpenEpoch
from tests.integration.intake_line import TOKEN, IntakeLine, post

EPOCH = int(time.time()) // 86400 - 1


def surfaces(folder: Path, reports: int) -> tuple[object, ...]:
    """The words of `close`, the size of each file, and what the courier is listed, without hashes."""
    line = IntakeLine(folder, epoch=EPOCH)
    client = line.client()
    for _ in range(reports):
        post(client, line.drop())
    said = CliRunner(env=environment(line)).invoke(cli.main, ["close"])
    assert said.exit_code == 0
    sizes = {path.name: path.stat().st_size for path in line.folder.iterdir()}
    listed = line.courier().get("/courier/batches", headers={"Authorization": f"Bearer {TOKEN.decode()}"}).get_json()
    return said.output, sizes, [(one["epoch"], one["envelopes"]) for one in listed["closed"]]


def environment(line: IntakeLine) -> dict[str, str]:
    key = line.folder.parent / f"{line.folder.name}.key"
    key.touch(mode=0o600)
    key.write_bytes(line.settings.key)
    return {
        "INTAKE_DATA_DIR": str(line.folder),
        "INTAKE_KEY_FILE": str(key),
        "INTAKE_INSTANCE": line.settings.instance.hex(),
        "INTAKE_ADDRESS": line.settings.address,
        "INTAKE_COMPANY": line.settings.company,
    }


@pytest.mark.promise("P16")
def test_a_close_looks_the_same_for_no_report_and_for_twenty(tmp_path: Path) -> None:
    assert surfaces(tmp_path / "none", 0) == surfaces(tmp_path / "twenty", 20)


@pytest.mark.mutant("P16")
def test_a_close_that_counts_would_be_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epochs, "_read", _counting(epochs._read))
    assert surfaces(tmp_path / "none", 0) != surfaces(tmp_path / "twenty", 20)


def _counting(read: Callable[..., OpenEpoch]) -> Callable[..., OpenEpoch]:
    def counted(place: epochs.Place, epoch: int) -> OpenEpoch:
        found = read(place, epoch)
        click.echo(f"{found.box.states.count(Cell.TAKEN)} reports")
        return found

    return counted
