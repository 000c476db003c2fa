"""One module for each group of areas; each has `vectors()`."""

from tests.vectors.areas import (
    board,
    directory,
    directory_chains,
    directory_fields,
    drop,
    envelope,
    member,
    mix_fields,
    part,
    payload,
    phrase,
    points,
    primitive,
    reply,
    tampered,
)

AREAS = (
    envelope,
    payload,
    drop,
    mix_fields,
    directory,
    directory_fields,
    directory_chains,
    phrase,
    reply,
    board,
    part,
    member,
    primitive,
    points,
    tampered,
)
