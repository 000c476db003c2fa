"""The plan: exactly what a run would do now, and its digest, by which somebody can demand that it does only that."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crypto.derivation import sha256
from reviewer import orders
from reviewer.clock import Clock
from reviewer.destruction_models import Kind
from reviewer.retention.batches import Batches
from reviewer.retention.boards import Boards
from reviewer.retention.cases import Cases
from reviewer.retention.occasion import Occasion, find_occasion
from reviewer.retention.people import People
from reviewer.retention.targets import Kept, Planned, Target
from reviewer.retention.visits import Visits
from reviewer.settings import Settings

TARGETS: Sequence[Target] = (Cases(), Batches(), Boards(), Visits(), People())
SHOWN = 40  # keys of a target that the table shows; JSON has them all


@dataclass(frozen=True)
class Plan:
    """`occasion` is None while no rules are adopted. Where that is so, or something is frozen, nothing is due."""

    occasion: Occasion | None
    frozen: bool
    targets: tuple[Planned, ...] = ()

    @property
    def state(self) -> str:
        """Why nothing is due, or that something may be."""
        return "frozen" if self.frozen else "no rules" if self.occasion is None else "open"

    @property
    def digest(self) -> str:
        """Of what goes, and by which rules; not of the day."""
        rules = self.occasion.order.hex() if self.occasion else ""
        goes = {one.kind: one.keys for one in self.targets}
        return sha256(json.dumps([self.state, rules, goes]).encode()).hex()

    def kept(self) -> Iterator[tuple[Kind, Kept]]:
        """What would be due and stays."""
        return ((one.kind, kept) for one in self.targets for kept in one.kept)

    def to_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "rules": self.occasion.order.hex() if self.occasion else "",
            "targets": [_to_json(one) for one in self.targets],
            "digest": self.digest,
        }

    def lines(self) -> Iterator[str]:
        """The same for people."""
        yield f"state: {self.state}"
        for one in self.targets:
            yield f"{one.kind:<8}{len(one.keys):>8} to destroy{len(one.kept):>8} kept"
            yield from (f"    {key}" for key in one.keys[:SHOWN] if key)
            if len(one.keys) > SHOWN:
                yield f"    and {len(one.keys) - SHOWN} more (--json has all)"
            yield from (f"    {kept.key} kept: {kept.why} since {kept.since}" for kept in one.kept[:SHOWN])
        yield f"digest: {self.digest}"


def make_plan(session: Session, settings: Settings, clock: Clock) -> Plan:
    """Raises BrokenOrders."""
    occasion, frozen = find_occasion(session, settings, clock), orders.is_frozen(session)
    if occasion is None or frozen:
        return Plan(occasion, frozen)
    return Plan(occasion, frozen, tuple(one.plan(session, occasion) for one in TARGETS))


def _to_json(one: Planned) -> dict[str, Any]:
    kept = [{"key": kept.key, "why": kept.why, "since": kept.since.isoformat()} for kept in one.kept]
    return {"target": one.kind, "keys": list(one.keys), "kept": kept}
