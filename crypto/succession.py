"""Who must have signed a version of the directory: checks 4 and 5 of docs/protocol.md, section 2."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from crypto.document import Signed
from crypto.errors import BadSignature, BrokenChain
from crypto.limits import AGREED_DAYS, HASH
from crypto.signatures import Domain
from crypto.version import Directory, DirectoryMember


def check_founding(founding: Directory, document: Signed) -> None:
    """Check 4: version 1 has none before and is signed by all its members. `BrokenChain`, `BadSignature`."""
    if founding.previous != bytes(HASH):
        raise BrokenChain("previous")
    if not {one.sign for one in founding.members} <= document.signers(Domain.DIRECTORY):
        raise BadSignature("founding")


def check_successions(chain: Sequence[Directory], documents: Sequence[Signed]) -> None:
    """Check 5: each later version links to the one before and bears the signatures it needs.

    `BrokenChain`, `BadSignature`.
    """
    agreed = chain[0].day
    for (before, version), document in zip(pairwise(chain), documents[1:], strict=True):
        if version.previous != before.hash:
            raise BrokenChain("previous")
        signers = document.signers(Domain.DIRECTORY)
        if len(signers & {one.sign for one in before.members}) >= before.quorum:
            agreed = version.day
        elif not _is_signed_renewal(before, version, signers, agreed):
            raise BadSignature("quorum")


def _is_signed_renewal(before: Directory, version: Directory, signers: frozenset[bytes], agreed: date) -> bool:
    """Whether the members whose keys are new have signed it, and it ends soon enough after a quorum last agreed.

    Who was voted out could otherwise, with the server's help, keep the old list alive for ever.
    """
    renewed = {one.sign for one in version.members if one.since == version.version}
    in_time = version.not_after - agreed <= timedelta(days=AGREED_DAYS)
    return _is_renewal(before, version) and renewed <= signers and in_time


def _is_renewal(before: Directory, version: Directory) -> bool:
    """Whether nothing but some members' encryption keys is new."""
    if len(before.members) != len(version.members):
        return False
    renewed = [pair for pair in zip(before.members, version.members, strict=True) if pair[0] != pair[1]]
    as_before = replace(
        version,
        version=before.version,
        day=before.day,
        not_after=before.not_after,
        previous=before.previous,
        members=before.members,
        hash=before.hash,
    )
    return as_before == before and bool(renewed) and all(_has_renewed(*pair, version.version) for pair in renewed)


def _has_renewed(before: DirectoryMember, member: DirectoryMember, version: int) -> bool:
    same = replace(member, keys=before.keys, since=before.since, keys_signature=before.keys_signature)
    return same == before and member.keys != before.keys and member.since == version
