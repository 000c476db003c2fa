"""What one language grants, seals and signs in a case the other opens and checks."""

import json
from datetime import date
from typing import Any

import pytest

from crypto import checkpoint, tree
from crypto.approval import Action, Approval, approval_body, sign_approval
from crypto.confirmation import Confirmation, confirmation_body, sign_confirmation
from crypto.document import Signed, parse_signed
from crypto.entropy import fresh
from crypto.entry import open_content, seal_content
from crypto.grant import new_case, new_case_key, open_grant, seal_grant
from crypto.index import open_index, seal_index
from crypto.item import Item, open_item, seal_item
from crypto.opening import open_envelope
from crypto.order import Act, order_body, sign_order
from crypto.record import check_record
from crypto.ring import make_reading_keys, open_ring, seal_ring
from crypto.signatures import public_key
from tests.protocol.conftest import Ask, Json
from tests.vectors.areas.order import RULES
from tests.vectors.case_line import CASE, CHAIR, DAY, SECOND, recused, whole
from tests.vectors.line import BOARD_SEED, CURRENT, FILE, FINGERPRINT, INSTANCE, content, reader, seal

TEXT = '{"kind":"note","text":"“Übergabe” 納品"}'
AUTHOR = SECOND.sign_key()


def one(ask: Ask, do: str, **request: Any) -> Json:
    [answer] = ask([{"do": do, **request}])
    return answer


def test_grants_both_ways(ask: Ask) -> None:
    key, case = new_case_key(), new_case()
    public = {"x25519": SECOND.public().x25519, "mlkem": SECOND.public().mlkem}
    place: Json = {"instance": INSTANCE, "case": case, "number": 7}
    made = one(ask, "seal_grant", case_key=key, public=public, **place)
    assert open_grant(bytes.fromhex(made["grant"]), SECOND, INSTANCE, case, 7) == key
    given = {"grant": seal_grant(key, SECOND.public(), INSTANCE, case, 7), **reader(SECOND), **place}
    assert one(ask, "grant", input=given) == {"case_key": key.hex()}


def test_items_both_ways(ask: Ask) -> None:
    envelope = seal(content()).envelope
    found = Item(open_envelope(envelope, CHAIR, [FINGERPRINT], INSTANCE).content_key, FINGERPRINT, envelope)
    key = new_case_key()
    parts = {"content_key": found.content_key, "directory_hash": FINGERPRINT, "envelope": envelope}
    made = one(ask, "seal_item", case_key=key, **parts)
    assert (made["id"], made["case"]) == (found.id.hex(), found.case.hex())
    sealed = bytes.fromhex(made["item"])
    item, opened = open_item(
        sealed, key, found.case, found.id, instance=INSTANCE, directory_hashes=[FINGERPRINT], slot=2
    )
    assert item == found
    assert opened.content == content()
    given = {"item": seal_item(found, key, found.case), "case_key": key, "case": found.case, "id": found.id}
    answer = one(ask, "item", input={**given, "instance": INSTANCE, "directory": FILE, "slot": 2})
    assert answer["content"] == content().serialise().decode()


def test_contents_and_indexes_both_ways(ask: Ask) -> None:
    key = new_case_key()
    place: Json = {"case_key": key, "case": CASE, "sequence": 5, "author": AUTHOR}
    made = one(ask, "seal_content", content=TEXT, **place)
    assert open_content(bytes.fromhex(made["content"]), key, CASE, 5, AUTHOR).decode() == TEXT
    given = {"content": seal_content(TEXT.encode(), key, CASE, 5, AUTHOR), **place}
    assert one(ask, "content", input=given) == {"content": TEXT}
    own: Json = {"sign_seed": SECOND.sign_seed, "instance": INSTANCE}
    made = one(ask, "seal_index", content=TEXT, **own)
    assert open_index(bytes.fromhex(made["index"]), SECOND.sign_seed, INSTANCE).decode() == TEXT
    index = seal_index(TEXT.encode(), SECOND.sign_seed, INSTANCE)
    assert one(ask, "member", input={"do": "open_index", "index": index, **own}) == {"content": TEXT}


