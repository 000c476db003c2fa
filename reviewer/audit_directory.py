"""Checks the stored directory, on which every other check of an audit relies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crypto.directory import verify_directory
from crypto.errors import ProtocolError
from crypto.version import Directory
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import DirectoryRow


@dataclass
class AuditDirectory:
    """The versions found good, as one chain; empty if there are none."""

    instance: bytes
    chain: Sequence[Directory] = ()

    @property
    def hashes(self) -> list[bytes]:
        """Of each version."""
        return [one.hash for one in self.chain]

    def read(self, rows: Iterable[DirectoryRow]) -> Iterator[Finding]:
        """Every file by itself, and that each grew from those before. The longest good one is gone by from then on."""
        chains: list[Sequence[Directory]] = []
        numbered = False
        for row in rows:
            numbered = numbered or row.version is not None
            found = self._chain_of(row)
            if found:
                chains.append(found)
            else:
                name = "its file" if row.version is None else f"version {row.version}"
                yield Finding(What.DIRECTORY, detail=f"{name} is not validly signed, or not of this line")
        self.chain = max(chains, key=len, default=())
        yield from self._compare(chains, numbered)

    def _chain_of(self, row: DirectoryRow) -> Sequence[Directory]:
        try:
            chain = verify_directory(row.value, today=None, fingerprint=None).chain
        except ProtocolError:
            return ()
        stored = (row.version, row.hash)
        ours = chain[0].instance == self.instance and stored in ((None, None), (len(chain), chain[-1].hash))
        return chain if ours else ()

    def _compare(self, chains: Sequence[Sequence[Directory]], numbered: bool) -> Iterator[Finding]:
        if not self.chain:
            yield Finding(What.DIRECTORY, detail="there is none, so that no signature can be checked")
        for one in chains:
            if [version.hash for version in one] != self.hashes[: len(one)]:
                yield Finding(What.DIRECTORY, detail=f"version {len(one)} is not one that led to the last")
        for number in range(1, len(self.chain)) if numbered else ():
            if number not in {len(one) for one in chains}:
                yield Finding(What.DIRECTORY, detail=f"version {number} is missing among the stored files")
