"""What is built as a wheel is a whole line: both apps run from it with nothing of the tree within reach."""

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

# Without `site` no .pth file leads back to the tree; libraries are on the path by name.
BEGIN = "import sys; sys.path[:0] = {paths!r}\n"
LOOK = """
import json
from pathlib import Path
import crypto, deploy.backup, deploy.destruction, deploy.machine, intake, migrations, reviewer
from intake.publish_commands import BUNDLES, PAGES
from intake.upgrade import MIGRATIONS
from reviewer.lifecycle.rules import RULES
from reviewer.schema import SCRIPTS
from reviewer.settings import BUNDLES as FOR_MEMBERS
assert BUNDLES == FOR_MEMBERS
print(json.dumps({
    "modules": [str(Path(next(iter(one.__path__)))) for one in (crypto, intake, migrations, reviewer)],
    "bundles": sorted(path.name for path in BUNDLES.iterdir()),
    "migrations": [len(list((one / "versions").glob("0*.py"))) for one in (MIGRATIONS, SCRIPTS)],
    "pages": len(list(PAGES.rglob("*.html*"))),
    "kinds": len(RULES["kinds"]),
    "place": str(BUNDLES),
}))
"""
UPGRADE = """
from {app}.cli import main
main(["db", "upgrade"])
"""


def build(tree: Path, into: Path) -> Path:
    """The files of a wheel of `tree`, as an installer lays them out."""
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(into), str(tree)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = into.glob("*.whl")
    with ZipFile(made) as wheel:
        wheel.extractall(into / "site")
    return into / "site"


def run(site: Path, folder: Path, code: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    paths = [str(site), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    command = [sys.executable, "-I", "-S", "-c", BEGIN.format(paths=paths) + code]
    return subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git knows of the tree, and the bundles made of it: nothing else may be needed."""
    made = tmp_path_factory.mktemp("tree")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    known = subprocess.run(listed, cwd=root, check=True, capture_output=True, text=True).stdout
    for name in filter(None, known.split("\0")):
        if (root / name).is_file() and not name.startswith(("tests/", "docs/")):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, made / name)
    out = made / "build" / "bundles"
    subprocess.run(["node", "deploy/bundle.mjs", "--out", out], cwd=root, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def site(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tree, tmp_path_factory.mktemp("wheel"))


def environment(folder: Path) -> dict[str, str]:
    for name in ("intake", "reviewer"):
        (folder / name).mkdir(mode=0o700)
        (folder / f"{name}.key").touch(mode=0o600)
        (folder / f"{name}.key").write_bytes(bytes(range(32)))
    shared = {"INSTANCE": "00112233445566778899aabbccddeeff", "COMPANY": "Northwind Paper Company"}
    return {
        **{f"{app}_{name}": value for app in ("INTAKE", "REVIEWER") for name, value in shared.items()},
        "INTAKE_DATA_DIR": str(folder / "intake"),
        "INTAKE_KEY_FILE": str(folder / "intake.key"),
        "INTAKE_ADDRESS": "https://line.example",
        "REVIEWER_DATA_DIR": str(folder / "reviewer"),
        "REVIEWER_KEY_FILE": str(folder / "reviewer.key"),
        "REVIEWER_INTAKE_KEY": "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
        "REVIEWER_INTAKE_ADDRESS": "https://line.example",
        "REVIEWER_ADDRESS": "https://committee.example",
    }


def test_a_wheel_holds_rules_migrations_pages_and_bundles(root: Path, site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, LOOK, {})
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert all(Path(one).is_relative_to(site) for one in (*found["modules"], found["place"]))
    assert found["bundles"] == sorted(json.loads((root / "deploy/bundles.json").read_text()))
    assert found["migrations"] == [
        len(list((root / "migrations" / app / "versions").glob("0*.py"))) for app in ("intake", "reviewer")
    ]
    assert found["pages"]
    assert found["kinds"]


@pytest.mark.parametrize("app", ["intake", "reviewer"])
def test_an_installed_app_makes_its_databases(site: Path, tmp_path: Path, app: str) -> None:
    done = run(site, tmp_path, UPGRADE.format(app=app), environment(tmp_path))
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / app).glob("*.sqlite3"))


def test_a_wheel_without_migrations_would_be_noticed(tree: Path, tmp_path: Path) -> None:
    less = tmp_path / "less"
    shutil.copytree(tree, less)
    project = less / "pyproject.toml"
    assert '"migrations"' in project.read_text()
    project.write_text(project.read_text().replace('"intake", "migrations", ', '"intake", '))
    done = run(build(less, tmp_path / "wheel"), tmp_path, LOOK, {})
    assert "No module named 'migrations'" in done.stderr
