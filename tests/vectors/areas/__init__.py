"""One module for each group of areas; each has `vectors()`."""

from tests.vectors.areas import directory, drop, envelope, payload

AREAS = (envelope, payload, drop, directory)
