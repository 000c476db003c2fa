"""The daily digest: to whom it goes, what it says, how it is handed over."""

import stat
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crypto.limits import ROLE_CHARACTERS
from reviewer import cli, committee, digest, digest_commands
from reviewer.digest import ALERT, CALM, SUBJECT, TEXT_BYTES, Recipient
from reviewer.digest_commands import PAUSES
from reviewer.models import BatchState
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.mail_server import MailServer, serving
from tests.integration.reviewer.test_commands import worked_once

ADDRESSES = {"chair": "c@company.example", "director": "the.director.of.something@company.example"}
SENDER = "line@company.example"


@pytest.fixture
def line(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> Committee:
    """Founded; chair and director have a mailbox, counsel has none."""
    monkeypatch.setattr(digest_commands, "Clock", founded.time.clock)
    monkeypatch.setattr(digest_commands, "PAUSES", (0, 0, 0))
    for login, address in ADDRESSES.items():
        assert keep(founded, login, "--address", address).exit_code == 0
    return founded


def run(line: Committee, *command: str, **settings: str) -> Result:
    env = line.environment | {f"REVIEWER_{name}": value for name, value in settings.items()}
    return CliRunner().invoke(cli.main, command, env=env, catch_exceptions=False)


def keep(line: Committee, login: str, *how: str) -> Result:
    return run(line, "members", "mail", "--login", login, *how)


def send(line: Committee, mail: MailServer | None = None) -> Result:
    settings = {} if mail is None else {"SMTP_URL": f"smtp://127.0.0.1:{mail.port}", "MAIL_FROM": SENDER}
    return run(line, "digest", "--once", **settings)


def files(line: Committee) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in (line.settings.data_dir / "digest").iterdir()}


def words(raw: bytes) -> str:
    """The text of a mail."""
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return str(found.get_content())


def look(line: Committee) -> None:
    """The chair signs in, and the page looks through all there is."""
    chair = line.people[0]
    assert chair.sign_in().status_code == 200
    with line.database.write() as session:
        session.merge(BatchState(epoch=7, sha256=bytes(32), envelopes=32))
    assert chair.ask("PUT", "/api/scan", json={"epoch": 7}).status_code == 204


def test_without_a_mail_server_it_is_written_to_files_of_one_size(line: Committee) -> None:
    done = send(line)
    assert (done.exit_code, done.output) == (0, f"digest of {line.time.clock().today()}: 2 of 2\n")
    found = files(line)
    assert set(found) == {"member-0.eml", "member-1.eml"}
    assert len({len(one) for one in found.values()}) == 1
    folder = line.settings.data_dir / "digest"
    assert {stat.S_IMODE(one.stat().st_mode) & 0o077 for one in (folder, *folder.iterdir())} == {0}


def test_it_is_written_anew_each_day_and_a_mailbox_that_is_gone_gets_none(line: Committee) -> None:
    send(line)
    first = files(line)
    assert keep(line, "director", "--remove").exit_code == 0
    line.time.pass_by(days=1)
    assert send(line).exit_code == 0
    assert set(files(line)) == {"member-0.eml"}
    assert files(line)["member-0.eml"] != first["member-0.eml"]


def test_it_says_who_has_duty_and_where_to_sign_in_and_nothing_else(line: Committee) -> None:
    send(line)
    text = words(files(line)["member-0.eml"])
    year, week, _ = line.time.clock().today().isocalendar()
    said = [one.strip() for one in text.strip().splitlines()]
    line.people[0].sign_in()
    slot = line.people[0].get("/api/duty").get_json()["slot"]
    roles = ("Chair of the Audit Committee", "Member of the Audit Committee", "Counsel to the Audit Committee")
    assert said == [
        "This note comes every day at the same hour, in the same words and of the same size.",
        "It says nothing of reports: whether any came is known only after signing in.",
        "",
        f"On duty this week, {year}-W{week:02}, to sign in on every business day:",
        roles[slot],
        "",
        CALM,
        "",
        "Sign in: https://reviewer.example",
    ]


def test_it_is_the_same_for_everybody_but_for_the_address(line: Committee) -> None:
    send(line)
    chair, director = (message_from_bytes(one) for one in files(line).values())
    differ = {name for name in chair.keys() if chair[name] != director[name]}  # noqa: SIM118  a mail is no mapping
    assert chair.get_payload() == director.get_payload()
    assert differ == {"To", "Message-ID", "Comments"}
    assert (chair["Subject"], chair["Date"]) == (SUBJECT, f"{line.time.clock().today():%a, %d %b %Y} 06:00:00 +0000")


def test_that_nobody_looked_is_said_in_as_many_bytes(line: Committee) -> None:
    look(line)
    send(line)
    calm = files(line)
    line.time.pass_by(days=7)
    send(line)
    quiet = files(line)
    assert [ALERT in words(one) for one in (*calm.values(), *quiet.values())] == [False, False, True, True]
    assert len({len(one) for one in (*calm.values(), *quiet.values())}) == 1
    look(line)
    send(line)
    assert all(CALM in words(one) for one in files(line).values())


def test_the_longest_words_and_addresses_have_room() -> None:
    role, address = "\U0001d4b6" * ROLE_CHARACTERS, f"https://{'a' * 253}:65535"
    longest = digest.TEXT.format(week="9999-W53", role=role, looked=ALERT, address=address)
    assert len(longest.replace("\n", "\r\n").encode()) <= TEXT_BYTES
    sizes = set()
    for to in ("a@b", f"{'a' * 64}@{'b' * 189}"):
        made = digest.message(Recipient(7, to), SENDER, address, bytes([32]) * TEXT_BYTES, date(2027, 1, 5), 6)
        sizes.add(len(made))
        assert max(map(len, made.splitlines())) < 998
    assert len(sizes) == 1


