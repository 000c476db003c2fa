"""As a pytest plugin: names each test that failed at once, so that a run which breaks off has said what it found.

CPython 3.11 gives some frames of an exception that went through nested `with` statements no line at all. pytest counts
with it, and the report of one failed test would end the whole run.
"""

import pytest
from _pytest._code.code import TracebackEntry


@pytest.hookimpl(trylast=True)  # the reporter comes by then
def pytest_configure(config: pytest.Config) -> None:
    TracebackEntry.lineno = property(_line)  # type: ignore[assignment,method-assign]
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(Teller(terminal))


class Teller:
    """Prints a line for each failure, at the moment it is known."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            said = str(crash.message).partition("\n")[0] if crash else ""
            self.terminal.write_line(f"\n{report.when} of {report.nodeid} failed: {said[:200]}", red=True)


def _line(entry: TracebackEntry) -> int:
    """From 0, as pytest has it; where there is none, that of the function."""
    line = entry._rawentry.tb_lineno or entry.frame.code.firstlineno + 1
    return line - 1
