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
    FROZEN = "frozen"
    # of a standing order
    ORDER_UNREADABLE = "order_unreadable"
    ORDER_SIGNATURE = "order_signature"
    ORDER_MOVED = "order_moved"
    ORDER_INSERTED = "order_inserted"
    ORDER_MISSING = "order_missing"
    ORDER_REWRITTEN = "order_rewritten"
    ORDER_LINK = "order_link"
    ORDER_RULE = "order_rule"
    ORDER_NOT_IN_TREE = "order_not_in_tree"
    ORDER_COLUMNS = "order_columns"
    # of a certificate
    CERTIFICATE_UNREADABLE = "certificate_unreadable"
    CERTIFICATE_SIGNATURE = "certificate_signature"
    CERTIFICATE_TWICE = "certificate_twice"
    CERTIFICATE_MISSING = "certificate_missing"
    CERTIFICATE_CASE = "certificate_case"
    CERTIFICATE_ENTRIES = "certificate_entries"
    CERTIFICATE_SEALED = "certificate_sealed"
    CERTIFICATE_APPROVAL = "certificate_approval"
    CERTIFICATE_RULES = "certificate_rules"
    CERTIFICATE_LEFT = "certificate_left"
    CERTIFICATE_NOT_IN_TREE = "certificate_not_in_tree"
    CERTIFICATE_COLUMNS = "certificate_columns"
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
    What.FROZEN: "was destroyed while {detail} kept everything",
    What.ORDER_UNREADABLE: "what lies here is no order",
    What.ORDER_SIGNATURE: "was edited, or nobody has ordered it: it is not what a member has signed",
    What.ORDER_MOVED: "is out of order: {detail} stands here",
    What.ORDER_INSERTED: "was inserted: {detail}",
    What.ORDER_MISSING: "was taken away",
    What.ORDER_REWRITTEN: "was replaced: others know another order in this place",
    What.ORDER_LINK: "does not follow the order before it",
    What.ORDER_RULE: "breaks a rule of orders: {detail}",
    What.ORDER_NOT_IN_TREE: "is older than the newest checkpoint and not in the tree: it was put in or changed later",
    What.ORDER_COLUMNS: "the table says another {detail} than the order itself",
    What.CERTIFICATE_UNREADABLE: "what lies here is no certificate",
    What.CERTIFICATE_SIGNATURE: "was edited, or is none: this line has not signed it",
    What.CERTIFICATE_TWICE: "stands there twice",
    What.CERTIFICATE_MISSING: "was taken away",
    What.CERTIFICATE_CASE: "says that case {detail} was destroyed, and it is not",
    What.CERTIFICATE_ENTRIES: "names other entries than those of case {detail}",
    What.CERTIFICATE_SEALED: "leaves out a content or a grant that was in case {detail}",
    What.CERTIFICATE_APPROVAL: "names another approval, or others who gave it, than the last entry of case {detail}",
    What.CERTIFICATE_RULES: "names rules that were not in force",
    What.CERTIFICATE_LEFT: "says that the content of case {detail} is gone, and it is not",
    What.CERTIFICATE_NOT_IN_TREE: "is older than the newest checkpoint and not in the tree: it was put in later",
    What.CERTIFICATE_COLUMNS: "the table says another {detail} than the certificate itself",
    What.LEAF_MISSING: "missing in the tree: {detail}",
    What.LEAF_TWICE: "{detail} of the tree stands there twice",
    What.LEAF_UNEXPLAINED: "{detail} of the tree belongs to nothing that is shown: what it was for is gone or replaced",
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
    """Something that is not as it was signed. `case` is hex, `sequence` that of an entry, `order` the number of one,
    `certificate` the hash of one in hex, where they can be told.
    """

    what: What
    case: str | None = None
    sequence: int | None = None
    detail: str = ""
    order: int | None = None
    certificate: str | None = None

    @property
    def sentence(self) -> str:
        """For people."""
        text = SENTENCES[self.what].format(detail=self.detail)
        return f"{self._place}: {text}" if self._place else text

    @property
    def _place(self) -> str:
        if self.order is not None:
            return f"order {self.order}"
        if self.certificate is not None:
            return f"certificate {self.certificate}"
        if self.case is None:
            return ""
        return f"case {self.case}" if self.sequence is None else f"case {self.case}, entry {self.sequence}"

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        place = {name: getattr(self, name) for name in ("case", "sequence", "order", "certificate")}
        return {"what": self.what.value, **place, "detail": self.detail, "sentence": self.sentence}


@dataclass
class Report:
    """What was looked at, and every finding. `fingerprint` and `founded` are those of the directory's newest and first
    version; `outside` counts what is newer than the newest checkpoint, which nothing but its order protects.
    """

    instance: str = ""
    fingerprint: str = ""
    founded: str = ""
    cases: int = 0
    entries: int = 0
    orders: int = 0
    certificates: int = 0
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


REPORTED = (
    *("instance", "fingerprint", "founded", "cases", "entries", "orders", "certificates", "leaves", "checkpoints"),
    *("outside", "newest"),
)
