"""The checks that every host of either app gets, put together from what the app says of itself."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from deploy.backup.places import NOWHERE, Places
from deploy.machine import (
    clock,
    disk,
    environment,
    files,
    kernel,
    late,
    processes,
    proxy,
    served,
    server_logs,
    tls,
    units,
)
from deploy.machine.findings import CannotLook, Check, Finding
from deploy.machine.nginx import parse
from deploy.machine.processes import PROC
from deploy.machine.served import Place
from deploy.machine.tls import Peer

LONGEST_SECONDS = 30
PATHS = ("/", served.MADE_UP)
ADMINISTRATORS = "/usr/sbin:/sbin:/usr/local/sbin"  # what administrators run is not on everybody's PATH


@dataclass(frozen=True)
class Host:
    """One app on this machine. `secrets` are the bytes of its secret files, which are only ever compared with.

    `inner` is where the app itself serves, `outer` the address that people use ("" to leave it out). `policy` gives
    the headers of an address. `clocks` are where other clocks show themselves in an answer. `nginx` is a file to read
    in place of asking the program.
    """

    app: str
    variables: Mapping[str, str] = field(repr=False)
    data_dir: Path
    secret_files: Sequence[Path]
    secrets: Sequence[bytes] = field(repr=False)
    private_folders: Sequence[Path]
    inner: Place
    outer: str
    clocks: Sequence[Place]
    policy: Callable[[str], Mapping[str, str]]
    backup: Places = NOWHERE
    nginx: Path | None = None
    proc: Path = PROC
    now: Callable[[], float] = clock.now


def checks(host: Host) -> list[Check]:
    """Those that look at the machine; what only the app knows comes from the app."""
    return [
        Check("files", lambda: _files(host)),
        Check("environment", lambda: _environment(host)),
        Check("clock", lambda: _clock(host)),
        Check("headers", lambda: _headers(host, host.inner)),
        Check("server_logs", lambda: server_logs.quiet(processes.serving(host.app, host.proc), host.app)),
        Check("proxy", lambda: _proxy(host)),
        Check("swap", lambda: kernel.swap(host.proc)),
        Check("core_dumps", lambda: kernel.core_dumps(processes.serving(host.app, host.proc), _own_limit(), host.proc)),
        Check("disk", lambda: disk.room(_folders(host))),
        Check("jobs", units.failed),
        Check("backup", lambda: _backup(host)),
        *(_from_outside(host) if host.outer else ()),
    ]


def _from_outside(host: Host) -> list[Check]:
    headers = Check("headers_outside", lambda: _headers(host, Place(host.outer)))
    peer = tls.peer_of(host.outer)
    return [headers] if peer is None else [headers, Check("tls", lambda: _tls(host, peer))]


def _folders(host: Host) -> list[Path]:
    return [one for one in (host.data_dir, host.backup.folder, host.backup.keys) if one is not None]


def _files(host: Host) -> Iterator[Finding]:
    owner = host.data_dir.stat().st_uid
    for folder in host.private_folders:
        yield from files.private_folder(folder)
    for secret in host.secret_files:
        yield from files.private_file(secret, (owner,), host.variables)
    yield from files.apart(host.secret_files, _folders(host))


def _environment(host: Host) -> Iterator[Finding]:
    """Of this command, and of the serving processes whose environment can be read."""
    seen = [host.variables, *(one.environment for one in processes.serving(host.app, host.proc))]
    found = (finding for one in seen for finding in environment.secrets_in(one, host.secrets))
    yield from dict.fromkeys(found)


def _clock(host: Host) -> Iterator[Finding]:
    for place in host.clocks:
        yield from clock.agrees(f"the clock of {place.socket or place.url}", served.fetch(place, "/").date, host.now())
    yield from clock.synchronised()


def _headers(host: Host, place: Place) -> Iterator[Finding]:
    for path in PATHS:
        yield from served.compare(served.fetch(place, path), host.policy(place.url))


def _tls(host: Host, peer: Peer) -> Iterator[Finding]:
    yield from tls.certificate(peer, host.now())
    yield from tls.versions(peer)
    yield from tls.stays_on_https(served.fetch(Place(host.outer), "/"))


def _proxy(host: Host) -> Iterator[Finding]:
    if host.nginx is not None:
        text = host.nginx.read_text(encoding="utf-8", errors="replace")
        yield from proxy.private(parse(text, host.nginx))
    elif program := shutil.which("nginx") or shutil.which("nginx", path=ADMINISTRATORS):
        config = parse(_dump(program))
        if proxy.passes_to(config, _target(host.inner)):
            yield from proxy.private(config)
        else:
            _demand_none(host, f"{config.file} passes nothing to {_target(host.inner)}")
    else:
        _demand_none(host, "no nginx is here")


def _target(inner: Place) -> str:
    """What stands in a configuration that hands requests on to the app: its socket, or its port."""
    return str(inner.socket) if inner.socket else f":{urlsplit(inner.url).port}"


def _demand_none(host: Host, found: str) -> None:
    """An nginx that serves something else is none of ours. Raises CannotLook where there is a proxy all the same."""
    if tls.peer_of(host.outer) is not None:
        mend = f"put deploy/nginx/{host.app}.conf in place, or name the file: doctor --nginx FILE"
        raise CannotLook(f"{found}, and something speaks TLS for the app: {mend}; another proxy look at by hand")


def _dump(program: str) -> str:
    """What nginx says of its whole configuration. Raises CannotLook where it needs root for that."""
    done = subprocess.run(
        [program, "-T"], check=False, capture_output=True, text=True, timeout=LONGEST_SECONDS, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise CannotLook("as root: nginx -T >nginx.dump, and then: doctor --nginx nginx.dump")
    return done.stdout


def _backup(host: Host) -> Iterator[Finding]:
    run = f"python -m {host.app} backup # or start sealed-line-{host.app}-backup.timer"
    if host.backup.folder is None:
        why = "a lost disk would be a lost record; nothing else copies what members wrote"
        name = f"{host.app.upper()}_BACKUP"
        mend = f'set {name}_DIR, {name}_KEYS_DIR and {name}_RECIPIENT: docs/backup.md, "Setting it up"'
        yield Finding(f"no backups are made: {name}_DIR is not set", why, mend)
        return
    yield from late.stale_backup(host.backup.folder, host.now(), run)
    if host.backup.keys is not None:
        yield from files.private_folder(host.backup.keys)
        yield from files.two_stores(host.backup.folder, host.backup.keys)


def _own_limit() -> str:
    soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
    return "unlimited" if soft == resource.RLIM_INFINITY else str(soft)
