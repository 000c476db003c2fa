"""What a backup is made of: lengths that say little, and a stream that shows every loss."""

from collections.abc import Iterator

import pytest

from crypto.backup import App, begin, open_backup, padded_length, parse_header
from crypto.backup_frames import Kind, pack, pack_row, unpack, unpack_row
from crypto.boxes import box_public
from crypto.entropy import fresh
from crypto.errors import Malformed
from crypto.limits import BACKUP_CHUNK, BACKUP_HEADER

MIB, GIB = 1 << 20, 1 << 30


@pytest.mark.parametrize(
    ("length", "padded"),
    [
        (0, 16 * MIB),
        (1, 16 * MIB),
        (16 * MIB, 16 * MIB),
        (16 * MIB + 1, 32 * MIB),
        (GIB // 2 + 1, GIB),
        (GIB, GIB),
        (GIB + 1, 2 * GIB),
        (2 * GIB + 1, 3 * GIB),
    ],
)
def test_lengths_grow_in_few_large_steps(length: int, padded: int) -> None:
    assert padded_length(length) == padded
    assert padded % BACKUP_CHUNK == 0


def test_pieces_of_any_length_come_back_whole_and_padded_with_zeros() -> None:
    secret, second, instance = fresh(32), fresh(32), fresh(16)
    pieces = [fresh(length) for length in (0, 1, BACKUP_CHUNK, BACKUP_CHUNK - 1, 3 * BACKUP_CHUNK + 7)]
    sealing = begin(App.INTAKE, instance, box_public(secret), second)
    header, *chunks = sealing.seal(iter(pieces), lambda length: -(-length // BACKUP_CHUNK) * BACKUP_CHUNK)
    assert len(header) == BACKUP_HEADER
    found = b"".join(open_backup(parse_header(header), App.INTAKE, instance, secret, second, chunks))
    whole = b"".join(pieces)
    assert found == whole + bytes(len(found) - len(whole))


def test_two_backups_of_the_same_have_nothing_in_common_but_whose_they_are() -> None:
    secret, second, instance = fresh(32), fresh(32), fresh(16)

    def made() -> bytes:
        sealing = begin(App.INTAKE, instance, box_public(secret), second)
        return b"".join(sealing.seal([b"the same"], lambda _: BACKUP_CHUNK))

    one, other = made(), made()
    assert one[:80] == other[:80]
    assert not {one[at : at + 16] for at in range(80, len(one), 16)} & {
        other[at : at + 16] for at in range(80, len(other))
    }


def test_no_key_is_shown_by_what_holds_it() -> None:
    sealing = begin(App.REVIEWER, fresh(16), box_public(fresh(32)), fresh(32))
    assert repr(sealing._key)[2:-1] not in repr(sealing)


@pytest.mark.parametrize("row", [[], [None], [0, 2**53, "", "Grüße", b"", bytes(70_000)]])
def test_rows_come_back_with_their_types(row: list[int | str | bytes | None]) -> None:
    assert unpack_row(pack_row(row)) == row


def test_what_a_row_cannot_say_stops_loudly() -> None:
    with pytest.raises(ValueError, match="below 0"):
        pack_row([-1])
    with pytest.raises(ValueError, match="too long"):
        pack(Kind.ROW, bytes(64 * MIB + 1))


def test_frames_are_read_from_pieces_cut_anywhere() -> None:
    whole = pack(Kind.ROW, b"a row") + pack(Kind.MANIFEST, b"{}") + bytes(9)

    def cut(size: int) -> Iterator[bytes]:
        return (whole[at : at + size] for at in range(0, len(whole), size))

    for size in range(1, len(whole) + 1):
        assert [one.octets for one in unpack(cut(size))] == [b"a row", b"{}"]
    with pytest.raises(Malformed):
        list(unpack([whole, b"\1"]))
