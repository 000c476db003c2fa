"""Settings are read once, all problems come together, and no secret is ever shown."""

import re
from pathlib import Path

import pytest

from deploy.machine.postgres import DEMANDED
from reviewer.settings import BadSettings, load
from tests.integration.reviewer.committee import environment
from tests.postgres import SETTINGS


def problems(env: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as caught:
        load(env)
    return caught.value.problems


def test_nothing_set_names_everything_that_is_needed() -> None:
    named = {problem.partition(" ")[0] for problem in problems({})}
    assert named == {
        f"REVIEWER_{name}"
        for name in ("DATA_DIR", "KEY_FILE", "INSTANCE", "INTAKE_KEY", "ADDRESS", "INTAKE_ADDRESS", "COMPANY")
    }


def test_no_secret_appears_in_a_repr(tmp_path: Path) -> None:
    settings = load(environment(tmp_path))
    assert settings.courier is not None
    for secret in (settings.key.hex(), repr(settings.key), settings.courier.token):
        assert secret not in repr(settings)


@pytest.mark.parametrize("name", ["reviewer.key", "courier.token"])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, name: str) -> None:
    env = environment(tmp_path)
    (tmp_path / name).chmod(0o640)
    assert len(problems(env)) == 1


def test_a_demo_key_is_refused_outside_the_demo(tmp_path: Path) -> None:
    env = environment(tmp_path)
    (tmp_path / "reviewer.key").write_bytes(b"DEMO" + bytes(28))
    (problem,) = problems(env)
    assert problem.startswith("REVIEWER_KEY_FILE holds a demo key")
    assert load(env | {"REVIEWER_DEMO": "1"}).key.startswith(b"DEMO")


@pytest.mark.parametrize("value", [b"", b"short", bytes(33)])
def test_a_key_of_another_length_is_refused(tmp_path: Path, value: bytes) -> None:
    env = environment(tmp_path)
    (tmp_path / "reviewer.key").write_bytes(value)
    assert len(problems(env)) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INSTANCE", "00"),
        ("INSTANCE", "zz" * 16),
        ("INTAKE_KEY", "00" * 31),
        ("EPOCH_SECONDS", "0"),
        ("EPOCH_SECONDS", "a day"),
        ("SESSION_IDLE_MINUTES", "-1"),
        ("ADDRESS", "reviewer.example"),
        ("ADDRESS", "https://reviewer.example/path"),
        ("BIND", "localhost"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "postgresql://reviewer@/reviewer"),
        ("DATABASE_URL", "postgresql+psycopg://reviewer@"),
        ("DATABASE_URL", "postgresql+psycopg://reviewer@localhost:x/reviewer"),
        ("DATABASE_URL", "postgresql+psycopg://reviewer@/reviewer?passfile=/nowhere"),
        ("INTAKE_URL", "ftp://x"),
        ("DATA_DIR", "/nowhere"),
    ],
)
def test_a_value_of_the_wrong_form_is_named(tmp_path: Path, name: str, value: str) -> None:
    env = environment(tmp_path, **{name: value})
    assert [one.partition(" ")[0] for one in problems(env)] == [f"REVIEWER_{name}"]


def test_the_web_process_needs_nothing_of_the_courier(tmp_path: Path) -> None:
    without = {"INTAKE_URL": None, "INTAKE_PUBLIC_URL": None, "COURIER_TOKEN_FILE": None}
    assert load(environment(tmp_path, **without)).courier is None


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("postgresql+psycopg://reviewer:secret@localhost/reviewer", {}),
        ("postgresql+psycopg://reviewer:@localhost/reviewer", {}),
        ("postgresql+psycopg://reviewer@/reviewer?password=secret", {}),
        ("postgresql+psycopg://reviewer@/reviewer", {"PGPASSWORD": "secret"}),
    ],
)
def test_a_database_s_password_in_the_environment_is_refused(tmp_path: Path, url: str, more: dict[str, str]) -> None:
    (problem,) = problems(environment(tmp_path, DATABASE_URL=url) | more)
    assert problem.startswith("REVIEWER_DATABASE_URL ")
    assert "passfile=" in problem
    assert "secret" not in problem


def test_a_passfile_is_refused_that_others_may_read(tmp_path: Path) -> None:
    passfile = tmp_path / "passfile"
    env = environment(tmp_path, DATABASE_URL=f"postgresql+psycopg://reviewer@/reviewer?passfile={passfile}")
    passfile.touch(mode=0o600)
    assert load(env).database_url
    passfile.chmod(0o640)
    assert len(problems(env)) == 1


def test_the_database_url_appears_in_no_repr(tmp_path: Path) -> None:
    env = environment(tmp_path, DATABASE_URL="postgresql+psycopg://reviewer@/reviewer?host=/run/canary")
    assert "canary" not in repr(load(env))


def test_all_that_is_demanded_of_a_server_stands_in_the_file_for_it() -> None:
    written = dict(re.findall(r"^(\w+) = (\S+)$", SETTINGS.read_text(), re.MULTILINE))
    assert DEMANDED.items() <= written.items()
