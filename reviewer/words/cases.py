"""Words of one case: its acts, its record, what is written in it."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
