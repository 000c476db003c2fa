"""Reads request bodies, strictly: the right type and size, exactly the fields that a route names, each of its own
form.
"""

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, TypeVar, get_type_hints

from flask import request

from crypto.errors import Malformed
from crypto.strict import Fields, parse_object
from reviewer.errors import MalformedRequest, MissingLength, TooLarge, WrongMediaType

LARGEST_JSON = 16_384
Shape = TypeVar("Shape")


@dataclass(frozen=True)
class Text:
    """A string of at most `most` characters."""

    most: int

    def read(self, fields: Fields, name: str) -> str:
        value = fields.text(name)
        if len(value) > self.most:
            raise MalformedRequest
        return value


@dataclass(frozen=True)
class Octets:
    """`length` bytes: in lower-case hexadecimal up to 64, in padded base64 beyond."""

    length: int

    def read(self, fields: Fields, name: str) -> bytes:
        return fields.octets(name, self.length)


@dataclass(frozen=True)
class UpTo:
    """At most `most` bytes, in padded base64."""

    most: int

    def read(self, fields: Fields, name: str) -> bytes:
        try:
            value = base64.b64decode(fields.text(name).encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            raise MalformedRequest from None
        if len(value) > self.most:
            raise MalformedRequest
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number from 0 to `most`."""

    most: int

    def read(self, fields: Fields, name: str) -> int:
        return fields.number(name, 0, self.most)


class Nothing:
    """The empty object."""


Token = Annotated[bytes, Octets(32)]
Code = Annotated[str, Text(6)]
Wrapped = Annotated[bytes, Octets(156)]


def read_json(shape: type[Shape], longest: int = LARGEST_JSON) -> Shape:
    """The request's JSON as `shape`, a dataclass whose fields are annotated with one of the readers above.

    Raises Refused.
    """
    if request.mimetype != "application/json":
        raise WrongMediaType
    return parse(shape, _read(longest))


def read_octets(shortest: int, longest: int, step: int) -> bytes:
    """A body of bytes whose length is a multiple of `step` in these bounds. Raises Refused."""
    if request.mimetype != "application/octet-stream":
        raise WrongMediaType
    body = _read(longest)
    if len(body) < shortest or len(body) % step:
        raise MalformedRequest
    return body


def read_one_of(lengths: Collection[int]) -> bytes:
    """A body of bytes of one of these lengths. Raises Refused."""
    body = read_octets(min(lengths), max(lengths), 1)
    if len(body) not in lengths:
        raise MalformedRequest
    return body


def parse(shape: type[Shape], body: bytes) -> Shape:
    """`body` as `shape`. Raises MalformedRequest for anything else than exactly its fields."""
    readers = {name: hint.__metadata__[0] for name, hint in get_type_hints(shape, include_extras=True).items()}
    try:
        fields = parse_object(body, readers)
        return shape(**{name: reader.read(fields, name) for name, reader in readers.items()})
    except Malformed:
        raise MalformedRequest from None


def _read(longest: int) -> bytes:
    if request.content_length is None:
        raise MissingLength
    if request.content_length > longest:
        raise TooLarge
    request.max_content_length = longest
    return request.get_data(cache=False)
