"""All that the rules say of a case, as JSON: here, and from the browser's code under Node.js for the same cases."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reviewer.lifecycle.acts import next_moves
from reviewer.lifecycle.due import Terms, clear_part, due_list, overdue
from reviewer.lifecycle.folding import fold
from reviewer.lifecycle.state import Approval, Membership, Opened, Reader, state_json

ROOT = Path(__file__).parents[2]
Case = Mapping[str, Any]


def python_answer(case: Case) -> Any:
    """State, due days, clear part and acts of a case."""
    members = tuple(Membership(**one) for one in case["members"])
    terms = Terms(frozenset(case["terms"]["holidays"]), case["terms"]["periods"])
    state = fold(map(opened, case["entries"]), members)
    found = {
        "state": state_json(state),
        "due": [asdict(one) for one in due_list(state, terms)],
        "overdue": [asdict(one) for one in overdue(state, case["day"], terms)],
        "clear": clear_part(state, terms),
        "acts": {
            person: [asdict(act) for act in next_moves(state, members, person, case["day"])]
            for person in case["persons"]
        },
    }
    return json.loads(json.dumps(found))


def javascript_answers(cases: Sequence[Case]) -> list[Any]:
    command = ["node", "--no-warnings", "tests/js/lifecycle-answers.mjs"]
    text = json.dumps(cases)
    done = subprocess.run(command, cwd=ROOT, input=text, check=True, capture_output=True, text=True, timeout=100)
    answers: list[Any] = json.loads(done.stdout)
    return answers


def opened(entry: Mapping[str, Any]) -> Opened:
    grants = tuple(Reader(**one) for one in entry["grants"])
    approvals = tuple(Approval(one["action"], one["request"], tuple(one["signers"])) for one in entry["approvals"])
    return Opened(**{**entry, "grants": grants, "approvals": approvals})
