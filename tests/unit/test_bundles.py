"""What is served can be rebuilt: the bundles depend on the tree alone."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


def bundle(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["node", "deploy/bundle.mjs", *arguments]
    return subprocess.run(command, cwd=tree, check=False, capture_output=True, text=True)


def build(tree: Path, out: Path) -> dict[str, Any]:
    hashes: dict[str, Any] = json.loads(bundle(tree, "--out", str(out)).stdout)
    return hashes


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.promise("P18")
def test_two_builds_are_byte_equal_and_as_recorded(root: Path, tmp_path: Path) -> None:
    hashes = build(root, tmp_path / "one")
    build(root, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert hashes == json.loads((root / "deploy/bundles.json").read_text())


def test_every_entry_has_its_bundle(root: Path, tmp_path: Path) -> None:
    entries = {
        f"{app}-{path.name.removesuffix('.entry.js')}.js"
        for app in ("intake", "reviewer")
        for path in (root / app / "browser").glob("*.entry.js")
    }
    assert set(build(root, tmp_path)) == entries


@pytest.mark.mutant("P18")
def test_one_changed_byte_in_a_source_is_named(root: Path, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(root / "node_modules")
    (tmp_path / "deploy").mkdir()
    shutil.copy(root / "deploy/bundle.mjs", tmp_path / "deploy")
    entry = tmp_path / "intake/browser/page.entry.js"
    entry.parent.mkdir(parents=True)

    entry.write_text("console.log('1');\n")
    assert bundle(tmp_path, "--record").returncode == 0
    assert bundle(tmp_path).returncode == 0

    entry.write_text("console.log('2');\n")
    compared = bundle(tmp_path)
    assert compared.returncode == 1
    assert "intake-page.js" in compared.stderr
