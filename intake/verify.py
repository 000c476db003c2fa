"""Compares what is served with what was published, from outside, as a reporter's browser would get it."""

import hashlib
import json

import httpx

from intake.headers import fixed_headers
from intake.site import MANIFEST

SECONDS = 20.0
# The server's name is blanked by us but may be set by a proxy in front; it is no part of what was published.
NOT_COMPARED = {"Server"}


def differences(url: str, expected: bytes) -> list[str]:
    """One sentence for each file or header at `url` that is not as the manifest `expected` says; none when all is as
    published.
    """
    base = url.rstrip("/")
    manifest = json.loads(expected)
    headers = {
        name: value
        for name, value in fixed_headers(https=base.startswith("https://")).items()
        if name not in NOT_COMPARED
    }
    headers["Content-Security-Policy"] = manifest["csp"]
    with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
        found = _of_file(
            client, base, f"/{MANIFEST}", hashlib.sha256(expected).hexdigest(), "application/json", headers
        )
        for path, entry in manifest["files"].items():
            policy = {"Content-Security-Policy": entry.get("csp", manifest["csp"])}
            found += _of_file(client, base, path, entry["sha256"], entry["content_type"], headers | policy)
    return found


def _of_file(
    client: httpx.Client, base: str, path: str, sha256: str, content_type: str, headers: dict[str, str]
) -> list[str]:
    try:
        answer = client.get(base + path)
    except httpx.HTTPError as error:
        return [f"{path}: cannot be fetched ({type(error).__name__})"]
    if answer.status_code != 200:
        return [f"{path}: status {answer.status_code}"]
    found = [] if hashlib.sha256(answer.content).hexdigest() == sha256 else [f"{path}: other bytes than were published"]
    wanted = headers | {"Content-Type": content_type}
    return found + [
        f"{path}: header {name} is not as published"
        for name, value in wanted.items()
        if answer.headers.get(name) != value
    ]
