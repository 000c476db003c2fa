"""Serves the published pages from memory, exactly as the manifest lists them. Nothing is made per request."""

import hashlib
import json
import threading
from dataclasses import dataclass
from pathlib import Path

from intake.errors import NotReady

MANIFEST = "manifest.json"
OFFLINE = "offline.html"


@dataclass(frozen=True)
class PublishedFile:
    """One file as it is served.

    `gzipped` is the same, compressed when it was published, if that made it smaller. `csp` is None where the policy of
    all other pages holds.
    """

    body: bytes
    gzipped: bytes | None
    content_type: str
    download: bool
    csp: str | None = None


@dataclass(frozen=True)
class _Edition:
    mark: tuple[int, ...]
    files: dict[str, PublishedFile]


class Site:
    """The pages in `folder`; a newly published edition is taken up whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._edition = _Edition((), {})
        self._lock = threading.Lock()

    def file(self, path: str) -> PublishedFile | None:
        """The file that is served at `path`, which begins with "/". Raises NotReady before anything is published."""
        return self._current().files.get(path)

    def _current(self) -> _Edition:
        try:
            status = (self._folder / MANIFEST).stat()
        except FileNotFoundError as error:
            raise NotReady("nothing is published yet. Run: sealed-line-intake publish") from error
        mark = (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)
        with self._lock:
            if self._edition.mark != mark:
                self._edition = _Edition(mark, _load(self._folder.resolve()))
            return self._edition


def place_of(path: str) -> str:
    """Where the file served at `path` lies in the published folder."""
    return f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")


def _load(folder: Path) -> dict[str, PublishedFile]:
    manifest_bytes = (folder / MANIFEST).read_bytes()
    entries = json.loads(manifest_bytes)["files"]
    files = {
        path: _read(folder / place_of(path), entry["sha256"], entry["content_type"], entry.get("csp"))
        for path, entry in entries.items()
    }
    files[f"/{MANIFEST}"] = PublishedFile(manifest_bytes, None, "application/json", download=False)
    return files


def _read(path: Path, sha256: str, content_type: str, csp: str | None) -> PublishedFile:
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != sha256:
        raise NotReady("a published file is not what the manifest says")
    packed = path.with_name(f"{path.name}.gz")
    gzipped = packed.read_bytes() if packed.exists() else None
    return PublishedFile(body, gzipped, content_type, download=path.name == OFFLINE, csp=csp)
