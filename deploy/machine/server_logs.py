"""Whether a serving process writes anything about requests. Its own command never does; granian's, or a redirection of
what it says, may.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.machine.findings import Finding
from deploy.machine.processes import Process

LOUD = ("--access-log", "--log-level", "--log")
VARIABLES = ("GRANIAN_LOG_ACCESS_ENABLED", "GRANIAN_LOG_ENABLED")
OFF = ("", "0", "false", "no", "off")
WHY = "a log says when somebody visited, and from where"


def quiet(processes: Iterable[Process], app: str) -> Iterator[Finding]:
    """One finding for each way in which one of these processes leaves a log."""
    serve, written = f"python -m {app} serve", dict[Path, int]()
    for one in processes:
        if any(Path(word).name == "granian" for word in one.words):
            yield Finding(f"process {one.number} serves by granian's own command, which logs", WHY, serve)
        if loud := [word for word in one.words if word.startswith(LOUD)]:
            yield Finding(f"process {one.number} was started with {' '.join(loud)}", WHY, serve)
        for name in VARIABLES:
            if one.environment.get(name, "").lower() not in OFF:
                yield Finding(f"process {one.number} has {name} in its environment", WHY, f"unset {name}")
        written |= {path: one.number for path in one.output if path.stat().st_size}
    for path, number in written.items():  # once, though workers share it with who started them
        mend = f"shred -u {path} # and start it by the unit in deploy/systemd"
        yield Finding(f"process {number} has written to {path}", WHY, mend)
