"""Words of what is due, and of the duty rota."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
