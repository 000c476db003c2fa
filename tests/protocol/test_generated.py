"""The vectors in the folder are those that the generator makes: nobody has edited one by hand, none is left over."""

from tests.vectors.generate import vectors
from tests.vectors.scenario import FOLDER


def test_the_folder_holds_what_the_generator_gives() -> None:
    all_made = list(vectors())
    made = {vector.path: vector.text() for vector in all_made}
    kept = {path: path.read_text() for path in FOLDER.glob("*/*.json")}
    assert len(made) == len(all_made), "two scenarios share a name"
    assert sorted(kept) == sorted(made)
    assert [path.name for path in made if kept[path] != made[path]] == []
