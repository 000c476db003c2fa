"""Sealed values that are about to go, for their hashes and for the witness.

On PostgreSQL the job's role reads them through views that show nothing of what lives; on SQLite there are no roles.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import FromClause, LargeBinary, Select, String, column, select, table, union_all
from sqlalchemy.orm import Session

from crypto.batch import split
from crypto.limits import CTX, WRAPPED
from reviewer.case_models import CaseGrant, EntryContent, IndexBlob, Item
from reviewer.database import POSTGRES
from reviewer.models import Batch, Marks, Member, MemberState, Passkey, Ring

ROWS = 64  # read at once
# The views of migration 0006.
DESTROYED_VALUE = table("destroyed_value", column("case", String), column("value", LargeBinary))
DESTROYED_BATCH = table("destroyed_batch", column("epoch"), column("number"), column("value", LargeBinary))
LEFT_SECRET = table("left_secret", column("id", String), column("value", LargeBinary))


def of_cases(session: Session, cases: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Case and value of each content, grant and item of these destroyed cases."""
    tables = (EntryContent, CaseGrant, Item)
    anywhere = union_all(*(select(one.case, one.value) for one in tables)).subquery()
    source = DESTROYED_VALUE if _on_postgres(session) else anywhere
    yield from _rows(session, select(source.c.case, source.c.value).where(source.c.case.in_(cases)))


def of_batch(session: Session, epoch: int) -> Iterator[bytes]:
    """Of each envelope of a batch whose destruction is noted: what is sealed. Its head stands on boards, too."""
    source = DESTROYED_BATCH if _on_postgres(session) else Batch.__table__
    found = select(source.c.epoch, source.c.value).where(source.c.epoch == epoch).order_by(source.c.number)
    for _, value in session.execute(found.execution_options(yield_per=1)):  # one has up to 17 MB
        yield from (envelope[CTX:] for envelope in split([value]))


def of_people(session: Session, people: Sequence[str]) -> Iterator[bytes]:
    """What is left of those who were retired."""
    left = _left(session)
    for _, value in _rows(session, select(left.c.id, left.c.value).where(left.c.id.in_(people))):
        yield value


def who_left_something(session: Session) -> list[str]:
    """Ids of the retired of whom something is left, ascending."""
    return sorted(session.scalars(select(_left(session).c.id).distinct()))


def _left(session: Session) -> FromClause:
    """Id and value; zeros are what `people` puts in the place of a secret."""
    if _on_postgres(session):
        return LEFT_SECRET
    secrets = (Member.wrapped, Member.resting)
    own = [(kept.member_id, kept.value) for kept in (Marks, Ring, IndexBlob)]
    parts = [*((Member.id, one) for one in secrets), *own, (Passkey.member_id, Passkey.public_key)]
    kept = union_all(*(select(who.label("id"), value.label("value")) for who, value in parts)).subquery()
    retired = select(Member.id).where(Member.state == MemberState.RETIRED)
    return select(kept).where(kept.c.id.in_(retired), kept.c.value != bytes(WRAPPED)).subquery()


def _rows(session: Session, found: Select[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for one in session.execute(found.execution_options(yield_per=ROWS)):
        yield one[0], one[1]


def _on_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == POSTGRES
