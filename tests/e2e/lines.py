"""A line of the browser tests: its servers are started as anywhere, its jobs without loading the apps each time."""

from subprocess import CompletedProcess

from deploy.line import Line
from tests.called import call


class QuickLine(Line):
    def end(self, *command: str, seconds: float) -> CompletedProcess[str]:
        return call(*command, env=self.environment, seconds=seconds)
