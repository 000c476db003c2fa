"""What an audit can find is explained to the people who read its report."""

import re
from pathlib import Path

from reviewer.audit_findings import SENTENCES, What


def test_every_finding_is_explained_in_the_auditor_s_document(root: Path) -> None:
    rows = [line for line in (root / "docs/audit.md").read_text().splitlines() if line.startswith("| `")]
    explained = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])]
    assert sorted(explained) == sorted(What)


def test_every_finding_has_a_sentence() -> None:
    assert set(SENTENCES) == set(What)
