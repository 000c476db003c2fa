"""An intake whose answers are as long as their words, for a test that must find that out.

Run as `python -m tests.e2e.unpadded_intake serve`.
"""

from intake import errors, views
from intake.cli import main

if __name__ == "__main__":
    for module in (errors, views):
        setattr(module, "padded", str.encode)  # noqa: B010
    main(prog_name="unpadded")
