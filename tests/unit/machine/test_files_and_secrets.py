"""What `doctor` finds in files, environments, memory and disks, and that it finds nothing where all is good."""

import os
import sqlite3
from pathlib import Path

import pytest

from deploy.machine import disk, environment, files, kernel, late, processes, server_logs, sqlite
from deploy.machine.processes import Process

SECRET = bytes(range(64, 96))
QUIET = Process(7, ("python", "-m", "intake", "serve"), {}, "0", ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / "pepper").mkdir(parents=True)
    for path in (data / "a.sqlite3", data / "pepper" / "b"):
        path.write_bytes(b"x")
        path.chmod(0o600)
    data.chmod(0o700)
    (data / "pepper").chmod(0o700)
    return data


def test_a_folder_of_its_owner_alone_is_good(folder: Path) -> None:
    assert not list(files.private_folder(folder))


@pytest.mark.parametrize(("name", "mode"), [(".", 0o750), ("pepper", 0o711), ("pepper/b", 0o640), ("a.sqlite3", 0o602)])
def test_whatever_others_may_read_or_write_in_a_folder_is_named(folder: Path, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    (found,) = files.private_folder(folder)
    assert str(folder / name) in found.found
    assert str(folder) in found.mend


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_of_its_owner_alone_is_good(folder: Path, mode: int) -> None:
    (folder / "a.sqlite3").chmod(mode)
    assert not list(files.private_file(folder / "a.sqlite3", (os.getuid(),), {}))


def test_a_secret_that_others_may_read_or_own_is_named(folder: Path) -> None:
    (folder / "a.sqlite3").chmod(0o640)
    assert [one.mend for one in files.private_file(folder / "a.sqlite3", (os.getuid(),), {})] == [
        f"chmod 600 {folder / 'a.sqlite3'}"
    ]


def test_a_credential_of_systemd_may_show_the_bit_of_its_access_list_and_no_other(folder: Path) -> None:
    handed_over = {"CREDENTIALS_DIRECTORY": str(folder)}
    for mode, good in ((0o440, True), (0o400, True), (0o460, False), (0o444, False)):
        (folder / "a.sqlite3").chmod(mode)
        assert files.open_to_others(folder / "a.sqlite3", handed_over) != good
    (folder / "a.sqlite3").chmod(0o440)
    assert files.open_to_others(folder / "a.sqlite3", {})
    assert files.open_to_others(folder / "a.sqlite3", {"CREDENTIALS_DIRECTORY": f"{folder}/pepper"})


def test_a_file_of_another_user_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = folder.stat().st_uid
    real = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        status = list(real(path))
        status[4] = owner + 1 if path.name == "b" else owner
        return os.stat_result(status)

    monkeypatch.setattr(Path, "lstat", lstat)
    (found,) = files.private_folder(folder)
    assert str(folder / "pepper" / "b") in found.found


def test_a_key_within_a_folder_that_is_copied_is_named_and_one_beside_it_is_not(folder: Path) -> None:
    inside, beside = folder / "line.key", folder.parent / "line.key"
    assert [str(inside) in one.found for one in files.apart((inside, beside), (folder,))] == [True]
    assert not list(files.apart((beside,), (folder,)))


def test_two_stores_on_one_disk_are_named(folder: Path) -> None:
    assert list(files.two_stores(folder, folder / "pepper"))
    assert not list(files.two_stores(folder, Path("/proc")))


def test_a_secret_in_a_variable_is_named_and_never_shown() -> None:
    for form in (SECRET.hex(), SECRET.decode(), f"token={SECRET.hex().upper()}"):
        (found,) = environment.secrets_in({"SOME_NAME": form}, [SECRET])
        assert "SOME_NAME" in found.found
        assert form not in f"{found.found}{found.why}{found.mend}"


def test_a_variable_named_like_a_secret_is_named_and_names_of_files_are_not() -> None:
    good = {"INTAKE_KEY_FILE": "/etc/sealed-line/intake.key", "REVIEWER_INTAKE_KEY": "ab" * 32, "PATH": "/bin"}
    assert not list(environment.secrets_in(good, [SECRET]))
    for name in ("PGPASSWORD", "REVIEWER_SMTP_PASSWORD", "INTAKE_COURIER_TOKEN"):
        assert [name in one.found for one in environment.secrets_in(good | {name: "x"}, [SECRET])] == [True]


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    made = tmp_path / "proc"
    (made / "sys/kernel").mkdir(parents=True)
    (made / "sys/kernel/core_pattern").write_text("core\n")
    (made / "swaps").write_text("Filename\tType\tSize\tUsed\tPriority\n")
    return made


def test_a_machine_without_swap_is_good(proc: Path) -> None:
    assert not list(kernel.swap(proc))


def test_swap_on_a_disk_is_named_and_swap_in_memory_or_encrypted_is_not(proc: Path, tmp_path: Path) -> None:
    uuid = tmp_path / "sys/block/dm-1/dm/uuid"
    uuid.parent.mkdir(parents=True)
    uuid.write_text("CRYPT-PLAIN-swap\n")
    lines = [f"{name} partition 100 0 -1" for name in ("/dev/sda2", "/dev/zram0", "/dev/dm-1", "/dev/dm-2")]
    (proc / "swaps").write_text("\n".join(["Filename Type Size Used Priority", *lines]))
    assert [one.found.split()[-1] for one in kernel.swap(proc, tmp_path / "sys")] == ["/dev/sda2", "/dev/dm-2"]


def test_a_process_that_may_dump_its_memory_is_named(proc: Path) -> None:
    loose = Process(9, QUIET.words, {}, "unlimited", ())
    assert not list(kernel.core_dumps([QUIET], "unlimited", proc))
    assert ["process 9" in one.found for one in kernel.core_dumps([QUIET, loose], "0", proc)] == [True]
    assert list(kernel.core_dumps([], "unlimited", proc))
    assert not list(kernel.core_dumps([], "0", proc))


def test_a_pattern_that_hands_dumps_to_a_program_is_named_whatever_the_limit(proc: Path) -> None:
    (proc / "sys/kernel/core_pattern").write_text("|/lib/systemd/systemd-coredump %P\n")
    (found,) = kernel.core_dumps([QUIET], "0", proc)
    assert "/lib/systemd/systemd-coredump" in found.found


def started(proc: Path, number: int, *words: str, environ: str = "", output: Path | None = None) -> None:
    (proc / f"{number}/fd").mkdir(parents=True)
    (proc / f"{number}/cmdline").write_bytes("\0".join(words).encode() + b"\0")
    (proc / f"{number}/environ").write_bytes(environ.encode())
    (proc / f"{number}/limits").write_text(
        "Max core file size        0                    unlimited            bytes\n"
    )
    if output:
        (proc / f"{number}/fd/1").symlink_to(output)


def test_processes_that_serve_an_app_are_found_however_they_were_started(proc: Path) -> None:
    started(proc, 1, "python3", "-m", "intake", "serve", environ="A=1\0B=2\0")
    started(proc, 2, "python3", "/opt/line/bin/sealed-line-intake", "serve", "--courier")
    started(proc, 3, "/opt/line/bin/granian", "intake.wsgi:public")
    started(proc, 4, "python3", "-m", "reviewer", "serve")
    started(proc, 5, "python3", "-m", "intake", "close")
    found = list(processes.serving("intake", proc))
    assert [one.number for one in found] == [1, 2, 3]
    assert found[0].environment == {"A": "1", "B": "2"}
    assert found[0].core_limit == "0"


def test_a_server_that_writes_nothing_is_good(proc: Path, tmp_path: Path) -> None:
    (tmp_path / "said").touch()
    started(proc, 1, "python3", "-m", "intake", "serve", output=tmp_path / "said")
    assert not list(server_logs.quiet(processes.serving("intake", proc), "intake"))


def test_each_way_in_which_a_server_logs_is_named(proc: Path, tmp_path: Path) -> None:
    (tmp_path / "said").write_text("127.0.0.1 GET /\n")
    started(proc, 1, "python3", "-m", "intake", "serve", output=tmp_path / "said")
    started(proc, 2, "granian", "--access-log", "intake.wsgi:public", environ="GRANIAN_LOG_ENABLED=true\0")
    found = [one.found for one in server_logs.quiet(processes.serving("intake", proc), "intake")]
    assert [f"process {number}" in one for number, one in zip((2, 2, 2, 1), found, strict=True)] == [True] * 4
    assert str(tmp_path / "said") in found[3]


def test_a_disk_with_room_is_good_and_one_without_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "within").mkdir()
    assert not list(disk.room([tmp_path], least=1))
    (found,) = disk.room([tmp_path, tmp_path / "within"], least=1 << 60)
    assert str(tmp_path) in found.found


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "one.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE one (two INTEGER)")
    connection.close()
    return path


