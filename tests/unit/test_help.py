"""`--help` of every command says whole sentences, and how the command ends."""

import importlib
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

APPS = ("intake", "reviewer")


def groups(found: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Group]]:
    if not isinstance(found, click.Group):
        return
    yield names, found
    context = click.Context(found)
    for name in found.list_commands(context):
        inner = found.get_command(context, name)
        assert inner is not None
        yield from groups(inner, (*names, name))


def said(main: click.Command, names: tuple[str, ...]) -> str:
    done = CliRunner().invoke(main, [*names, "--help"])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


@pytest.mark.parametrize("app", APPS)
def test_no_sentence_about_a_command_is_cut_short(app: str) -> None:
    main: click.Command = importlib.import_module(f"{app}.cli").main
    found = dict(groups(main))
    assert len(found) > 3
    for names, group in found.items():
        text = said(main, names)
        assert "..." not in text.replace("[ARGS]...", ""), names
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            first = " ".join((command.help or "").split("\n\n")[0].split()).partition(". ")[0].rstrip(".")
            assert first, name
            assert first in text, (names, name)


@pytest.mark.parametrize("app", APPS)
def test_the_exit_codes_are_said(app: str) -> None:
    assert "Exit codes: 0 done, 1 " in said(importlib.import_module(f"{app}.cli").main, ())
