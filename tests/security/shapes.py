"""Requests of shapes that no browser sends, and what may be answered to them."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

# Where two servers could disagree on the end of a request; what follows it is a second one, smuggled.
AMBIGUOUS = {
    "length and coding": (b"Content-Length: 5", b"Transfer-Encoding: chunked"),
    "coding and length": (b"Transfer-Encoding: chunked", b"Content-Length: 500"),
    "two lengths": (b"Content-Length: 5", b"Content-Length: 500"),
    "a list of lengths": (b"Content-Length: 5, 500",),
    "length with a plus": (b"Content-Length: +5",),
    "length in hexadecimal": (b"Content-Length: 0x5",),
    "negative length": (b"Content-Length: -5",),
    "length beyond numbers": (b"Content-Length: 18446744073709551616",),
    "space before the colon": (b"Content-Length : 5",),
    "coding twice": (b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
    "unknown coding": (b"Transfer-Encoding: xchunked",),
    "coding after a vertical tab": (b"Transfer-Encoding: \x0bchunked",),
    "folded header": (b"X-Folded: 1\r\n Content-Length: 500", b"Content-Length: 5"),
    "carriage return in a header": (b"X-Returned: a\rContent-Length: 500", b"Content-Length: 5"),
    "zero byte in a header": (b"X-Zero: a\0b", b"Content-Length: 5"),
}
REFUSALS = {400, 401, 403, 404, 405, 411, 413, 414, 415, 431}
KNOWN = {100, 200} | REFUSALS
PATIENCE, FIRST = 10.0, 20.0  # a machine that runs other tests beside answers late
AT_ONCE = 24
CHANGING = rb"(?i)\r\n(?:date|connection): [^\r]+"


Name = TypeVar("Name")


@dataclass(frozen=True)
class Target:
    """What a side takes: a page, a route for posts with its type, a name, and headers that every request has."""

    page: bytes
    route: bytes
    kind: bytes
    host: bytes
    own: tuple[bytes, ...] = ()

    def get(self, path: bytes, *headers: bytes, host: bytes | None = None) -> bytes:
        host = self.host if host is None else host
        return _lines(b"GET " + path + b" HTTP/1.1", b"Host: " + host, b"Connection: close", *self.own, *headers)

    def post(self, *headers: bytes, body: bytes) -> bytes:
        kind = b"Content-Type: " + self.kind
        return _lines(b"POST " + self.route + b" HTTP/1.1", b"Host: " + self.host, kind, *self.own, *headers) + body

    def bare(self, line: bytes) -> bytes:
        """A request of this first line, after which a well-formed one follows."""
        return _lines(line, b"Host: " + self.host, *self.own) + self.get(b"/after")

    def chunked(self, body: bytes, *, headers: tuple[bytes, ...] = ()) -> bytes:
        return self.post(b"Transfer-Encoding: chunked", *headers, body=body)


def ambiguous(target: Target, canary: bytes) -> dict[str, bytes]:
    """Each followed by a request that must not be answered."""
    smuggled = b"0\r\n\r\n" + target.get(b"/" + canary)
    return {name: target.post(*headers, body=smuggled) for name, headers in AMBIGUOUS.items()}


def odd(target: Target, canary: bytes) -> dict[str, bytes]:
    """All else."""
    page, after = target.page, target.get(b"/" + canary)
    return {
        "pipelined": _lines(b"GET " + page + b" HTTP/1.1", b"Host: " + target.host) * 2 + after,
        "pipelined after a refusal": target.post(b"Content-Length: 5", body=b"12345") + after,
        "chunk of no size": target.chunked(b"zz\r\n" + canary + b"\r\n0\r\n\r\n"),
        "chunk with words": target.chunked(
            b"5;a=" + canary + b"\r\n12345\r\n0\r\n\r\n", headers=(b"Connection: close",)
        ),
        "trailer": target.chunked(b"5\r\n12345\r\n0\r\nX-T: " + canary + b"\r\n\r\n", headers=(b"Connection: close",)),
        "chunk without end": target.chunked(b"ffffffffffffffff\r\n" + canary),
        "thousands of chunks": target.chunked(b"1\r\nx\r\n" * 20000 + b"0\r\n\r\n", headers=(b"Connection: close",)),
        "folded first header": b"GET " + page + b" HTTP/1.1\r\n Host: x\r\n\r\n",
        "line feeds alone": target.get(page).replace(b"\r\n", b"\n"),
        "carriage returns alone": target.get(page).replace(b"\r\n", b"\r"),
        "zero byte in the path": target.get(page + b"\0" + canary),
        "escaped zero byte": target.get(b"/%00" + canary),
        "huge header": target.get(page, b"X-Long: " + canary * 4000),
        "two thousand headers": target.get(page, *(b"X-%d: " % number + canary for number in range(2000))),
        "long path": target.get(b"/" + canary * 4000),
        "absolute form": target.get(b"http://evil.example/" + canary),
        "authority form": target.bare(b"CONNECT evil.example:80 HTTP/1.1"),
        "asterisk form": target.get(page).replace(b"GET " + page, b"OPTIONS *"),
        "trace": target.get(page, b"X-Mark: " + canary).replace(b"GET", b"TRACE"),
        "without a version": b"GET /" + canary + b"\r\n",
        "version 0.9": target.bare(b"GET " + page + b" HTTP/0.9"),
        "version 1.0": target.get(page).replace(b"HTTP/1.1", b"HTTP/1.0"),
        "version 1.2": target.get(page).replace(b"HTTP/1.1", b"HTTP/1.2"),
        "version 2.0": target.get(page).replace(b"HTTP/1.1", b"HTTP/2.0"),
        "preface of version 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
        "upgrade to version 2": target.get(page, b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"),
        "upgrade to a web socket": target.get(page, b"Upgrade: websocket", b"Sec-WebSocket-Key: " + canary),
        "no host": _lines(b"GET " + page + b" HTTP/1.1", b"Connection: close"),
        "two hosts": target.get(page, b"Host: " + canary),
        "impossible host": target.get(page, host=b"a b/@" + canary),
        "impossible expectation": target.post(
            b"Expect: " + canary, b"Content-Length: 2", b"Connection: close", body=b"{}"
        ),
        "body of a get": target.get(page, b"Content-Length: 2") + b"{}",
        "ranges": target.get(b"/nowhere", b"Range: bytes=0-0,5-6"),
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + canary,
        "all bytes": bytes(range(256)) * 4,
        "header that is no text": target.get(page, b"X-Mark: \xff\xfe" + canary),
        "path that is no text": target.get(b"/\xff\xfe" + canary),
        "long method": target.get(page).replace(b"GET", b"A" * 9000),
        "underscores": target.get(page, b"Content_Length: 5", b"X_Forwarded_For: " + canary),
        "way up": target.get(b"/en/../../" + canary),
        "escaped way up": target.get(b"/en/%2e%2e/%2e%2e/" + canary),
        "two slashes": target.get(b"//" + canary),
        "half a cookie": target.get(page, b"Cookie: =;" + canary + b"; ; =="),
    }


def answers(exchange: Callable[[bytes], bytes], requests: Mapping[Name, bytes]) -> dict[Name, bytes]:
    """What comes back for each, without the time of day, and without whether the server hangs up before it has read all
    or after.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        got = pool.map(exchange, requests.values())
        return {name: re.sub(CHANGING, b"", answer) for name, answer in zip(requests, got, strict=True)}


def statuses(answer: bytes) -> list[int]:
    """Of every answer on a connection, in order."""
    return [int(found) for found in re.findall(rb"^HTTP/1\.[01] (\d{3})", answer, re.MULTILINE)]


def wrongs(exchange: Callable[[bytes], bytes], target: Target, canaries: tuple[bytes, bytes]) -> Iterator[str]:
    """What is wrong with the answers of a side, if anything:

    1. it failed, or answered with a status that it should not know, 2. it said more to one sender than to another,
    3. it answered a request that was smuggled.
    """
    requests = [{**ambiguous(target, one), **odd(target, one)} for one in canaries]
    got = answers(exchange, {(name, turn): one for turn in (0, 1) for name, one in requests[turn].items()})
    for name in requests[0]:
        answer, found = got[name, 0], statuses(got[name, 0])
        if not set(found) <= KNOWN:  # 1
            yield f"{name}: answered {found}"
        if answer != got[name, 1]:  # 2
            yield f"{name}: answered by what was sent"
        if name in AMBIGUOUS and not (len(found) == 1 and found[0] in REFUSALS):  # 3
            yield f"{name}: smuggled, answered {found}"


def _lines(*lines: bytes) -> bytes:
    return b"\r\n".join((*lines, b"", b""))
