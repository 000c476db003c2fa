"""CPU and memory of a server with all its processes, as Linux counts them."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 0.05
PAUSE_SECONDS = 0.3
REST_SECONDS = 30
UTIME, CSTIME = 11, 14  # fields of /proc/PID/stat after the name: own and waited-for children's, user and system


def descendants(pid: int) -> list[int]:
    """The process and all that descend from it and still run."""
    children = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in _children(task)]
    return [pid, *(one for child in children for one in descendants(child))]


def cpu_seconds(pid: int) -> float:
    """CPU time of the process and its descendants so far, in steps of 10 ms."""
    return sum(_ticks(one) for one in descendants(pid)) / TICKS


def settle(pid: int) -> float:
    """Wait until the processes rest, for half a minute at most; returns their CPU time by then."""
    deadline, before = time.monotonic() + REST_SECONDS, -1.0
    while time.monotonic() < deadline and (now := cpu_seconds(pid)) > before:
        before = now
        time.sleep(PAUSE_SECONDS)
    return cpu_seconds(pid)


def memory_mb(pid: int) -> float:
    """Pages of their own, those that they share after a fork counted once, and of pages of files the largest one's."""
    found = [_memory(one) for one in descendants(pid)]
    kilobytes = sum(one["Pss_Anon"] + one["Pss_Shmem"] for one in found) + max(one["RssFile"] for one in found)
    return kilobytes / 1024


class Peak:
    """The most memory seen, sampled twenty times a second."""

    def __init__(self, pid: int) -> None:
        self.mb = memory_mb(pid)
        self._pid = pid
        self._over = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Samples during the block."""
        thread = threading.Thread(target=self._sample, name="peak")
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            with suppress(FileNotFoundError, ProcessLookupError, KeyError):  # a process that ends while it is looked at
                self.mb = max(self.mb, memory_mb(self._pid))


def _children(task: Path) -> list[int]:
    try:
        return [int(child) for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # a thread that ended just now
        return []


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[UTIME : CSTIME + 1]))


def _memory(pid: int) -> dict[str, int]:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text() + Path(f"/proc/{pid}/status").read_text()
    return {line.partition(":")[0]: int(line.split()[1]) for line in text.splitlines() if line.endswith(" kB")}
