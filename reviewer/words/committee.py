"""Words of who is on the committee, advisers, changes of the list."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
