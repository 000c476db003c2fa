"""The words that script on the members' pages says; they come with the page, in its language. A module for each room.

A text in braces, {like} this, is filled in by the script. Keys that end in .one and .other are chosen by number.
"""

from typing import Final

from reviewer.words import account, auditor, cases, committee, due, orders, overview, packs, retention, visits

WORDS: Final[dict[str, object]] = {
    **visits.WORDS,
    **cases.WORDS,
    **due.WORDS,
    **overview.WORDS,
    **committee.WORDS,
    **account.WORDS,
    **auditor.WORDS,
    **packs.WORDS,
    **retention.WORDS,
    **orders.WORDS,
}


def words() -> dict[str, str]:
    """Key to text, in the language of the request that is being answered."""
    return {key: str(text) for key, text in WORDS.items()}
