"""A case's way from a report to its destruction, as members take it; what stands in a case of its own to be told from
what the software says of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from werkzeug.test import TestResponse

from reviewer.lifecycle.due import keep_until
from tests.integration.reviewer.committee import Person
from tests.integration.reviewer.treating import Matter
from tests.lifecycle.story import content

DAYS = {"spam_or_test": 30, "out_of_scope": 90}  # of the rules that are adopted in the story, from the closing


@dataclass
class ACase:
    """`kept_as` is the class of retention, "" for one that stays open; `hold` the entry of a hold, None without one."""

    matter: Matter
    kept_as: str
    closed: date | None = None
    hold: int | None = None
    destroyed: bool = False

    @property
    def today(self) -> date:
        return self.matter.today

    def end(self, one: Person, other: Person) -> None:
        """Found to be no complaint by two, and kept by its class."""
        self.matter.say(one, "conflict_check")
        self.matter.say(one, "triage")
        self.matter.together("not_a_complaint", one, other)
        self.closed = self.today
        self.keep(one)

    def keep(self, one: Person) -> None:
        assert self.closed is not None
        years, days = (0, DAYS[self.kept_as]) if self.kept_as in DAYS else (7, 0)
        until = keep_until(self.matter.state, years, days)
        fields = {"class": self.kept_as, "profile": "us", "years": years, "days": days, "until": until, "note": ""}
        self.matter.tell(one, content("retention", **fields))

    @property
    def is_over(self) -> bool:
        """Whether its time is over today, by the story's own count."""
        return (
            self.closed is not None
            and self.kept_as in DAYS
            and self.today > self.closed + timedelta(days=DAYS[self.kept_as])
            and _quarter(self.today) >= _quarter(self.closed + timedelta(days=DAYS[self.kept_as]))
        )

    def place_hold(self, one: Person) -> None:
        self.hold = len(self.matter.documents)
        self.matter.say(one, "hold_placed", matter="an inquiry")

    def release_hold(self, one: Person, other: Person) -> None:
        self.matter.together("hold_released", one, other, hold=self.hold, why="the inquiry is over")
        self.hold = None

    def try_to_destroy(self, one: Person, other: Person) -> TestResponse:
        """As two members may at any time; what the server answers to the last entry."""
        if self.matter.state.fine == "retained":
            self.matter.say(one, "review")
        asked = self.matter.ask(one, "destruction", why="the time is over")
        for person in (one, other):
            self.matter.agree(person, asked)
        approval = self.matter.approval(asked, one, other)
        offered = self.matter.offer(one, self.matter._asked(asked), approvals=(approval,))
        return self.matter.post(one, offered)


def people_signed_in(people: Sequence[Person]) -> None:
    """Whoever has no session any more signs in: a week has gone by."""
    for one in people:
        if one.get("/api/session").status_code == 401:
            assert one.sign_in().status_code == 200


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3
