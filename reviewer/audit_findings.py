"""What an audit can find wrong, and the sentence for each (docs/audit.md says what they mean and what to do)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class What(StrEnum):
    """The kinds of findings."""

    # of an entry
    UNREADABLE = "unreadable"
    SIGNATURE = "signature"
    FOREIGN = "foreign"
    MOVED = "moved"
    INSERTED = "inserted"
    MISSING = "missing"
    REWRITTEN = "rewritten"
    LINK = "link"
    RULE = "rule"
    UNCLEAR = "unclear"
    NOT_IN_TREE = "not_in_tree"
    COLUMNS = "columns"
    CONTENT = "content"
    CONTENT_MISSING = "content_missing"
    CONTENT_STRAY = "content_stray"
    GRANT = "grant"
    GRANT_MISSING = "grant_missing"
    GRANT_STRAY = "grant_stray"
    # of a case
    CASE_ROW = "case_row"
    # of the tree
    LEAF_MISSING = "leaf_missing"
    LEAF_TWICE = "leaf_twice"
    LEAF_UNEXPLAINED = "leaf_unexplained"
    FILLER = "filler"
    CHECKPOINT = "checkpoint"
    CHECKPOINT_MISSING = "checkpoint_missing"
    BLOCK = "block"
    STALE = "stale"
    # of the line
    DIRECTORY = "directory"
    KEPT = "kept"
    FILE = "file"


SENTENCES = {
    What.UNREADABLE: "what lies here is no entry",
    What.SIGNATURE: "was edited: it is not what its author has signed",
    What.FOREIGN: "is an entry of another case or line",
    What.MOVED: "is out of order: {detail} stands here",
    What.INSERTED: "was inserted: {detail}",
    What.MISSING: "was taken away",
    What.REWRITTEN: "was replaced: others know another entry in this place",
    What.LINK: "does not follow the entry before it",
    What.RULE: "breaks a rule of the record: {detail}",
    What.UNCLEAR: "cannot be judged, since an entry before it is not as it was: {detail}",
    What.NOT_IN_TREE: "is older than the newest checkpoint and not in the tree: it was put in or changed later",
    What.COLUMNS: "the table says another {detail} than the entry itself",
    What.CONTENT: "its content was changed",
    What.CONTENT_MISSING: "its content was taken away",
    What.CONTENT_STRAY: "a content lies here that no entry brought",
    What.GRANT: "the grant to {detail} was changed",
    What.GRANT_MISSING: "the grant to {detail} was taken away",
    What.GRANT_STRAY: "a grant to {detail} lies here that no entry made",
    What.CASE_ROW: "the table says another {detail} than the last entry",
    What.LEAF_MISSING: "missing in the tree: {detail}",
    What.LEAF_TWICE: "{detail} of the tree stands there twice",
    What.LEAF_UNEXPLAINED: "{detail} of the tree belongs to no entry that is shown: one was taken away or replaced",
    What.FILLER: "{detail} of the tree is not the filler that it is said to be",
    What.CHECKPOINT: "the checkpoint of {detail}",
    What.CHECKPOINT_MISSING: "there is no checkpoint of {detail}",
    What.BLOCK: "up to the checkpoint of {detail} the tree grew by more or fewer leaves than its entries ask for",
    What.STALE: "{detail}",
    What.DIRECTORY: "the directory: {detail}",
    What.KEPT: "what was kept earlier is not part of this record: {detail}",
    What.FILE: "the file: {detail}",
}


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was signed. `case` is hex, `sequence` that of an entry, where they can be told."""

    what: What
    case: str | None = None
    sequence: int | None = None
    detail: str = ""

    @property
    def sentence(self) -> str:
        """For people."""
        text = SENTENCES[self.what].format(detail=self.detail)
        if self.case is None:
            return text
        place = f"case {self.case}" if self.sequence is None else f"case {self.case}, entry {self.sequence}"
        return f"{place}: {text}"

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        place = {"case": self.case, "sequence": self.sequence}
        return {"what": self.what.value, **place, "detail": self.detail, "sentence": self.sentence}


@dataclass
class Report:
    """What was looked at, and every finding. `fingerprint` and `founded` are those of the directory's newest and first
    version; `outside` counts entries that are newer than the newest checkpoint, which nothing but their order protects.
    """

    instance: str = ""
    fingerprint: str = ""
    founded: str = ""
    cases: int = 0
    entries: int = 0
    leaves: int = 0
    checkpoints: int = 0
    outside: int = 0
    newest: dict[str, Any] | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def add(self, found: Iterable[Finding]) -> None:
        """Take findings in."""
        self.findings.extend(found)

    def to_json(self) -> dict[str, Any]:
        """One object."""
        named = {name: getattr(self, name) for name in REPORTED}
        return {"good": self.good, **named, "findings": [one.to_json() for one in self.findings]}


REPORTED = ("instance", "fingerprint", "founded", "cases", "entries", "leaves", "checkpoints", "outside", "newest")
