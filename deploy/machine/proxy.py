"""What the nginx in front of an app writes down or passes on. deploy/nginx/*.conf is how it should be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deploy.machine.findings import Finding
from deploy.machine.nginx import Directive, walk

SERVING = ("server", "location", "if")
TELLING = ("x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip", "cf-connecting-ip")
CLIENT = (
    "$remote_addr",
    "$proxy_add_x_forwarded_for",
    "$realip_remote_addr",
    "$http_user_agent",
    "$binary_remote_addr",
)
BODIES = ("client_body_temp_path", "proxy_temp_path")
MEMORY = ("/run/", "/dev/shm/")  # noqa: S108  where a proxy may put bodies: it is memory
OLD = {"SSLv2", "SSLv3", "TLSv1", "TLSv1.1"}
WHY_ACCESS = "an access log says when somebody visited, and from where"
WHY_ERROR = "messages of every level, also crit and alert, end with the address and the request of a client"
WHY_PASSED = "what the app never gets it cannot write, count or leak"
WHY_BODY = "what people send, sealed though it is, stays on the disk, with its time"


def private(config: Directive, here: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """All that is wrong with a configuration, block by block. `here` changes prefixes of paths (for tests: /run)."""
    for block, above in walk(config):
        around = (*above, block)
        if block.name in SERVING:
            yield from _access_log(around)
            yield from _passed_on(around)
        if block.name in ("http", *SERVING, ""):
            yield from _error_log(around)
    for http in config.all("http"):
        yield from _bodies(http, here or {})
        yield from _protocols(http)
    if not any(one.words == ("0",) for one in config.all("worker_rlimit_core")):
        mend = f"worker_rlimit_core 0; # outermost in {config.place}"
        yield Finding("nginx may dump its memory", "a core dump holds requests", mend)


def passes_to(config: Directive, address: str) -> bool:
    """Whether anything here is handed on to `address`: the path of a socket, or a port of this machine."""
    wanted = re.compile(re.escape(address) + r"(?![0-9])")
    return any(wanted.search(word) for block, _ in walk(config) for one in block.block for word in _targets(one))


def _targets(one: Directive) -> tuple[str, ...]:
    """Where a `proxy_pass`, or a `server` of an `upstream`, leads."""
    return one.words if one.name == "proxy_pass" or (one.name == "server" and not one.block) else ()


def _access_log(around: Sequence[Directive]) -> Iterator[Finding]:
    """In force where it stands, else as around it; without any, nginx logs to its own place."""
    holder, found = _in_force(around, "access_log")
    if not found and around[-1].name == "server":
        mend = f"access_log off; # in http, {around[-1].place}"
        yield Finding(f"{_place(around)} logs every request: access_log is not off", WHY_ACCESS, mend)
    if holder is around[-1] or (around[-1].name == "server" and found):
        for one in found:
            if one.words[:1] != ("off",):
                said = f"{_place(around)} logs every request to {' '.join(one.words[:1])}"
                yield Finding(said, WHY_ACCESS, f"access_log off; # in {one.place}")


def _error_log(around: Sequence[Directive]) -> Iterator[Finding]:
    block = around[-1]
    own = block.all("error_log")
    if not own and block.name == "":
        mend = f"error_log /dev/null emerg; # outermost in {block.place}"
        yield Finding("nginx keeps its error log", WHY_ERROR, mend)
    for one in own:
        if one.words[:1] != ("/dev/null",):
            said = f"{_place(around)} keeps an error log: {' '.join(one.words)}"
            yield Finding(said, WHY_ERROR, f"error_log /dev/null emerg; # in {one.place}")


def _passed_on(around: Sequence[Directive]) -> Iterator[Finding]:
    block = around[-1]
    if not block.all("proxy_pass"):
        return
    _, passes = _in_force(around, "proxy_pass_request_headers")
    if not any(one.words == ("off",) for one in passes):
        said = f"{_place(around)} passes all headers of the client on"
        mend = f"proxy_pass_request_headers off; # in {block.place}; and name those that are needed"
        yield Finding(said, WHY_PASSED, mend)
    _, headers = _in_force(around, "proxy_set_header")
    for one in headers:
        words = " ".join(one.words).lower()
        if words.startswith(TELLING) or any(variable in words for variable in CLIENT):
            said = f"{_place(around)} tells the app {one.words[0]}"
            yield Finding(said, WHY_PASSED, f"take {one.place} out: proxy_set_header {one.words[0]}")


def _bodies(http: Directive, here: Mapping[str, str]) -> Iterator[Finding]:
    for name in BODIES:
        places = [one.words[0] for one in http.all(name) if one.words]
        if not places or not all(_in_memory(place, here) for place in places):
            where = places[0] if places else "its own place on the disk"
            mend = f"{name} /run/sealed-line/nginx/{name.partition('_')[0]}; # in http, {http.place}"
            yield Finding(f"{name} is {where}", WHY_BODY, mend)


def _protocols(http: Directive) -> Iterator[Finding]:
    for block, _ in walk(http):
        for one in block.all("ssl_protocols"):
            if old := sorted(OLD & set(one.words)):
                why = "who sits between can break into these"
                yield Finding(f"nginx speaks {' '.join(old)}", why, f"ssl_protocols TLSv1.2 TLSv1.3; # in {one.place}")
        for one in (*block.all("ssl_session_tickets"), *block.all("http2")):
            if one.words == ("on",):
                why = "it joins one visit to another: docs/decisions/0021-what-the-proxy-passes.md"
                yield Finding(f"nginx has {one.name} on", why, f"{one.name} off; # in {one.place}")


def _in_memory(place: str, here: Mapping[str, str]) -> bool:
    for ours, theirs in here.items():
        place = place.replace(ours, theirs)
    return f"{Path(place)}/".startswith(MEMORY)


def _in_force(around: Sequence[Directive], name: str) -> tuple[Directive | None, tuple[Directive, ...]]:
    """The innermost block that has directives of this name, and these."""
    return next(((one, one.all(name)) for one in reversed(around) if one.all(name)), (None, ()))


def _place(around: Sequence[Directive]) -> str:
    named = [" ".join((one.name, *one.words)) for one in around if one.name]
    return " > ".join(named) or "nginx"
