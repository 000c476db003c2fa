"""Two intakes that lose what they acknowledged, for tests that must find that out: `answers` before it has committed,
or `destroys` the open epoch before its batch is written.

Run as `python -m tests.integration.hasty_intake FAULT serve|close`.
"""

import sys
import time
from collections.abc import Sequence

from intake import epochs, erasing
from intake.box import Answer
from intake.cli import main
from intake.epoch_files import EndingFile, path_of
from intake.epoch_keys import new_keys
from intake.epochs import Place
from intake.writer import Arrival, Writer

HASTE_SECONDS = 0.3


def _answer_first(writer: Writer, group: Sequence[Arrival]) -> None:
    for arrival in group:
        arrival.answer.set_result(Answer.STORED)
    time.sleep(HASTE_SECONDS)
    writer._write(group)


def _destroy_first(place: Place, epoch: int) -> None:
    with place.store.ending() as ending:
        assert isinstance(ending, EndingFile)
        erasing.destroy(path_of(ending.store.folder, ending.keys.epoch))
        time.sleep(HASTE_SECONDS)
        batch = epochs.fill(ending.envelopes, ending.pages, [], place.fillers)
        ending.write_batch(batch)
        ending.open_next(new_keys(ending.keys.epoch + 1, ending.keys.mix), epochs.hashes_of(batch), len(batch))


if __name__ == "__main__":
    match sys.argv.pop(1):
        case "answers":
            setattr(Writer, "_commit", _answer_first)  # noqa: B010
        case "destroys":
            epochs._close = _destroy_first
    main(prog_name="hasty")
