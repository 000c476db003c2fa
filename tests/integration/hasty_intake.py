"""Two intakes that lose what they acknowledged, for tests that must find that out: `answers` before it has committed,
or `destroys` the open epoch before its batch is written.

Run as `python -m tests.integration.hasty_intake FAULT serve|close`.
"""

import sys
import time
from collections.abc import Sequence

from intake import epochs, open_file
from intake.box import Answer
from intake.cli import main
from intake.epochs import Place
from intake.writer import Arrival, Writer

HASTE_SECONDS = 0.3


def _answer_first(writer: Writer, group: Sequence[Arrival]) -> None:
    for arrival in group:
        arrival.answer.set_result(Answer.STORED)
    time.sleep(HASTE_SECONDS)
    writer._write(group)


def _destroy_first(place: Place, epoch: int) -> None:
    open_file.mark_closing(place.folder, epoch)
    found = epochs._read(place, epoch)
    open_file.destroy(open_file.path_of(place.folder, epoch))
    time.sleep(HASTE_SECONDS)
    epochs._write_batch(place.folder, epoch, found.box.cells)
    epochs._open_next(place, found, place.fillers.take(32))


if __name__ == "__main__":
    match sys.argv.pop(1):
        case "answers":
            setattr(Writer, "_commit", _answer_first)  # noqa: B010
        case "destroys":
            epochs._close = _destroy_first
    main(prog_name="hasty")