def test_rings_grow_on_both_sides(ask: Ask) -> None:
    asked: Json = {**reader(SECOND), "instance": INSTANCE}
    first = one(ask, "renew_ring", ring=None, day="2026-04-02", **asked)
    [opened] = open_ring(bytes.fromhex(first["ring"]), SECOND, INSTANCE)
    assert (opened.secret.public().x25519.hex(), opened.day) == (first["public"]["x25519"], date(2026, 4, 2))
    ring = seal_ring([make_reading_keys(SECOND, date(2026, 7, 1)), opened], SECOND.sign_seed, INSTANCE)
    grown = one(ask, "renew_ring", ring=ring, day="2026-10-09", **asked)
    held = open_ring(bytes.fromhex(grown["ring"]), SECOND, INSTANCE)
    assert [one.day.month for one in held] == [10, 7, 4]
    assert held[1:] == open_ring(ring, SECOND, INSTANCE)


def test_entries_and_approvals_are_written_and_signed_alike(ask: Ask) -> None:
    secrets = {secret.sign_key(): secret for secret in (CHAIR, SECOND)}
    story = recused()
    again = []
    for document in story.documents:
        seed = secrets[document.signatures[0].key].sign_seed
        made = one(ask, "sign_entry", entry=document.body, seed=seed)
        again.append(parse_signed(bytes.fromhex(made["document"])))
    assert again == story.documents
    assert check_record(again, INSTANCE, CASE, CURRENT.chain).hashes[-1] == story.last
    body = approval_body(Approval(INSTANCE, CASE, Action.MERGE, fresh(32), DAY, DAY))
    fields = {name: value for name, value in json.loads(body).items() if name != "type"}
    signature = sign_approval(SECOND.sign_seed, body)
    listed = [{"key": signature.key.hex(), "signature": signature.signature.hex()}]
    made = one(ask, "sign_approval", approval=fields, seed=SECOND.sign_seed)
    assert made == {"body": body, "signatures": listed}


def test_confirmations_are_written_and_signed_alike(ask: Ask) -> None:
    body = confirmation_body(Confirmation(INSTANCE, fresh(32), DAY))
    fields = {name: value for name, value in json.loads(body).items() if name != "type"}
    made = one(ask, "sign_confirmation", confirmation=fields, seed=SECOND.sign_seed)
    assert made == Signed(body, (sign_confirmation(SECOND.sign_seed, body),)).to_json()


@pytest.mark.parametrize("act", Act)
def test_orders_are_written_and_signed_alike(ask: Ask, act: Act) -> None:
    rules = RULES if act is Act.RULES else None
    body = order_body(instance=INSTANCE, number=7, previous=fresh(32), day=DAY, act=act, of=None, rules=rules)
    fields = {name: value for name, value in json.loads(body).items() if name != "type"}
    made = one(ask, "sign_order", order=fields, seed=SECOND.sign_seed)
    assert made == Signed(body, (sign_order(SECOND.sign_seed, body),)).to_json()


def test_a_whole_record_ends_alike(ask: Ask) -> None:
    story = whole()
    record = json.dumps([document.to_json() for document in story.documents]).encode()
    where: Json = {"instance": INSTANCE, "case": CASE, "directory": FILE, "today": None}
    answer = one(ask, "record", input={"do": "check", "record": record, "pinned": None, **where})
    found = story.record()
    assert answer["last"] == found.hashes[-1].hex()
    assert answer["readers"] == [[key.hex(), ""] for key in sorted(found.readers)]


def test_proofs_and_checkpoints_are_made_alike(ask: Ask) -> None:
    leaves = [fresh(32) for _ in range(71)]
    for index, size in ((0, 1), (70, 64), (35, 70)):
        made = one(ask, "proofs", leaves=leaves, index=index, size=size)
        proofs = tree.inclusion_proof(index, leaves), tree.consistency_proof(size, leaves)
        assert [made["inclusion"], made["consistency"]] == [[each.hex() for each in proof] for proof in proofs]
    found = checkpoint.Checkpoint(INSTANCE, 128, fresh(32), 20001)
    note = checkpoint.make_checkpoint(found, BOARD_SEED)
    asked = {"instance": INSTANCE, "size": 128, "root": found.root, "epoch": 20001, "seed": BOARD_SEED}
    assert one(ask, "make_checkpoint", **asked) == {"note": note.hex()}
    assert checkpoint.verify_checkpoint(note, public_key(BOARD_SEED), INSTANCE) == found
