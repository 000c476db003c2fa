"""docs/settings.md lists the settings that the code reads, no more and no fewer, and every word of it can be tried."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intake import settings as intake
from reviewer import settings as reviewer
from reviewer.lifecycle.rules import PERIODS

ROW = re.compile(r"^\| `((?:INTAKE|REVIEWER)_[A-Z_]+)` \| (.+) \| (.+) \| `([^`]+)` \| (.+) \|$", re.MULTILINE)
PERIOD = re.compile(r"^\| `([a-z_]+)` \| ([0-9]+)(, business)? \| ", re.MULTILINE)
BESIDE = "beside the code"
ANYTHING = "–"
Load = Callable[[Mapping[str, str]], object]


@dataclass(frozen=True)
class Setting:
    """A row of the page. `default` is None where it is needed, "" where there is none."""

    name: str
    default: str | None
    example: str
    wrong: str | None
    says: str


class Noting(dict[str, str]):
    """An environment that notes which names it is asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


def load_intake(env: Mapping[str, str]) -> object:
    return intake.load(env, courier=True)


APPS: dict[str, Load] = {"INTAKE": load_intake, "REVIEWER": reviewer.load}
CAUGHT = (intake.BadSettings, reviewer.BadSettings)


def rows(root: Path) -> list[Setting]:
    return [_setting(*found) for found in ROW.findall((root / "docs/settings.md").read_text())]


def _setting(name: str, _meaning: str, default: str, example: str, wrong: str) -> Setting:
    value, _, says = wrong.partition(": ")
    known = {"needed": None, "none": "", BESIDE: BESIDE}
    return Setting(
        name=name,
        default=known[default] if default in known else default.strip("`"),
        example=example,
        wrong=None if value in ("left out", ANYTHING) else value.strip("`"),
        says=says,
    )


@pytest.fixture
def here(root: Path, tmp_path: Path) -> dict[str, str]:
    """The examples of the page as an environment, with the files and folders that they name on this machine."""
    for name in ("etc/sealed-line/notices", "var/lib/sealed-line/intake", "var/lib/sealed-line/reviewer"):
        (tmp_path / name).mkdir(parents=True)
    for name, value in {
        "intake.key": bytes(range(32)),
        "reviewer.key": bytes(range(32)),
        "courier.token": b"t" * 32,
        "smtp.password": b"a long password",
        "holidays.txt": b"2026-12-25  # Christmas\n",
    }.items():
        file = tmp_path / "etc/sealed-line" / name
        file.touch(mode=0o600)
        file.write_bytes(value)
    return {one.name: placed(one.example, tmp_path) for one in rows(root)}


def placed(text: str, folder: Path) -> str:
    return re.sub(r"^/(etc|var)/", rf"{folder}/\1/", text)


def problems(app: str, env: Mapping[str, str]) -> list[str]:
    try:
        APPS[app](env)
    except CAUGHT as bad:
        return list(bad.problems)
    return []


def app_of(name: str) -> str:
    return name.partition("_")[0]


@pytest.mark.parametrize("app", APPS)
def test_the_page_lists_exactly_the_settings_that_the_code_reads(root: Path, here: dict[str, str], app: str) -> None:
    env = Noting(here)
    Path(here["REVIEWER_KEY_FILE"]).write_bytes(b"DEMO" + bytes(28))  # of any other it does not ask whether it may be
    APPS[app](env)
    read = {name for name in env.asked if name.startswith(app)}
    listed = [one.name for one in rows(root) if app_of(one.name) == app]
    assert len(listed) == len(set(listed))
    assert set(listed) == read
    assert env.asked - read <= {"PGPASSWORD", "CREDENTIALS_DIRECTORY"}  # refused; where systemd puts secrets


def test_nothing_else_reads_the_environment(root: Path) -> None:
    found = {(path.relative_to(root).as_posix(), use) for path in sources(root) for use in uses(path)}
    assert {use for _, use in found} == {
        "load(os.environ)",
        "load(os.environ, courier=courier)",
        "load(os.environ, courier=True)",
        "dict(os.environ)",  # doctor looks for secrets in it
    }


def sources(root: Path) -> Iterator[Path]:
    for folder in ("crypto", "intake", "reviewer"):
        yield from (root / folder).rglob("*.py")


def uses(path: Path) -> Iterator[str]:
    """Each call that is handed the environment, and each other mention of it."""
    tree = ast.parse(path.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and any(map(is_environment, node.args))]
    within = {id(one) for call in calls for one in call.args}
    yield from (ast.unparse(call).removeprefix("settings.") for call in calls)
    for node in ast.walk(tree):
        named = isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv")
        if named and id(node) not in within:
            yield ast.unparse(node)


def is_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


@pytest.mark.parametrize("app", APPS)
def test_the_examples_together_are_good_settings(here: dict[str, str], app: str) -> None:
    assert problems(app, here) == []


@pytest.mark.parametrize("app", APPS)
def test_what_is_needed_is_what_is_missed_and_nothing_else(root: Path, app: str) -> None:
    needed = {one.name for one in rows(root) if one.default is None and app_of(one.name) == app}
    assert {one.partition(" ")[0] for one in problems(app, {})} == needed


@pytest.mark.parametrize("app", APPS)
def test_what_is_left_out_is_as_if_its_default_were_set(root: Path, here: dict[str, str], app: str) -> None:
    least = {one.name: here[one.name] for one in rows(root) if one.default is None}
    folder = least[f"{app}_DATA_DIR"]
    given = {one.name: one.default for one in rows(root) if one.default and one.default != BESIDE}
    full = least | {name: value.replace("DATA_DIR", folder) for name, value in given.items() if value}
    assert len(full) > len(least)
    assert APPS[app](least) == APPS[app](full)


def test_the_example_of_a_wrong_value_is_refused_in_those_words(root: Path, here: dict[str, str]) -> None:
    tried = [one for one in rows(root) if one.says]
    for one in tried:
        env = {name: value for name, value in here.items() if name != one.name or one.wrong is not None}
        said = problems(app_of(one.name), env | ({one.name: one.wrong} if one.wrong is not None else {}))
        assert any(line.startswith(f"{one.name} {one.says}") for line in said), (one, said)
    assert len(tried) > len(rows(root)) / 2


def test_the_periods_are_those_of_the_rules(root: Path) -> None:
    listed = {code: int(days) for code, days, _ in PERIOD.findall((root / "docs/settings.md").read_text())}
    assert listed == dict(PERIODS)