def test_a_file_with_a_rollback_journal_is_good(database: Path) -> None:
    assert not list(sqlite.file(database))


def test_a_file_in_wal_mode_and_what_it_leaves_is_named(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("INSERT INTO one VALUES (1)")
    connection.commit()
    found = [one.found for one in sqlite.file(database)]
    connection.close()
    assert [name in one for name, one in zip(("WAL mode", "-wal", "-shm"), found, strict=True)] == [True] * 3


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"something else that is long enough" * 9)
    (found,) = sqlite.file(tmp_path / "one")
    assert "no SQLite file" in found.found


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("secure_delete", 0), ("synchronous", 1)])
def test_pragmas_that_keep_what_was_deleted_or_lose_what_was_answered_are_named(name: str, value: object) -> None:
    good = {"journal_mode": "truncate", "secure_delete": 1, "synchronous": 2}
    assert not list(sqlite.pragmas("one", good))
    (found,) = sqlite.pragmas("one", good | {name: value})
    assert name in found.found


def test_a_backup_of_today_is_good_and_an_old_or_missing_one_is_named(tmp_path: Path) -> None:
    assert ["no backup" in one.found for one in late.stale_backup(tmp_path, 0, "mend")] == [True]
    (tmp_path / "one").touch()
    made = (tmp_path / "one").stat().st_mtime
    assert not list(late.stale_backup(tmp_path, made + late.DAY_SECONDS, "mend"))
    assert ["3 days old" in one.found for one in late.stale_backup(tmp_path, made + 3 * late.DAY_SECONDS, "mend")] == [
        True
    ]
