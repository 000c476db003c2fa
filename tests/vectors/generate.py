"""Writes every vector anew, always the same: `python -m tests.vectors.generate` from the top of the tree."""

from collections.abc import Iterator

from tests.vectors.areas import AREAS
from tests.vectors.scenario import FOLDER, Vector


def vectors() -> Iterator[Vector]:
    """Every vector of every area."""
    for area in AREAS:
        yield from area.vectors()


def main() -> None:
    """Replaces the JSON files in this folder."""
    for old in FOLDER.glob("*/*.json"):
        old.unlink()
    for vector in vectors():
        vector.path.parent.mkdir(exist_ok=True)
        vector.path.write_text(vector.text())


if __name__ == "__main__":
    main()
