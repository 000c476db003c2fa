"""What destruction costs: many cases that two members have destroyed, in one run of the retention job, on SQLite."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from crypto.approval import Action, Approval, approval_body, parse_approval, sign_approval
from crypto.derivation import sha256
from crypto.document import Signed
from crypto.entropy import fresh
from crypto.entry import Entry, Granted, State, entry_hash, sign_entry
from crypto.limits import CONTENT_OVERHEAD, ENTRY_FRAMES, GRANT, ITEM
from reviewer.case_models import Case, CaseGrant, EntryContent, Item
from reviewer.case_models import Entry as StoredEntry
from reviewer.models import Base
from tests.bench.processes import Peak
from tests.integration.reviewer.committee import INSTANCE, Founding, Reviewers
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import SqliteFiles
from tests.security.intake_server import ROOT

CASES = 100_000
AT_ONCE = 1_000
CONTENT = ENTRY_FRAMES[0] + CONTENT_OVERHEAD
Rows = dict[type[Base], list[dict[str, Any]]]


def measure_purge(cases: int = CASES) -> dict[str, float]:
    """Seconds and most memory of `retention run`, from its start to its end; making the cases takes longer."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "line").mkdir()
        reviewers = Reviewers(Founding(SqliteFiles(), Path(folder) / "founding"))
        line = Retaining(reviewers.copy(Path(folder) / "line"), reviewers.store).adopt()
        for first in range(0, cases, AT_ONCE):
            _destroy_so_many(line, min(AT_ONCE, cases - first))
        reviewers.end()
        seconds, megabytes = _run(line.line.environment)
        left, certified = line.sealed_rows(), len(line.certificates())
        line.line.database.close()
    if (left, certified) != (0, cases):
        raise RuntimeError("the run did not do it all")
    return {"purge_100k_s": seconds, "purge_peak_mb": megabytes}


def _run(env: dict[str, str]) -> tuple[float, float]:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "reviewer", "retention", "run"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | env, stdout=subprocess.DEVNULL)
    peak = Peak(process.pid)
    with peak.watched():
        if process.wait():
            raise RuntimeError("the run failed")
    return time.perf_counter() - begin, peak.mb


def _destroy_so_many(line: Retaining, cases: int) -> None:
    """Cases of four entries, three readers and one item, in one transaction."""
    rows: Rows = {table: [] for table in (Case, StoredEntry, EntryContent, CaseGrant, Item)}
    for _ in range(cases):
        _add_case(line, rows)
    with line.line.database.write() as session:
        for table, values in rows.items():
            session.execute(insert(table), values)


def _add_case(line: Retaining, rows: Rows) -> None:
    chair, director, counsel = line.members
    case, day, previous = fresh(16), line.today, bytes(32)
    grants = {one.sign_key(): fresh(GRANT) for one in line.members}
    stands = (State.OPEN, State.CLOSED, State.RETAINED, State.DESTROYED)
    for sequence, state in enumerate(stands):
        content = fresh(CONTENT)
        approvals: tuple[tuple[Signed, Approval], ...] = ()
        if action := {State.CLOSED: Action.CLOSE, State.DESTROYED: Action.DESTROY}.get(state):
            body = approval_body(Approval(INSTANCE, case, action, previous, day, day + timedelta(14)))
            signed = Signed(body, tuple(sign_approval(one.sign_seed, body) for one in (director, counsel)))
            approvals = ((signed, parse_approval(signed)),)
        granted = tuple(Granted(key, None, sha256(value)) for key, value in sorted(grants.items()))
        entry = Entry(
            *(INSTANCE, case, sequence, previous, day, chair.sign_key(), 0, sha256(content), state),
            review="2026-Q1" if state is State.RETAINED else "",
            grants=granted if sequence == 0 else (),
            approvals=approvals,
        )
        document = sign_entry(entry, chair.sign_seed)
        previous, place = entry_hash(document), {"case": case.hex(), "sequence": sequence}
        text = document.serialise().decode()
        rows[StoredEntry].append(place | {"hash": previous, "day": day, "author": entry.author, "document": text})
        rows[EntryContent].append(place | {"value": content})
    at = {"case": case.hex(), "sequence": 0}
    rows[CaseGrant] += [at | {"reader": key, "number": 0, "until": None, "value": one} for key, one in grants.items()]
    rows[Item].append(at | {"id": fresh(16).hex(), "value": fresh(ITEM)})
    shown = {"state": State.DESTROYED, "hold": 0, "review": "", "key": 0, "entries": len(stands), "last": previous}
    rows[Case].append({"id": case.hex(), "opened": day} | shown)
