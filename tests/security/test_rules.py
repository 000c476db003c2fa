"""Each rule of deploy/semgrep/rules.yaml finds what it is for, lets go what is allowed, finds nothing in the tree."""

import json
import re
import subprocess
from pathlib import Path

import pytest

RULES = Path("deploy/semgrep/rules.yaml")
FLASK = "from flask import request\n"
TRY = "try:\n    work()\nexcept ValueError as error:\n    "
HANDLER = "def answer(error: Exception) -> str:\n    "
TEXT = "import sqlalchemy\nfrom sqlalchemy import text\n"
# By rule: where a file lies, what stands in it, and how often the rule finds something there.
CAUGHT: dict[str, list[tuple[str, str]]] = {
    "client-metadata": [
        ("intake/a.py", FLASK + "print(request.remote_addr)"),
        ("reviewer/b.py", FLASK + "who = request.access_route[0]"),
        ("reviewer/c.py", FLASK + "who = request.environ['REMOTE_ADDR']"),
        ("intake/d.py", FLASK + "who = request.headers.get('X-Forwarded-For', '')"),
        ("intake/e.py", FLASK + "who = request.headers['User-Agent']"),
        ("intake/f.py", "from flask_limiter.util import get_remote_address\nkey = get_remote_address"),
        ("intake/g.py", "from werkzeug.middleware.proxy_fix import ProxyFix\napp = ProxyFix(app)"),
    ],
    "hidden-clock": [
        ("crypto/a.py", "import time\nnow = time.time()"),
        ("intake/b.py", "from datetime import datetime, UTC\nnow = datetime.now(UTC)"),
        ("reviewer/c.py", "import datetime\nnow = datetime.datetime.utcnow()"),
        ("reviewer/d.py", "from datetime import date\ntoday = date.today()"),
        ("reviewer/e.py", "from sqlalchemy import func\ncolumn = func.now()"),
        ("intake/f.py", "from time import time\nnow = time()"),
        ("intake/g.py", "import time\nworks(clock=time.time)"),
    ],
    "hidden-clock-in-a-browser": [
        ("crypto/js/a.js", "const now = Date.now();"),
        ("intake/browser/b.js", "const now = new Date();"),
        ("reviewer/browser/c.js", "const began = performance.timeOrigin;"),
    ],
    "primitive-outside-crypto": [
        ("intake/a.py", "import hmac"),
        ("intake/b.py", "import secrets"),
        ("reviewer/c.py", "from nacl.secret import SecretBox"),
        ("reviewer/d.py", "from cryptography.hazmat.primitives.ciphers import aead"),
        ("reviewer/e.py", "import os\nkey = os.urandom(32)"),
        ("reviewer/f.py", "import random"),
        ("reviewer/g.py", "import uuid\nname = uuid.uuid4()"),
        ("intake/h.py", "from cryptography import fernet"),
        ("intake/i.py", "import nacl.secret"),
    ],
    "hash-outside-crypto": [
        ("intake/a.py", "import hashlib"),
        ("reviewer/b.py", "from hashlib import sha256"),
    ],
    "primitive-outside-crypto-js": [
        ("intake/browser/a.js", "const key = await crypto.subtle.generateKey();"),
        ("reviewer/browser/b.js", "import { sha256 } from '@noble/hashes/sha2.js';"),
        ("reviewer/browser/c.js", "const noble = await import('@noble/ciphers/chacha.js');"),
        ("reviewer/browser/d.js", "const chance = Math.random();"),
        ("intake/browser/e.js", "globalThis.crypto.subtle.digest('SHA-1', data);"),
    ],
    "html-from-text": [
        ("intake/browser/a.js", "place.innerHTML = text;"),
        ("reviewer/browser/b.js", "place.insertAdjacentHTML('beforeend', text);"),
        ("reviewer/browser/c.js", "document.write(text);"),
        ("reviewer/browser/d.js", "new Function(text)();"),
        ("crypto/js/e.js", "eval(text);"),
    ],
    "kept-in-a-browser": [
        ("intake/browser/a.js", "localStorage.setItem('phrase', words);"),
        ("intake/browser/b.js", "globalThis.sessionStorage.phrase = words;"),
        ("reviewer/browser/c.js", "const kept = indexedDB.open('keys');"),
        ("reviewer/browser/d.js", "document.cookie = 'seen=1';"),
        ("crypto/js/e.js", "console.log(key);"),
        ("intake/browser/f.js", "const kept = await caches.open('pages');"),
    ],
    "text-of-an-exception": [
        ("intake/a.py", TRY + "print(error)"),
        ("reviewer/b.py", TRY + "raise Refused(str(error)) from None"),
        ("reviewer/c.py", TRY + "return f'failed: {error}'"),
        ("intake/d.py", "import logging\nlog = logging.getLogger()\n" + TRY + "log.error('failed: %s', error)"),
        ("intake/e.py", "import logging\nlog = logging.getLogger()\n" + TRY + "log.exception('failed')"),
        ("intake/f.py", HANDLER + "return str(error)"),
        ("reviewer/g.py", HANDLER + "return f'{error!r}'"),
        ("reviewer/h.py", "import traceback\n" + TRY + "traceback.print_exc()"),
    ],
    "statement-from-text": [
        ("intake/a.py", TEXT + "connection.execute(text(f'DROP TABLE {name}'))"),
        ("reviewer/b.py", "connection.exec_driver_sql(f'SELECT * FROM member WHERE login = {login}')"),
        ("reviewer/c.py", TEXT + "connection.execute(text('DROP TABLE ' + name))"),
        ("reviewer/d.py", TEXT + "connection.execute(sqlalchemy.text('SELECT %s' % login))"),
        ("migrations/e.py", "from alembic import op\nop.execute(f'DROP TABLE {name}')"),
    ],
}
ALLOWED = [
    ("intake/allowed.py", FLASK + "kind = request.headers.get('Transfer-Encoding')\nlength = request.content_length"),
    ("intake/cli.py", "import time\nepoch = int(time.time()) // 86400"),
    ("reviewer/clock.py", "import time\nnow = time.time"),
    ("reviewer/waiting.py", "import time\ndeadline = time.monotonic() + 1\ntime.sleep(1)"),
    ("reviewer/random.py", "from crypto.entropy import fresh\ntoken = fresh(32)"),
    ("intake/site.py", "import hashlib"),
    ("intake/failures.py", TRY + "print(type(error).__name__)"),
    ("reviewer/statement.py", TEXT + "WRITER = 7\nconnection.execute(text(f'SELECT pg_advisory_xact_lock({WRITER})'))"),
    ("reviewer/bound.py", TEXT + "connection.execute(text('SELECT :who'), {'who': login})"),
    ("crypto/js/days.js", "const day = new Date(milliseconds).toISOString().slice(0, 10);"),
    ("crypto/js/bulk.js", "import { gcm } from '@noble/ciphers/aes.js';\nawait crypto.subtle.digest('SHA-256', data);"),
    ("intake/browser/dom.js", "import { sha256 } from '../../crypto/js/index.js';\nplace.textContent = text;"),
]


