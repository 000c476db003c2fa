"""A case that is ready to be destroyed, its destruction, and what the job leaves of it in the store of second keys."""

import json

from sqlalchemy import select

from crypto.approval import Action
from crypto.certificate import Beyond, Certificate, Method, What, certificate_hash, make_certificate
from crypto.derivation import sha256
from crypto.document import Signed
from crypto.entry import State, entry_hash, parse_entry
from crypto.order import Act, Period, Rules, order_body, order_hash, sign_order
from reviewer.order_models import StandingOrder
from tests.integration.backing import Vault
from tests.integration.reviewer.record_line import RecordLine, Story

RULES = Rules("us", {"general": Period(7, 0)}, 90)


def ready(record: RecordLine) -> Story:
    """Closed, retained, and asked to be destroyed."""
    chair, director, counsel = record.members
    adopt(record)
    story = record.open_case().add(director, "asks")
    record.night()
    story.add(chair, approvals=story.approval(Action.CLOSE, chair, director), state=State.CLOSED, due=())
    record.night()
    story.add(counsel, state=State.RETAINED, review="2034-Q1").add(counsel, "asks")
    return story


def destroy(record: RecordLine, story: Story) -> None:
    """What two approved is done, and the night comes."""
    chair, director, counsel = record.members
    approvals = story.approval(Action.DESTROY, counsel, director)
    story.add(chair, approvals=approvals, state=State.DESTROYED, review="")
    record.night()


def adopt(record: RecordLine) -> bytes:
    """The hash of the order of rules, which two members give unless it is there."""
    with record.line.database.write() as session:
        held = session.scalar(select(StandingOrder.hash).where(StandingOrder.number == 0))
        if held is not None:
            return held
        day, (chair, director, _) = record.line.time.clock().today(), record.members
        instance = record.line.settings.instance
        body = order_body(instance=instance, number=0, previous=bytes(32), day=day, act=Act.RULES, rules=RULES)
        signed = Signed(body, tuple(sign_order(one.sign_seed, body) for one in (chair, director)))
        hashed, document = order_hash(signed), signed.serialise().decode()
        session.add(StandingOrder(number=0, hash=hashed, day=day, document=document))
    return hashed


def bury(record: RecordLine, story: Story, vault: Vault) -> None:
    """A tombstone of the case, as the job writes it."""
    _, director, counsel = record.members
    made = Certificate(
        instance=record.line.settings.instance,
        day=story.today,
        what=What.CASE,
        sealed=tuple(sorted({sha256(one) for one in story.sealed})),
        order=adopt(record),
        method=(Method.OVERWRITTEN,),
        beyond=(Beyond.BACKUPS,),
        case=story.case,
        entries=tuple(map(entry_hash, story.documents)),
        approval=sha256(parse_entry(story.documents[-1]).approvals[0][0].message),
        approvers=tuple(sorted((director.sign_key(), counsel.sign_key()))),
    )
    _write(record, made, vault, [one.serialise().decode() for one in story.documents])


def bury_epochs(record: RecordLine, first: int, last: int, vault: Vault) -> None:
    """A tombstone of the batches of these epochs."""
    hashes = tuple(sorted(sha256(b"%d" % epoch) for epoch in range(first, last + 1)))
    made = Certificate(
        instance=record.line.settings.instance,
        day=record.line.time.clock().today(),
        what=What.EPOCHS,
        sealed=hashes,
        order=adopt(record),
        method=(Method.OVERWRITTEN,),
        beyond=(Beyond.BACKUPS,),
        first=first,
        last=last,
    )
    _write(record, made, vault, [])


def _write(record: RecordLine, made: Certificate, vault: Vault, entries: list[str]) -> None:
    signed = make_certificate(made, record.line.settings.board_seed)
    folder = vault.keys / "tombstones"
    folder.mkdir(exist_ok=True)
    content = json.dumps({"certificate": signed.serialise().decode(), "entries": entries})
    (folder / f"{certificate_hash(signed).hex()}.json").write_text(content)
