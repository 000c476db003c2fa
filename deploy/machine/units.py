"""Jobs that systemd tried to run and that failed. Where there is no systemd, cron's mail says so."""

import shutil
import subprocess
from collections.abc import Iterator

from deploy.machine.findings import Finding

SECONDS = 20
WHY = "a job that fails does nothing: reports wait, the record is not sealed, or what is over stays"


def failed(systemctl: str = "systemctl") -> Iterator[Finding]:
    """One finding for each of our units that is in state failed. Nothing where systemd does not run."""
    program = shutil.which(systemctl)
    if program is None:
        return
    asked = [program, "list-units", "--all", "--state=failed", "--plain", "--no-legend", "sealed-line-*"]
    done = subprocess.run(asked, check=False, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    if done.returncode:
        return
    for name in sorted(line.split()[0] for line in done.stdout.splitlines() if line.strip()):
        yield Finding(f"{name} failed", WHY, f"systemctl status {name} # its exit code: docs/operations.md")