def place_of(rule: str, path: str) -> str:
    """Where a sample lies: rules go by folders, so that all of them share one tree."""
    return str(Path(path).with_name(f"{rule}-{Path(path).name}"))


@pytest.fixture(scope="module")
def found(root: Path, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Rule and file of all that is found in the samples."""
    tree = tmp_path_factory.mktemp("samples")
    caught = {place_of(rule, path): text for rule, samples in CAUGHT.items() for path, text in samples}
    for path, text in {**caught, **dict(ALLOWED)}.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text + "\n")
    return search(root, "--project-root", tree, tree, start=tree)


def search(root: Path, *arguments: str | Path, start: Path) -> set[tuple[str, str]]:
    done = subprocess.run([root / "run", "rules", "--json", *arguments], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert not report["errors"]
    assert report["paths"]["scanned"]
    return {
        (one["check_id"].rpartition(".")[2], str((root / one["path"]).relative_to(start))) for one in report["results"]
    }


@pytest.mark.parametrize("rule", CAUGHT)
def test_a_rule_finds_every_sample_of_what_it_forbids(found: set[tuple[str, str]], rule: str) -> None:
    places = {place_of(rule, path) for path, _ in CAUGHT[rule]}
    assert places - {path for name, path in found if name == rule} == set()


def test_what_is_allowed_is_found_by_no_rule(found: set[tuple[str, str]]) -> None:
    assert {(rule, path) for rule, path in found if path in dict(ALLOWED)} == set()


def test_every_rule_has_samples(root: Path) -> None:
    assert re.findall(r"^  - id: (.+)$", (root / RULES).read_text(), re.MULTILINE) == list(CAUGHT)


def test_every_file_that_a_rule_lets_off_is_there(root: Path) -> None:
    """A name that is gone would let off the next file that takes it."""
    named = re.findall(r"^        - /(\S+)", (root / RULES).read_text(), re.MULTILINE)
    assert named
    assert [name for name in named if not list(root.glob(name))] == []


def test_the_tree_is_clean(root: Path) -> None:
    assert search(root, "crypto", "intake", "reviewer", "migrations", start=root) == set()
