"""Routes of the duty rota: who has this week, whether anybody has looked, and who takes turns.

Everybody on the committee is told the same, but for the day of the own last scan.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from crypto.limits import MEMBER_SLOTS
from crypto.strict import Fields
from reviewer import committee, duty
from reviewer.bodies import read_json
from reviewer.errors import MalformedRequest, NotReady
from reviewer.models import MemberScan
from reviewer.state import signed_in, state

blueprint = Blueprint("duty", __name__, url_prefix="/api")


class Order:
    """Distinct member slots in any order."""

    def read(self, fields: Fields, name: str) -> tuple[int, ...]:
        found = fields.array(name)
        if not all(type(one) is int and 0 <= one < MEMBER_SLOTS for one in found) or len(set(found)) < len(found):
            raise MalformedRequest
        return tuple(found)


@dataclass(frozen=True)
class Choice:
    slots: Annotated[tuple[int, ...], Order()]


@blueprint.get("/duty")
def show() -> Response:
    with state().database.read() as session:
        return jsonify(_shown(session, _directory(session), state().clock.today()))


@blueprint.put("/duty")
def choose() -> Response:
    asked = read_json(Choice)
    with state().database.write() as session:
        duty.choose(session, _directory(session), asked.slots, state().clock.today())
    return Response(status=204)


def _directory(session: Session) -> CurrentDirectory:
    found = committee.current(session)
    if found is None:
        raise NotReady
    return found


def _shown(session: Session, directory: CurrentDirectory, today: date) -> dict[str, Any]:
    members = duty.turns(duty.rota(session, directory), today)
    quiet = duty.quiet_since(duty.last_scan(session, directory), today, state().settings.terms.holidays)
    own = session.scalar(select(MemberScan.day).where(MemberScan.member_id == signed_in().id))
    return {
        "day": today.isoformat(),
        "until": duty.week_ends(today).isoformat(),
        "slot": members[0].slot,
        "next": members[1 % len(members)].slot,
        "slots": [one.slot for one in members],
        "quiet": "" if quiet is None else quiet.isoformat(),
        "scanned": "" if own is None else own.isoformat(),
    }
