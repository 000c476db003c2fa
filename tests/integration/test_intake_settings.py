"""Settings: all problems at once, secrets from private files alone and never shown."""

from pathlib import Path

import pytest

from intake.settings import BadSettings, Bind, load

SECRET = bytes(range(100, 132))


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    private(tmp_path / "key", SECRET)
    private(tmp_path / "token", b"courierXtokenXofXfortyXcharactersX012345\n")
    return {
        "INTAKE_DATA_DIR": str(tmp_path),
        "INTAKE_KEY_FILE": str(tmp_path / "key"),
        "INTAKE_COURIER_TOKEN_FILE": str(tmp_path / "token"),
        "INTAKE_INSTANCE": "00" * 15 + "ff",
        "INTAKE_ADDRESS": "https://line.example/",
        "INTAKE_COMPANY": "Northwind",
    }


def private(path: Path, value: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(value)


def problems(env: dict[str, str], *, courier: bool = False) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as raised:
        load(env, courier=courier)
    return raised.value.problems


def test_what_is_left_out_has_a_sane_value(env: dict[str, str], tmp_path: Path) -> None:
    settings = load(env)
    assert settings.epoch_seconds == 86400
    assert settings.work_bits == 0
    assert settings.bind == Bind("127.0.0.1", 8001)
    assert settings.site_dir == tmp_path / "site"
    assert settings.address == "https://line.example"
    assert settings.leave_address == "about:blank"


def test_all_problems_come_at_once() -> None:
    found = problems(
        {"INTAKE_EPOCH_SECONDS": "soon", "INTAKE_BIND": "nowhere", "INTAKE_DATABASE_URL": "postgresql://x"}
    )
    for name in ("DATA_DIR", "KEY_FILE", "INSTANCE", "ADDRESS", "COMPANY", "EPOCH_SECONDS", "BIND", "DATABASE_URL"):
        assert any(problem.startswith(f"INTAKE_{name} ") for problem in found)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://u:secret@h/d", "postgresql+psycopg:///d?password=secret", "sqlite:///x"]
)
def test_a_database_is_named_without_a_password(env: dict[str, str], url: str) -> None:
    found = problems({**env, "INTAKE_DATABASE_URL": url})
    assert len(found) == 1
    assert found[0].startswith("INTAKE_DATABASE_URL ")
    assert "secret" not in found[0]


def test_a_server_is_named_by_its_socket(env: dict[str, str]) -> None:
    url = "postgresql+psycopg://intake@/sealed_line_intake?host=/run/postgresql"
    assert load({**env, "INTAKE_DATABASE_URL": url}).database_url == url


def test_no_secret_is_shown(env: dict[str, str]) -> None:
    settings = load(env, courier=True)
    assert settings.key == SECRET
    assert settings.courier_token == b"courierXtokenXofXfortyXcharactersX012345"
    for text in (repr(settings), str(settings)):
        assert repr(SECRET)[2:10] not in text
        assert "courierXtoken" not in text


def test_the_public_process_does_not_read_the_couriers_token(env: dict[str, str]) -> None:
    del env["INTAKE_COURIER_TOKEN_FILE"]
    assert load(env).courier_token is None
    assert len(problems(env, courier=True)) == 1


@pytest.mark.parametrize(
    ("name", "value", "mode"),
    [
        ("key", SECRET, 0o640),
        ("key", SECRET, 0o604),
        ("key", SECRET[1:], 0o600),
        ("key", bytes(32), 0o600),
        ("key", b"DEMO" + SECRET[4:], 0o600),
        ("token", b"short", 0o600),
        ("token", b"a token of other than letters and digits", 0o600),
        ("token", b"courierXtokenXofXfortyXcharactersX012345", 0o644),
    ],
)
def test_a_secret_that_is_open_short_or_made_for_a_demo_is_refused(
    env: dict[str, str], tmp_path: Path, name: str, value: bytes, mode: int
) -> None:
    (tmp_path / name).write_bytes(value)
    (tmp_path / name).chmod(mode)
    found = problems(env, courier=True)
    assert len(found) == 1
    assert value.decode("latin-1") not in found[0]


def test_a_demo_may_use_a_demo_key(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"DEMO" + SECRET[4:])
    assert load(env | {"INTAKE_DEMO": "1"}).key.startswith(b"DEMO")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INSTANCE", "FF" * 16),
        ("INSTANCE", "ff"),
        ("EPOCH_SECONDS", "0"),
        ("WORK_BITS", "23"),
        ("BIND", "127.0.0.1:99999"),
        ("ADDRESS", "https://line.example/path"),
        ("ADDRESS", "line.example"),
        ("LEAVE_ADDRESS", "http://weather.example"),
        ("LEAVE_ADDRESS", "javascript:alert(1)"),
        ("LEAVE_ADDRESS", "https://user@weather.example/"),
        ("NOTICES_DIR", "/nowhere/at/all"),
    ],
)
def test_a_wrong_value_is_named(env: dict[str, str], name: str, value: str) -> None:
    assert problems(env | {f"INTAKE_{name}": value})[0].startswith(f"INTAKE_{name} ")


def test_the_way_out_may_lead_elsewhere(env: dict[str, str]) -> None:
    elsewhere = "https://weather.example/today?city=springfield"
    assert load(env | {"INTAKE_LEAVE_ADDRESS": elsewhere}).leave_address == elsewhere


def test_a_unix_socket_may_be_named(env: dict[str, str]) -> None:
    assert load(env | {"INTAKE_BIND": "unix:/run/line.sock"}).bind == Bind(path=Path("/run/line.sock"))
