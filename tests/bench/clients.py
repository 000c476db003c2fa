"""Clients that send prepared requests to a server on this machine: bounded in number, pace and time."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
MOST_REQUESTS = 5000
ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back: the body, empty when nothing did, and after how long."""

    body: bytes
    seconds: float


def post(body: bytes) -> bytes:
    """A drop as a browser would send it, as one piece of bytes."""
    head = f"POST /drop HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/octet-stream\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def send(port: int, requests: Sequence[bytes], *, clients: int, per_second: float = float("inf")) -> list[Answer]:
    """Send all requests over `clients` kept connections, each client one after the other.

    All clients together begin at most `per_second` requests in a second, evenly spaced.
    """
    if len(requests) > MOST_REQUESTS:
        raise ValueError(f"more than {MOST_REQUESTS} requests")
    return asyncio.run(_send(port, requests, clients, 1 / per_second))


async def _send(port: int, requests: Sequence[bytes], clients: int, spacing: float) -> list[Answer]:
    begin = time.perf_counter()
    timed = [(begin + number * spacing, request) for number, request in enumerate(requests)]
    answers = await asyncio.gather(*(_client(port, timed[first::clients]) for first in range(clients)))
    return [answer for some in answers for answer in some]


async def _client(port: int, requests: Sequence[tuple[float, bytes]]) -> list[Answer]:
    reader, writer = await asyncio.open_connection(HOST, port)
    answers = []
    try:
        for due, request in requests:
            await asyncio.sleep(due - time.perf_counter())
            begin = time.perf_counter()
            body = await _exchange(reader, writer, request)
            answers.append(Answer(body, time.perf_counter() - begin))
    finally:
        writer.close()
    return answers


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            return await reader.readexactly(_length(head))
    except (OSError, EOFError, TimeoutError):
        return b""


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
