"""`doctor` before a real nginx with TLS: it finds nothing behind the documented configuration, and names what a worse
one adds, takes away or speaks.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.machine import tls
from deploy.machine.findings import CannotLook, Finding
from deploy.machine.host import PATHS
from deploy.machine.served import Place, compare, fetch
from deploy.machine.tls import Peer
from intake.headers import fixed_headers
from tests.security.intake_server import Server, free_port, running
from tests.security.proxy import Proxy, prepare, proxying, trusting

NAME = "localhost"
SOCKET = Path("intake", "intake.sock")
DAY = 86_400
WORSE = {
    "proxy_pass_header Server; # which is empty": "add_header Via gateway always;",
    "proxy_hide_header Strict-Transport-Security;": "proxy_hide_header Strict-Transport-Security; "
    "proxy_hide_header Content-Security-Policy;",
    "add_header Strict-Transport-Security $hsts always;": "",
    "ssl_protocols TLSv1.2 TLSv1.3;": "ssl_protocols TLSv1 TLSv1.1 TLSv1.2;",
    "ssl_ciphers ": "ssl_ciphers ALL:@SECLEVEL=0:",
}


class Line:
    """An intake on a unix socket and the nginx before it."""

    def __init__(self, server: Server, proxy: Proxy) -> None:
        self.server, self.proxy = server, proxy
        self.outer = Place(f"https://{NAME}:{proxy.tls_port}")
        self.inner = Place("http://intake", proxy.run / SOCKET)
        self.peer = Peer(NAME, proxy.tls_port)

    def headers(self, place: Place) -> list[str]:
        found = (compare(fetch(place, path), fixed_headers(https=True)) for path in PATHS)
        return [one.found for each in found for one in each]


@contextmanager
def line_behind(folder: Path, changes: Mapping[str, str]) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="run") as made:
        run = Path(made)
        prepare(folder / "proxy", run, NAME)
        with (
            running(folder / "intake", path=run / SOCKET) as server,
            proxying(folder / "proxy", run, "intake.conf", NAME, changes) as proxy,
        ):
            yield Line(server, proxy)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with line_behind(tmp_path_factory.mktemp("good"), {}) as line:
        yield line


@pytest.fixture(scope="module")
def worse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with line_behind(tmp_path_factory.mktemp("worse"), WORSE) as line:
        yield line


def test_headers_are_the_policy_s_from_inside_and_through_the_documented_proxy(good: Line) -> None:
    assert good.headers(good.outer) == []
    assert good.headers(good.inner) == []


def test_what_a_proxy_adds_or_takes_away_is_named(worse: Line) -> None:
    found = worse.headers(worse.outer)
    for said in (
        "Content-Security-Policy is missing",
        "Server says 'nginx'",
        "header via is added",
        "Strict-Transport",
    ):
        assert [one for one in found if said in one], (said, found)


def test_the_documented_tls_is_good(good: Line) -> None:
    assert not list(tls.versions(good.peer))
    assert not list(tls.stays_on_https(fetch(good.outer, "/")))


def test_old_versions_and_a_way_back_to_plain_http_are_named(worse: Line) -> None:
    assert [one.found for one in tls.versions(worse.peer)] == [
        f"{NAME} speaks TLS 1.0 or 1.1",
        f"{NAME} does not speak TLS 1.3",
    ]
    assert list(tls.stays_on_https(fetch(worse.outer, "/")))


def test_a_certificate_is_good_until_three_weeks_before_its_end(good: Line) -> None:
    chain = good.proxy.folder / "tls" / "fullchain.pem"  # good for two days from now

    def look(days: int) -> list[Finding]:
        return list(tls.certificate(good.peer, time.time() + days * DAY, lambda: trusting(chain)))

    assert not look(-21)
    assert ["ends on" in one.found for one in look(0)] == [True]


def test_a_certificate_that_browsers_refuse_is_named(good: Line) -> None:
    assert ["is refused" in one.found for one in tls.certificate(good.peer, time.time())] == [True]


def test_where_nobody_answers_nothing_is_called_good() -> None:
    port = free_port()
    with pytest.raises(CannotLook):
        fetch(Place(f"http://127.0.0.1:{port}"), "/")
    with pytest.raises(CannotLook):
        list(tls.versions(Peer("127.0.0.1", port)))
    with pytest.raises(CannotLook):
        fetch(Place("http://intake", Path("/nowhere/intake.sock")), "/")
