"""The intake's tests here run on files and on a server."""

from tests.integration.intake_databases import intake_template, line, make_line

__all__ = ["intake_template", "line", "make_line"]
