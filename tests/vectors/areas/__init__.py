"""One module for each group of areas; each has `vectors()`."""

from tests.vectors.areas import envelope, payload

AREAS = (envelope, payload)
