"""Ways to alter standing orders and certificates in the database, each with what an audit must name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crypto.certificate import Certificate, certificate_hash, make_certificate, parse_certificate
from crypto.document import Signed, sign_text, signed_from
from crypto.entropy import fresh
from crypto.keys import generate
from crypto.order import order_hash
from crypto.signatures import Domain
from crypto.strict import parse_json, serialise
from reviewer.audit_findings import What
from tests.integration.reviewer.tampering import Names, Tamperer, Tampering, about_leaf, of, together, turned

Row = dict[str, Any]


def of_order(number: int, *kinds: What) -> Names:
    """A finding about this order, of one of these kinds if any are given."""
    return lambda one: one.order == number and (not kinds or one.what in kinds)


def of_certificate(hashed: bytes, *kinds: What) -> Names:
    return lambda one: one.certificate == hashed.hex() and (not kinds or one.what in kinds)


@dataclass
class OrderTamperer:
    """Alters what `by` knows of orders and certificates."""

    by: Tamperer

    def all(self) -> Iterator[Tampering]:
        """Each kind in turn, everywhere it can be done."""
        self.orders: list[Row] = sorted(self.by.rows["standing_order"], key=lambda one: int(one["number"]))
        for row in self.orders:
            yield from self._of_order(row)
        yield from self._insertions()
        yield from self._ends()
        for row in self.by.rows["certificate"]:
            yield from self._of_certificate(row)
            yield self._forged(row)
            yield self._dated_back(row)

    # ---- orders -------------------------------------------------------------------------------

    def _of_order(self, row: Row) -> Iterator[Tampering]:
        number = int(row["number"])
        for name, edited in self._edits(row):
            yield Tampering(f"{name} of order {number}", self._documented(row, edited), (of_order(number),))
        for name in ("hash", "day"):
            act = self.by.set("standing_order", row, **{name: turned(row[name], self.by.chance)})
            yield Tampering(f"column {name} of order {number}", act, (of_order(number, What.ORDER_COLUMNS),))
        if number + 1 < len(self.orders):
            gone = self.by.delete("standing_order", row)
            yield Tampering(f"order {number} deleted", gone, (of_order(number, What.ORDER_MISSING),))
            yield self._rewritten(row)
        for other in self.orders[number + 1 :]:
            named = tuple(of_order(int(one["number"]), What.ORDER_MOVED) for one in (row, other))
            yield Tampering(f"orders {number} and {other['number']} swapped", self._swapped(row, other), named)

    def _rewritten(self, row: Row) -> Tampering:
        """By all who signed it, with every column made to fit: another day, or other rules."""
        number, body = int(row["number"]), body_of(row)
        body["rules"] |= {"calendar": 31} if body["rules"] else {}
        body["day"] = (date.fromisoformat(body["day"]) + timedelta(0 if body["rules"] else -1)).isoformat()
        signed = self._signed(body, [one.key for one in signed_of(row).signatures])
        day, hashed = date.fromisoformat(body["day"]), order_hash(signed)
        act = self.by.set("standing_order", row, document=signed.serialise().decode(), hash=hashed, day=day)
        kinds = (What.ORDER_REWRITTEN, What.ORDER_LINK)
        return Tampering(f"order {number} written anew", act, (of_order(number, *kinds),))

    def _insertions(self) -> Iterator[Tampering]:
        """At the end: by nobody, unsigned, by one where two must sign, and each that is there already once more."""
        number = len(self.orders)
        chair, *_ = self.by.record.members
        stranger = generate(3)
        self.by.keys[stranger.sign_key()] = stranger
        freeze = self._following(act="freeze", of=number, rules={})
        rules = self._following(act="rules", of=number, rules=body_of(self.orders[2])["rules"])
        for name, signed in (
            ("by nobody", self._signed(freeze, [stranger.sign_key()])),
            ("not signed", Signed(serialise(freeze).decode(), self._signed(rules, [chair.sign_key()]).signatures)),
            ("rules by one", self._signed(rules, [chair.sign_key()])),
        ):
            yield self._insert(f"an order {name}", signed, (of_order(number),))
        for row in self.orders:
            again = (of_order(number, What.ORDER_INSERTED),)
            yield self._insert(f"order {row['number']} again", signed_of(row), again)

    def _ends(self) -> Iterator[Tampering]:
        """The release taken away, and all after it: what was destroyed since then was destroyed against a freeze."""
        [number] = [int(one["number"]) for one in self.orders if body_of(one)["act"] == "release"]
        gone = [self.by.delete("standing_order", one) for one in self.orders[number:]]
        leaf = about_leaf(self.by.leaves[self.orders[number]["hash"]])
        yield Tampering("the release cut off", together(*gone), (leaf, of(What.FROZEN, None, "order 0")))

    def _following(self, **fields: Any) -> dict[str, Any]:
        last = self.orders[-1]
        place = {"number": len(self.orders), "previous": last["hash"].hex()}
        return {**body_of(last), **place, **fields}

    def _insert(self, name: str, signed: Signed, names: tuple[Names, ...]) -> Tampering:
        row = {"number": len(self.orders), "hash": fresh(32), "day": date(2027, 1, 16)}
        document = signed.serialise().decode()
        return Tampering(f"{name} put in", self.by.insert("standing_order", row, document=document), names)

    def _swapped(self, one: Row, other: Row) -> Any:
        columns = ("hash", "day", "document")
        values = [{name: row[name] for name in columns} for row in (other, one)]
        apart = self.by.set("standing_order", one, hash=fresh(32))
        return together(
            apart, self.by.set("standing_order", other, **values[1]), self.by.set("standing_order", one, **values[0])
        )

    def _signed(self, body: dict[str, Any], keys: list[bytes]) -> Signed:
        text = serialise(body).decode()
        signers = [self.by.keys[key] for key in keys]
        return Signed(text, tuple(sign_text(Domain.ORDER, one.sign_seed, text) for one in signers))

    # ---- certificates -------------------------------------------------------------------------

    def _of_certificate(self, row: Row) -> Iterator[Tampering]:
        hashed = row["hash"]
        for name, edited in self._edits(row):
            act = self.by.set("certificate", row, document=edited)
            yield Tampering(f"{name} of a certificate", act, (of_certificate(hashed),))
        for name in ("hash", "day", "case"):
            value = turned(row[name] or "0" * 32, self.by.chance)
            place = value if name == "hash" else hashed
            act = self.by.set("certificate", row, **{name: value})
            yield Tampering(f"column {name}", act, (of_certificate(place, What.CERTIFICATE_COLUMNS),))
        leaf = about_leaf(self.by.leaves[hashed])
        yield Tampering("a certificate deleted", self.by.delete("certificate", row), (leaf,))
        for name, changed, kind in self._lies(row):
            yield self._signed_anew(name, row, changed, kind)
        if row["case"]:
            content = {"case": row["case"], "sequence": 0, "value": fresh(64)}
            left = (of_certificate(hashed, What.CERTIFICATE_LEFT),)
            yield Tampering("what is said to be gone", self.by.insert("entry_content", content), left)

    def _lies(self, row: Row) -> Iterator[tuple[str, dict[str, Any], What]]:
        """Fields of a certificate that its own signer gives otherwise, and what they are called."""
        yield "other rules", {"order": fresh(32).hex()}, What.CERTIFICATE_RULES
        yield "rules of a freeze", {"order": self.orders[0]["hash"].hex()}, What.CERTIFICATE_RULES
        if not row["case"]:
            return
        body = body_of(row)
        [other] = [case for case, story in self.by.stories.items() if len(story.documents) == 1][:1]
        yield "another case", {"case": other}, What.CERTIFICATE_CASE
        yield "an entry less", {"entries": body["entries"][:-1]}, What.CERTIFICATE_ENTRIES
        yield "a content less", {"sealed": body["sealed"][1:]}, What.CERTIFICATE_SEALED
        yield "another approval", {"approval": fresh(32).hex()}, What.CERTIFICATE_APPROVAL
        keys = sorted((body["approvers"][0], fresh(32).hex()))
        yield "another approver", {"approvers": keys}, What.CERTIFICATE_APPROVAL

    def _signed_anew(self, name: str, row: Row, changed: dict[str, Any], kind: What) -> Tampering:
        signed = self._certificate({**body_of(row), **changed})
        hashed = certificate_hash(signed)
        values = {"hash": hashed, "document": signed.serialise().decode(), "case": changed.get("case", row["case"])}
        names = (of_certificate(hashed, kind), about_leaf(self.by.leaves[row["hash"]]))
        return Tampering(f"a certificate with {name}", self.by.set("certificate", row, **values), names)

    def _dated_back(self, row: Row) -> Tampering:
        """By who holds the board key: of a month ago, so that it should have been in the tree long since."""
        day = row["day"] - timedelta(40)
        signed = self._certificate({**body_of(row), "day": day.isoformat()})
        hashed = certificate_hash(signed)
        values = {"hash": hashed, "day": day, "document": signed.serialise().decode()}
        named = (of_certificate(hashed, What.CERTIFICATE_NOT_IN_TREE),)
        return Tampering("a certificate dated back", self.by.insert("certificate", row, **values), named)

    def _forged(self, row: Row) -> Tampering:
        """Of today, and signed by a member who would like it to be so."""
        day, member = self.by.record.line.time.clock().today(), self.by.record.members[0]
        text = serialise({**body_of(row), "day": day.isoformat()}).decode()
        made = Signed(text, (sign_text(Domain.CERTIFICATE, member.sign_seed, text),))
        hashed = certificate_hash(made)
        values = {"hash": hashed, "day": day, "document": made.serialise().decode()}
        named = (of_certificate(hashed, What.CERTIFICATE_SIGNATURE),)
        return Tampering("a certificate by nobody", self.by.insert("certificate", row, **values), named)

    def _certificate(self, body: dict[str, Any]) -> Signed:
        text = serialise(body).decode()
        seed = self.by.record.line.settings.board_seed
        made = Signed(text, (sign_text(Domain.CERTIFICATE, seed, text),))
        found: Certificate = parse_certificate(made)  # a lie of the right form
        assert make_certificate(found, seed) == made
        return made

    # ---- both ---------------------------------------------------------------------------------

    def _edits(self, row: Row) -> Iterator[tuple[str, str]]:
        """Each field of the body, and letters anywhere in the document."""
        document, body = json.loads(row["document"]), body_of(row)
        for name, value in body.items():
            other = self._other(value)
            yield f"field {name}", serialise({**document, "body": serialise({**body, name: other}).decode()}).decode()
        for _ in range(4):
            yield "a letter", self.by._turned_letter(row["document"])

    def _other(self, value: Any) -> Any:
        match value:
            case list():
                return [*value, {}]
            case dict():
                return {**value, "why": ""}
            case int():
                return value + 1
        return turned(value or "0", self.by.chance)

    def _documented(self, row: Row, document: str) -> Any:
        return self.by.set("standing_order", row, document=document)


def body_of(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.loads(row["document"])["body"])
    return found


def signed_of(row: Row) -> Signed:
    return signed_from(parse_json(row["document"].encode()))
