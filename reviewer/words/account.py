"""Words of passkeys, sessions and keys."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
