"""The documents of docs/openapi/, and requests made from them: as they say, against what they say, and of any shape."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import Failure, FailureGroup
from werkzeug.test import TestResponse

from crypto.limits import DROP, ENTRY, ENVELOPE, MARKS
from tests.conftest import ROOT

DOCUMENTS = ROOT / "docs" / "openapi"
OCTETS = "application/octet-stream"
STRICT = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
UNCOUNTED = {"HEAD", "OPTIONS"}
KNOWN = {200, 201, 204, 302, 400, 401, 403, 404, 405, 409, 411, 413, 415, 422, 429, 503}


def _long(length: int) -> st.SearchStrategy[bytes]:
    """So many bytes, of which a few are chosen."""
    return st.binary(min_size=1, max_size=24).map(lambda some: (some * length)[:length])


def _base64(length: int) -> st.SearchStrategy[str]:
    return _long(length).map(lambda value: base64.b64encode(value).decode())


SIZES = st.sampled_from((DROP, ENVELOPE, ENTRY, 2 * ENTRY, MARKS, DROP + 1, DROP - 1))
schemathesis.openapi.media_type(OCTETS, st.one_of(st.binary(max_size=64), SIZES.flatmap(_long)))
for size in (156, 1184, 4445):
    schemathesis.openapi.format(f"base64-{size}", _base64(size))


@dataclass
class Side:
    """Somebody's browser, or the courier: who asks, of which address, and with which headers."""

    client: FlaskClient
    base: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, case: Any) -> TestResponse:
        """This case, by the app's own test client."""
        made = case.as_transport_kwargs(base_url=self.base)
        made["content"] = made.pop("data", None)
        made["headers"] = {**made["headers"], **self.headers}
        request = httpx.Request(**made)
        return self.client.open(
            request.url.raw_path.decode("ascii"),
            base_url=self.base,
            method=request.method,
            data=request.read(),
            headers=[(name, value) for name, value in request.headers.multi_items() if name != "host"],
        )


@cache
def document(name: str) -> Any:
    return schemathesis.openapi.from_path(DOCUMENTS / f"{name}.yaml")


def operations(name: str) -> dict[str, Any]:
    """By method and path."""
    return {found.ok().label: found.ok() for found in document(name).get_all_operations()}


def is_for_members(operation: Any) -> bool:
    return bool(operation.definition.raw.get("security"))


def routes(app: Flask) -> set[str]:
    """Method and path of all routes there are, as documents write them."""
    found = set[str]()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", rule.rule)
        found |= {f"{method} {path}" for method in (rule.methods or set()) - UNCOUNTED}
    return found


def cases(operation: Any, mode: schemathesis.GenerationMode, examples: int) -> Iterator[Any]:
    """Some requests for this operation; none against a document that allows everything."""
    found: list[Any] = []

    @given(operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=[*HealthCheck],
    )
    def note(case: Any) -> None:
        found.append(case)

    if mode is schemathesis.GenerationMode.POSITIVE or _can_be_broken(operation):
        note()
    return iter(found)


def _can_be_broken(operation: Any) -> bool:
    """Whether a request can go against the document: not if it has no body and no number, or any bytes for a body."""
    typed = [one for one in operation.iter_parameters() if one.definition["schema"].get("type") != "string"]
    return bool(typed) or any(one.media_type == "application/json" for one in operation.body)


def complaints(side: Side, operation: Any, made: Iterable[Any]) -> Iterator[str]:
    """What is wrong with the answers, if anything: not as the document says."""
    for case in made:
        answer = side.send(case)
        try:
            case.validate_response(answer, checks=STRICT)
        except (Failure, FailureGroup) as error:
            yield f"{operation.label}: {answer.status_code} {error}"


HEADERS = (
    "Accept-Encoding",
    "Authorization",
    "Cookie",
    "Expect",
    "If-None-Match",
    "Origin",
    "Range",
    "X-HTTP-Method-Override",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
TYPES = (
    OCTETS,
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-7",
    "",
)
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())


def any_request(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """For Flask's client: any method, header, type and body, on a path of this document or near one."""
    paths = sorted({operation.path for operation in operations(name).values()})
    filled = st.tuples(st.sampled_from(paths), LATIN).map(lambda two: re.sub(r"{\w+}", quote(two[1]), two[0]))
    return st.fixed_dictionaries(
        {
            "path": filled | LATIN.map(lambda text: "/" + quote(text)),
            "method": st.sampled_from(METHODS),
            "query_string": LATIN,
            "content_type": st.sampled_from(TYPES),
            "data": st.binary(max_size=64) | SIZES.flatmap(_long) | JSON,
            "headers": st.dictionaries(st.sampled_from(HEADERS), LATIN.map(str.strip), max_size=3),
        }
    )
