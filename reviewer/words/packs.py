"""Words of what is put together for meetings and counsel."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
