"""Memory that reaches a disk: swap and core dumps. Both would hold keys and what people send."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.machine.findings import Finding
from deploy.machine.processes import PROC, Process

SYS = Path("/sys")
DUMP = "a core dump holds keys and what people are sending, and stays on the disk"


def swap(proc: Path = PROC, sys: Path = SYS) -> Iterator[Finding]:
    """Every swap space that is neither memory itself nor encrypted. Raises OSError."""
    for line in (proc / "swaps").read_text().splitlines()[1:]:
        device = line.split()[0]
        if not _harmless(Path(device).name, sys):
            why = "what was in memory, keys among it, stays readable on the disk"
            yield Finding(f"memory is swapped to {device}", why, f"swapoff {device} # and take it out of /etc/fstab")


def core_dumps(processes: Iterable[Process], own_limit: str, proc: Path = PROC) -> Iterator[Finding]:
    """Whether the app's processes could be dumped: by their limit, else by that of this one. Raises OSError."""
    pattern = (proc / "sys/kernel/core_pattern").read_text().strip()
    if pattern.startswith("|"):  # core(5): the limit is not enforced for these
        program = pattern[1:].split()[0]
        yield Finding(f"core dumps are handed to {program}", DUMP, "sysctl -w kernel.core_pattern=core")
        return
    limits = {f"process {one.number}": one.core_limit for one in processes} or {"this session": own_limit}
    for name, limit in limits.items():
        if limit != "0":
            mend = "put LimitCORE=0 into the unit, as in deploy/systemd, or `ulimit -c 0` before the command"
            yield Finding(f"{name} may dump its memory ({limit} bytes)", DUMP, mend)


def _harmless(name: str, sys: Path) -> bool:
    if name.startswith("zram"):
        return True
    try:
        return (sys / "block" / name / "dm" / "uuid").read_text().startswith("CRYPT-")
    except OSError:
        return False
