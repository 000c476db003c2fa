"""Mail is handed over to a server that can be trusted, or not at all; and nobody is told to whom."""

import ssl
from pathlib import Path

import pytest

from reviewer.mail import NotTaken, TurnedAway, hand_over
from reviewer.mail_settings import MailServer
from reviewer.settings import BadSettings, load
from tests.integration.reviewer.committee import environment
from tests.integration.reviewer.mail_server import ELSEWHERE, PASSWORD, USER, certified, serving

MAIL = b"Subject: x\r\n\r\ntext\r\n"
TO = "chair@company.example"


def give(server: MailServer, to: str = TO) -> None:
    hand_over(server, "reviewer.example", "line@company.example", to, MAIL)


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server whose certificate this machine trusts."""
    file, context = certified(tmp_path, ELSEWHERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def test_to_this_host_mail_goes_as_it_is() -> None:
    with serving() as mail:
        give(MailServer("127.0.0.1", mail.port, secure=False))
    assert mail.by_address() == {TO: MAIL}


def test_to_another_host_it_goes_by_starttls(tls: ssl.SSLContext) -> None:
    with serving(ELSEWHERE, tls=tls) as mail:
        give(MailServer(ELSEWHERE, mail.port, secure=False))
    assert mail.by_address() == {TO: MAIL}


def test_or_by_tls_from_the_first_byte_on(tls: ssl.SSLContext) -> None:
    with serving(ELSEWHERE, tls=tls, secure=True) as mail:
        give(MailServer(ELSEWHERE, mail.port, secure=True))
    assert mail.by_address() == {TO: MAIL}


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not count TLS that is there from the first byte
@pytest.mark.parametrize("secure", [False, True])
def test_a_user_shows_the_password_from_the_file(tls: ssl.SSLContext, secure: bool) -> None:
    with serving(ELSEWHERE, tls=tls, secure=secure, login=True) as mail:
        give(MailServer(ELSEWHERE, mail.port, secure, USER, PASSWORD))
        with pytest.raises(TurnedAway):
            give(MailServer(ELSEWHERE, mail.port, secure, USER, "wrong"))
    assert list(mail.by_address()) == [TO]


def test_a_server_without_tls_gets_nothing() -> None:
    with serving(ELSEWHERE) as mail, pytest.raises(TurnedAway):
        give(MailServer(ELSEWHERE, mail.port, secure=False))
    assert mail.taken == []


@pytest.mark.parametrize("secure", [False, True])
def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path, secure: bool) -> None:
    _, tls = certified(tmp_path, ELSEWHERE)
    with serving(ELSEWHERE, tls=tls, secure=secure) as mail, pytest.raises(TurnedAway):
        give(MailServer(ELSEWHERE, mail.port, secure))
    assert mail.taken == []


def test_a_certificate_of_another_name_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, tls = certified(tmp_path, "127.0.0.3")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with serving(ELSEWHERE, tls=tls) as mail, pytest.raises(TurnedAway):
        give(MailServer(ELSEWHERE, mail.port, secure=False))
    assert mail.taken == []


def test_a_refusal_is_for_good_and_a_silence_is_not_and_neither_names_anybody() -> None:
    with serving() as mail:
        mail.refuses = TO
        with pytest.raises(TurnedAway) as refused:
            give(MailServer("127.0.0.1", mail.port, secure=False))
        mail.refuses, mail.busy = "", 1
        with pytest.raises(NotTaken) as busy:
            give(MailServer("127.0.0.1", mail.port, secure=False))
    with pytest.raises(NotTaken) as away:
        give(MailServer("127.0.0.1", mail.port, secure=False))  # it has ended
    assert [type(one.value) for one in (refused, busy, away)] == [TurnedAway, NotTaken, NotTaken]
    for one in (refused.value, busy.value, away.value):
        assert (one.args, one.__cause__, one.__suppress_context__) == ((), None, True)


def settings_of(folder: Path, url: str | None, **more: str | None) -> tuple[str, ...]:
    """What is wrong with them."""
    known: dict[str, str | None] = {"SMTP_URL": url, "MAIL_FROM": "line@company.example"}
    with pytest.raises(BadSettings) as caught:
        load(environment(folder, **(known | more)))
    return caught.value.problems


@pytest.mark.parametrize(
    "url",
    ["mail.example", "https://mail.example", "smtps://", "smtp://mail.example:x", "smtp://mail.example:0",
     "smtps://mail.example/path", "smtps://mail.example?x=1"],
)  # fmt: skip
def test_a_mail_server_of_another_form_is_named(tmp_path: Path, url: str) -> None:
    assert [one.partition(" ")[0] for one in settings_of(tmp_path, url)] == ["REVIEWER_SMTP_URL"]


def test_a_password_in_the_url_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (problem,) = settings_of(tmp_path, "smtps://line:canary@mail.example")
    assert problem.startswith("REVIEWER_SMTP_URL ")
    assert "canary" not in problem


def test_a_user_needs_a_password_and_a_password_a_user(tmp_path: Path) -> None:
    (missing,) = settings_of(tmp_path, "smtps://line@mail.example")
    (idle,) = settings_of(tmp_path, "smtps://mail.example", SMTP_PASSWORD_FILE=str(tmp_path / "reviewer.key"))
    assert {one.partition(" ")[0] for one in (missing, idle)} == {"REVIEWER_SMTP_PASSWORD_FILE"}


def test_all_of_it_is_wrong_at_once(tmp_path: Path) -> None:
    named = settings_of(tmp_path, "ftp://x", MAIL_FROM=None, DIGEST_HOUR="24")
    assert [one.partition(" ")[0] for one in named] == [
        f"REVIEWER_{x}" for x in ("SMTP_URL", "MAIL_FROM", "DIGEST_HOUR")
    ]


def test_a_mail_server_is_read_and_its_password_shown_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "smtp.password"
    file.touch(mode=0o600)
    file.write_text(f"{PASSWORD}\n")
    url = "smtps://line%40company.example@mail.example"
    settings = load(environment(tmp_path, SMTP_URL=url, MAIL_FROM="line@company.example", SMTP_PASSWORD_FILE=str(file)))
    assert settings.mail_server == MailServer("mail.example", 465, True, "line@company.example", PASSWORD)
    assert PASSWORD not in repr(settings)
    file.chmod(0o640)
    (problem,) = settings_of(tmp_path, url, SMTP_PASSWORD_FILE=str(file))
    assert "chmod 600" in problem
