"""What one language cuts and seals the other puts together: parts of files."""

from hashlib import sha256

from crypto.drop import new_mix_key
from crypto.entropy import fresh
from crypto.limits import CHUNK
from crypto.part import count_chunks, count_parts, open_chunk, open_file, open_part, part_ids, seal_chunk, seal_part
from tests.protocol.conftest import Ask, Json

SIZE = 2 * CHUNK + 77  # three chunks and a decoy
KEY, FILE = fresh(32), fresh(SIZE)
OF_FILE: Json = {"key": KEY, "size": SIZE}


def piece(index: int) -> bytes:
    return FILE[index * CHUNK : (index + 1) * CHUNK]


def test_python_opens_parts_of_node(ask: Ask) -> None:
    secret, public = new_mix_key()
    opened = []
    for index in range(count_parts(SIZE)):
        [chunk] = ask([{"do": "seal_chunk", "index": index, "chunk": piece(index), **OF_FILE}])
        [posted] = ask([{"do": "seal_part", "stored": chunk["stored"], "mix_key": public}])
        opened.append(open_part(bytes.fromhex(posted["part"]), secret))
    assert [one[:16] for one in opened] == list(part_ids(KEY, SIZE))
    assert open_chunk(KEY, SIZE, 3, opened[3]) == b""
    assert open_file(KEY, SIZE, sha256(FILE).digest(), opened[: count_chunks(SIZE)]) == FILE


def test_node_opens_parts_of_python(ask: Ask) -> None:
    secret, public = new_mix_key()
    stored = [seal_chunk(KEY, SIZE, index, piece(index)) for index in range(count_parts(SIZE))]
    posted = seal_part(stored[1], public)
    opened = ask([{"do": "open_posted", "part": posted, "mix_secret": secret}])
    assert opened == [{"stored": stored[1].hex()}]
    named = {"sha256": sha256(FILE).digest(), "chunks": stored[: count_chunks(SIZE)]}
    assert ask([{"do": "join_file", **OF_FILE, **named}]) == [{"sha256": sha256(FILE).hexdigest()}]
    swapped = {**named, "chunks": [stored[1], stored[0], stored[2]]}
    assert ask([{"do": "join_file", **OF_FILE, **swapped}]) == [{"error": "Damaged"}]
