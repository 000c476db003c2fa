"""The moves between fine states as a Mermaid diagram, for docs/treatment.md: `python -m reviewer.lifecycle.diagram`."""

from collections import defaultdict

from reviewer.lifecycle.rules import KINDS, STATES


def diagram() -> str:
    """Each arrow bears the kind of entry; those that two persons must want are marked with (2)."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rule in KINDS.values():
        for before, after in rule.moves.items():
            arrows[before, after].append(f"{rule.name} (2)" if rule.action else rule.name)
    lines = [f"    {before or '[*]'} --> {after}: {', '.join(kinds)}" for (before, after), kinds in arrows.items()]
    ends = [f"    {fine} --> [*]" for fine in STATES if not any(before == fine for before, _ in arrows)]
    return "\n".join(["stateDiagram-v2", *lines, *ends])


if __name__ == "__main__":
    print(diagram())
