"""Words of the auditor's page."""

from typing import Final

WORDS: Final[dict[str, object]] = {}
