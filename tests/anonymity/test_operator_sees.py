"""What the operator of the intake sees of an epoch is the same whether nobody reported or twenty did."""

import time

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import Connection

from crypto.limits import CELLS
from crypto.sealing import filler
from intake import cli, epoch_rows, epochs
from intake.epoch_keys import EpochKeys
from intake.fillers import Fillers
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import TOKEN, IntakeLine, post

EPOCH = int(time.time()) // 86400 - 1


def surfaces(line: IntakeLine, reports: int) -> tuple[object, ...]:
    """The words of `close`, the size of all that rests, and what the courier is listed, without hashes."""
    client = line.client()
    for _ in range(reports):
        post(client, line.drop())
    said = CliRunner(env=environment(line)).invoke(cli.main, ["close"])
    assert said.exit_code == 0
    listed = line.courier().get("/courier/batches", headers={"Authorization": f"Bearer {TOKEN.decode()}"}).get_json()
    return said.output, line.sizes(), [(one["epoch"], one["envelopes"]) for one in listed["closed"]]


def environment(line: IntakeLine) -> dict[str, str]:
    key = line.folder.parent / f"{line.folder.name}.key"
    key.touch(mode=0o600)
    key.write_bytes(line.settings.key)
    return {
        "INTAKE_DATA_DIR": str(line.folder),
        "INTAKE_DATABASE_URL": line.settings.database_url,
        "INTAKE_KEY_FILE": str(key),
        "INTAKE_INSTANCE": line.settings.instance.hex(),
        "INTAKE_ADDRESS": line.settings.address,
        "INTAKE_COMPANY": line.settings.company,
    }


@pytest.mark.promise("P16")
def test_a_close_looks_the_same_for_no_report_and_for_twenty(make_line: MakeLine) -> None:
    assert surfaces(make_line(epoch=EPOCH), 0) == surfaces(make_line(epoch=EPOCH), 20)


@pytest.mark.mutant("P16")
def test_a_close_that_counts_would_be_caught(make_line: MakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = epoch_rows.gather

    def gather_and_count(connection: Connection, keys: EpochKeys) -> tuple[frozenset[bytes], int]:
        envelopes, pages = real(connection, keys)
        click.echo(f"{len(envelopes)} reports")
        return envelopes, pages

    monkeypatch.setattr(epoch_rows, "gather", gather_and_count)
    assert surfaces(make_line(epoch=EPOCH), 0) != surfaces(make_line(epoch=EPOCH), 20)


def fillers_made(line: IntakeLine, reports: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many fillers a close makes after so many reports, which two processes took if there can be two."""
    clients, made = [line.client()], 0
    if line.settings.database_url:
        clients.append(line.client())
    for number in range(reports):
        post(clients[number % len(clients)], line.drop())

    def counted(instance: bytes) -> bytes:
        nonlocal made
        made += 1
        return filler(instance)

    with monkeypatch.context() as patch:
        patch.setattr("intake.fillers.filler", counted)
        line.close()
    return made


@pytest.mark.promise("P16")
def test_a_close_does_the_same_work_for_no_report_and_for_twenty(
    make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fillers_made(make_line(), 0, monkeypatch) == fillers_made(make_line(), 20, monkeypatch)


@pytest.mark.mutant("P16")
def test_making_only_the_fillers_that_are_missing_would_be_caught(
    make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_missing(envelopes: frozenset[bytes], pages: int, _: object, more: Fillers) -> list[bytes]:
        return [*envelopes, *more.take(pages * CELLS - len(envelopes))]

    monkeypatch.setattr(epochs, "fill", only_missing)
    assert fillers_made(make_line(), 0, monkeypatch) != fillers_made(make_line(), 20, monkeypatch)
