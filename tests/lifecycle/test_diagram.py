"""The picture in docs/treatment.md is that of the rules."""

from pathlib import Path

from reviewer.lifecycle.diagram import diagram
from reviewer.lifecycle.rules import KINDS


def test_the_diagram_in_the_docs_is_the_one_that_the_rules_make(root: Path) -> None:
    text = (root / "docs/treatment.md").read_text(encoding="utf-8")
    assert text.count("```mermaid") == 1
    assert f"```mermaid\n{diagram()}\n```" in text


def test_the_diagram_shows_every_move_and_who_it_takes() -> None:
    lines = diagram().splitlines()
    for rule in KINDS.values():
        for before, after in rule.moves.items():
            said = f"{rule.name} (2)" if rule.action else rule.name
            assert any(
                f"{before or '[*]'} --> {after}: " in line and said in line.split(": ")[1].split(", ") for line in lines
            )
