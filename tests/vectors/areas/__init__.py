"""One module for each group of areas; each has `vectors()`."""

from tests.vectors.areas import (
    board,
    directory,
    drop,
    envelope,
    member,
    part,
    payload,
    phrase,
    points,
    primitive,
    reply,
    tampered,
)

AREAS = (envelope, payload, drop, directory, phrase, reply, board, part, member, primitive, points, tampered)
