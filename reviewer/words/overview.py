"""Words of the list of cases and the search in it."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
