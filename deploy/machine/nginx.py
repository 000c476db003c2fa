"""Reads an nginx configuration: the words of its directives, and what each block inherits.

Only as much of the language as is needed to ask what is logged and passed on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from deploy.machine.findings import CannotLook

DUMPED = re.compile(r"^# configuration file (.+):\n", re.MULTILINE)  # as `nginx -T` begins each file
WORD = re.compile(
    r"""\s+ | \#[^\n]* | (?P<mark>[{};])
    | "(?P<double>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)'
    | (?P<bare>(?:\$\{[^}]*\}|\\.|[^\s{};"'\\])(?:\$\{[^}]*\}|\\.|[^\s{};\\])*)""",
    re.VERBOSE,
)
DEEPEST = 20


@dataclass(frozen=True)
class Directive:
    """A name, its words, and what stands in its braces."""

    name: str
    words: tuple[str, ...]
    block: tuple["Directive", ...] = ()
    line: int = 0
    file: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as an operator looks for it."""
        return f"line {self.line} of {self.file}" if self.line else self.file

    def all(self, name: str) -> tuple["Directive", ...]:
        """Directives of this name, directly in the block."""
        return tuple(one for one in self.block if one.name == name)


@dataclass
class _Words:
    """Words and marks with their lines, and how far they were read."""

    words: list[tuple[str, bool, int]]
    files: Mapping[str, str] = field(repr=False)
    name: str
    depth: int = 0
    at: int = 0


def parse(text: str, path: Path | None = None) -> Directive:
    """The whole configuration as one block: the file at `path` with its includes, or what `nginx -T` prints.

    Raises CannotLook when it is none.
    """
    files = _dumped(text)
    name, main = next(iter(files.items())) if files else (str(path or "the configuration"), text)
    if not files and path is not None:
        files = _included(text, path.parent)
    words = _Words(list(_words(main)), files, name)
    found = Directive("", (), tuple(_block(words, outermost=True)), 0, name)
    if not any(one.name in ("events", "http") for one in found.block):
        raise CannotLook("this is no nginx configuration: give what `nginx -T` prints")
    return found


def walk(top: Directive, above: Sequence[Directive] = ()) -> Iterator[tuple[Directive, tuple[Directive, ...]]]:
    """Each block with those around it, the outermost first."""
    yield top, tuple(above)
    for one in top.block:
        if one.block:
            yield from walk(one, (*above, top))


def _block(words: _Words, *, outermost: bool = False) -> Iterator[Directive]:
    line: list[str] = []
    began = 0
    while words.at < len(words.words):
        word, marks, number = words.words[words.at]
        words.at += 1
        if not marks:
            began = began if line else number
            line.append(word)
        elif word == ";":
            yield from _ended(line, began, words)
            line = []
        elif word == "{":
            inner = tuple(_block(words))
            if line:
                yield Directive(line[0], tuple(line[1:]), inner or (Directive("", ()),), began, words.name)
            line = []
        elif outermost:
            raise CannotLook(f"{words.name} has a brace too many in line {number}")
        elif line:
            raise CannotLook(f"{words.name} has a directive without an end in line {began}")
        else:
            return
    if not outermost or line:
        raise CannotLook(f"{words.name} ends within a block or a directive")


def _ended(line: Sequence[str], number: int, words: _Words) -> Iterator[Directive]:
    if not line:
        return
    if line[0] != "include" or len(line) < 2:
        yield Directive(line[0], tuple(line[1:]), (), number, words.name)
        return
    if words.depth >= DEEPEST:
        raise CannotLook("the configuration includes itself")
    for name, text in words.files.items():
        if name == line[1] or fnmatch(name, line[1]) or fnmatch(name, f"*/{line[1].lstrip('/')}"):
            inner = _Words(list(_words(text)), words.files, name, words.depth + 1)
            yield from _block(inner, outermost=True)


def _words(text: str) -> Iterator[tuple[str, bool, int]]:
    at = 0
    while at < len(text):
        found = WORD.match(text, at)
        if found is None:
            raise CannotLook("the configuration cannot be read: a quotation mark is missing")
        number = text.count("\n", 0, at) + 1
        at = found.end()
        if found["mark"]:
            yield found["mark"], True, number
        for kind in ("double", "single", "bare"):
            if found[kind] is not None:
                yield found[kind], False, number


def _dumped(text: str) -> dict[str, str]:
    """The files in a dump, by name, the main one first; none when it is not one."""
    parts = DUMPED.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _included(text: str, folder: Path) -> dict[str, str]:
    """The files that a single configuration includes, read from the disk. Raises OSError."""
    found: dict[str, str] = {}
    waiting = [text]
    while waiting and len(found) < 1000:
        for name in re.findall(r"^\s*include\s+([^;]+);", waiting.pop(), re.MULTILINE):
            pattern = name.strip().strip("\"'")
            base, rest = (Path("/"), pattern.lstrip("/")) if pattern.startswith("/") else (folder, pattern)
            for path in sorted(base.glob(rest)):
                if str(path) not in found:
                    found[str(path)] = path.read_text(encoding="utf-8", errors="replace")
                    waiting.append(found[str(path)])
    return found
