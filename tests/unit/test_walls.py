"""The walls between the rooms stand in the running process and in the browser's code, not only in the linter."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

LOAD = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, sys.argv[1] + "."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print("\\n".join(sys.modules))
"""
OTHERS_OF_DEPLOY = {f"deploy.{name}" for name in ("cover", "demo", "founding", "line", "totp")}
ABSENT = {
    "crypto": {"flask", "sqlalchemy", "alembic", "httpx", "intake", "reviewer"},
    "intake": {"reviewer", "crypto.opening", "tests", *OTHERS_OF_DEPLOY},
    "reviewer": {"intake", "tests", *OTHERS_OF_DEPLOY},
    "deploy.machine": {"intake", "reviewer", "tests"},
    "deploy.backup": {"intake", "reviewer", "tests"},
    "deploy.destruction": {"intake", "reviewer", "tests"},
}
# What a room's browser code takes from elsewhere, beside primitives: fflate packs and opens the archive of evidence.
LIBRARIES: dict[str, set[str]] = {"crypto": set(), "intake": set(), "reviewer": {"fflate"}}
IMPORT = re.compile(
    r"""^import\s+(?:[\w$*{},\s]+?\bfrom\s+)?['"]([^'"]+)['"]"""
    r"""|^export\s+[\w$*{},\s]+?\bfrom\s+['"]([^'"]+)['"]"""
    r"""|\bimport\(\s*['"]([^'"]+)['"]""",
    re.MULTILINE,
)
BEYOND = re.compile(
    r"\b(?:localStorage|sessionStorage|indexedDB|caches|cookieStore|document\.cookie|serviceWorker)\b"
    r"|\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b"
    r"|\beval\(|\bnew Function\b|\bconsole\.|\bMath\.random\b"
)


def modules_of(package: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOAD, package], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def sources(text: str) -> list[str]:
    return ["".join(hit) for hit in IMPORT.findall(text)]


def scripts(root: Path, room: str) -> dict[str, str]:
    folder = root / ("crypto/js" if room == "crypto" else f"{room}/browser")
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in folder.rglob("*.js")}


@pytest.mark.parametrize("package", ABSENT)
def test_a_fresh_process_holds_nothing_of_the_other_rooms(package: str) -> None:
    assert not modules_of(package) & ABSENT[package]


@pytest.mark.parametrize("room", ["crypto", "intake", "reviewer"])
def test_browser_code_takes_from_its_own_room_and_the_protocol_alone(root: Path, room: str) -> None:
    found = scripts(root, room)
    assert found
    strangers = []
    for name, text in found.items():
        for source in sources(text):
            target = ((root / name).parent / source).resolve()
            ours = source.startswith(".") and target.is_relative_to(root)
            home = ours and target.relative_to(root).parts[0] in {room, "crypto"}
            if not (home or source.startswith("@noble/") or source in LIBRARIES[room]):
                strangers.append((name, source))
    assert not strangers


@pytest.mark.parametrize("room", ["crypto", "intake", "reviewer"])
def test_browser_code_keeps_nothing_logs_nothing_and_parses_no_html(root: Path, room: str) -> None:
    assert not [(name, hit.group()) for name, text in scripts(root, room).items() for hit in BEYOND.finditer(text)]


def test_the_reporters_pages_cannot_open_envelopes(root: Path, tmp_path: Path) -> None:
    opening = (root / "crypto/js/opening.js").read_text(encoding="utf-8")
    names = re.findall(r"^export (?:async )?function (\w+)", opening, re.MULTILINE)
    assert names
    subprocess.run(["node", "deploy/bundle.mjs", "--out", tmp_path], cwd=root, check=True, capture_output=True)
    bundles = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("intake-*.js")}
    assert bundles
    assert not [(bundle, name) for bundle, text in bundles.items() for name in names if f"function {name}(" in text]