def test_a_mail_server_gets_each_by_itself(line: Committee) -> None:
    with serving() as mail:
        done = send(line, mail)
    assert (done.exit_code, done.output) == (0, f"digest of {line.time.clock().today()}: 2 of 2\n")
    assert set(mail.by_address()) == set(ADDRESSES.values())
    assert {one.mail_from for one in mail.taken} == {SENDER}
    assert len({len(one) for one in mail.by_address().values()}) == 1
    assert not (line.settings.data_dir / "digest").exists()


def test_sent_again_on_the_same_day_it_is_the_same_mail(line: Committee) -> None:
    with serving() as mail:
        send(line, mail)
        first = mail.by_address()
        mail.taken.clear()
        send(line, mail)
    assert mail.by_address() == first


def test_one_that_is_refused_keeps_no_other_back_and_no_address_is_said(line: Committee) -> None:
    with serving() as mail:
        mail.refuses = ADDRESSES["chair"]
        done = send(line, mail)
    assert (done.exit_code, done.stdout) == (1, f"digest of {line.time.clock().today()}: 1 of 2\n")
    assert done.stderr == "1 refused for good by the mail server\n"
    assert set(mail.by_address()) == {ADDRESSES["director"]}


@pytest.mark.parametrize(("busy", "code", "handed_over"), [(1, 0, 2), (4, 0, 2), (5, 3, 1), (6, 3, 0)])
def test_a_server_that_is_busy_is_asked_three_times_for_each(
    line: Committee, busy: int, code: int, handed_over: int
) -> None:
    with serving() as mail:
        mail.busy = busy
        done = send(line, mail)
    assert (done.exit_code, done.output) == (code, f"digest of {line.time.clock().today()}: {handed_over} of 2\n")
    assert len(mail.by_address()) == len(mail.taken) == handed_over  # nobody gets it twice


def test_between_the_tries_it_waits_within_the_hour(line: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(digest_commands, "PAUSES", PAUSES)
    monkeypatch.setattr("reviewer.digest_commands.time.sleep", waited.append)
    with serving() as mail:
        mail.busy = 6
        send(line, mail)
    assert waited == list(PAUSES)
    assert 60 <= sum(waited) < 3_600


def test_a_mail_server_that_is_away_ends_with_code_3(line: Committee) -> None:
    with serving() as mail:
        pass
    done = send(line, mail)
    assert (done.exit_code, done.output) == (3, f"digest of {line.time.clock().today()}: 0 of 2\n")
    assert done.exception.__class__ is SystemExit


def test_two_at_once_send_nobody_two_notes(line: Committee) -> None:
    with digest_commands._alone(line.settings):
        done = send(line)
    assert (done.exit_code, done.stderr.strip()) == (3, "another digest is being sent")
    assert not (line.settings.data_dir / "digest").exists()
    assert send(line).exit_code == 0
    assert files(line)


def test_before_the_founding_nobody_gets_one(empty: Committee) -> None:
    done = run(empty, "digest", "--once")
    assert done.exit_code == 0
    assert not (Path(empty.environment["REVIEWER_DATA_DIR"]) / "digest").exists()


@pytest.mark.parametrize(
    ("login", "how"),
    [
        ("nobody", ("--address", "a@b.example")),
        ("nobody", ("--remove",)),
        ("chair", ("--address", "no address")),
        ("chair", ("--address", "a@b.example\nBcc: x@y.example")),
        ("chair", ("--address", f"{'a' * 250}@b.example")),
    ],
)
def test_a_mailbox_of_nobody_or_without_a_plain_address_is_refused(
    line: Committee, login: str, how: tuple[str, ...]
) -> None:
    done = keep(line, login, *how)
    assert done.exit_code == 1
    assert "example" not in done.output.replace("chair@company.example", "")
    send(line)
    assert set(files(line)) == {"member-0.eml", "member-1.eml"}


@pytest.mark.parametrize("how", [(), ("--remove", "--address", "a@b.example")])
def test_a_mailbox_is_either_kept_or_removed(line: Committee, how: tuple[str, ...]) -> None:
    assert keep(line, "chair", *how).exit_code == 2


def test_a_mailbox_does_not_keep_somebody_from_being_taken_off(empty: Committee) -> None:
    worked_once(empty)
    assert keep(empty, "alternate", "--address", "a@b.example").exit_code == 0
    assert run(empty, "members", "remove", "--slot", "3").exit_code == 0


@pytest.mark.parametrize(
    ("hour", "now", "wait"), [(6, 0, 21_600), (6, 21_600, 86_400), (6, 21_601, 86_399), (0, 1, 86_399)]
)
def test_without_once_it_waits_for_the_next_time_of_its_hour(hour: int, now: int, wait: int) -> None:
    assert digest_commands.seconds_until(hour, 20_000 * 86_400 + now) == wait


def test_who_is_not_in_the_directory_in_force_gets_none(line: Committee) -> None:
    with line.database.read() as session:
        directory = committee.current(session)
        assert directory is not None
        others = replace(directory, current=replace(directory.current, members=directory.current.members[1:]))
        assert [one.slot for one in digest.recipients(session, directory)] == [0, 1]
        assert [one.slot for one in digest.recipients(session, others)] == [1]
