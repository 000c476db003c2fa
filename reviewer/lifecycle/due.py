"""What is due when. Periods and holidays are the company's (`Terms`); nothing here decides what is allowed.

Sources: EU 2019/1937 art. 9 (acknowledgement in 7 days, feedback in 3 months); the rest is good practice, a setting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.lifecycle.days import add_business_days, add_days, add_years, quarter
from reviewer.lifecycle.rules import PERIODS, RULES
from reviewer.lifecycle.state import CaseState


@dataclass(frozen=True)
class Terms:
    """`periods` replaces some of `rules.json`; `holidays` are days on which no business is done."""

    holidays: frozenset[str] = frozenset()
    periods: Mapping[str, int] | None = None

    def days(self, code: str) -> int:
        return (self.periods or {}).get(code, PERIODS[code])


@dataclass(frozen=True, order=True)
class Due:
    """`what` is due by the end of `day`; `of` is the entry it comes from, 0 for the case as a whole."""

    day: str
    what: str
    of: int


def due_list(state: CaseState, terms: Terms) -> tuple[Due, ...]:
    """All that is due in the case, the earliest first."""
    found = [*_later(state, terms), *_asked_for(state), *_owed(state, terms)]
    if state.coarse == "open":
        found += [*_first_steps(state, terms, state.urgent), *_for_the_chair(state, terms), *_endings(state, terms)]
        found += _silence(state)
    return tuple(sorted(found))


def overdue(state: CaseState, day: str, terms: Terms) -> tuple[Due, ...]:
    """What was due before `day`."""
    return tuple(one for one in due_list(state, terms) if one.day < day)


def clear_part(state: CaseState, terms: Terms) -> dict[str, Any]:
    """What the next entry shows to the server: coarse state, hold, quarter of review, and due days that would be the
    same whatever was found, so that no row says that an officer is implicated.

    The quarter goes with what is shown, also where only a refused entry has shown `retained`: then it is the present.
    """
    found = list(_later(state, terms))
    if state.coarse == "open":
        found += [*_first_steps(state, terms, urgent=0), *_endings(state, terms)]
    earliest = {one.what: one.day for one in sorted(found, reverse=True) if one.what in RULES["clear"]}
    return {
        "state": state.shown,
        "hold": state.held,
        "review": quarter(state.keep or state.last) if state.shown == "retained" else "",
        "due": [{"what": what, "day": earliest[what]} for what in sorted(earliest)],
    }


def keep_until(state: CaseState, years: int, days: int) -> str:
    """The last day of a period of retention, counted from the closing."""
    return add_days(add_years(state.closed, years), days)


def _first_steps(state: CaseState, terms: Terms, urgent: int) -> Iterator[Due]:
    if not state.happening("acknowledged").count:
        soon = add_business_days(state.received, terms.days("acknowledge"), terms.holidays)
        yield Due(min(soon, add_days(state.received, terms.days("acknowledge_most"))), "acknowledge", 0)
    checked = state.happening("conflict_check").first
    if not checked:
        yield _business(state.received, "conflict_check", terms)
    if not state.happening("triage").count:
        day = add_business_days(state.received, terms.days("triage"), terms.holidays)
        if urgent:
            day = min(day, add_business_days(checked, terms.days("triage_urgent"), terms.holidays))
        yield Due(day, "triage", 0)


def _for_the_chair(state: CaseState, terms: Terms) -> Iterator[Due]:
    """Once a case is of the first severity, whatever became of that later."""
    for what in ("chair_told", "meeting"):
        if state.severe and state.happening(what).last < state.severe:
            yield _business(state.severe, what, terms)


def _endings(state: CaseState, terms: Terms) -> Iterator[Due]:
    begin = state.reopened or state.received
    yield from _feedback(state, terms)
    period = "closure_accounting" if state.category in RULES["accounting"] else "closure"
    yield Due(add_days(begin, terms.days(period)), "closure", 0)


def _silence(state: CaseState) -> Iterator[Due]:
    """The day from which a case may be closed because its reporter was asked and is silent. The server is not shown it:
    it would say that more was needed."""
    if state.fine == "need_info" and state.asked:
        yield Due(add_days(state.asked, RULES["limits"]["silence"]), "silence", 0)


def _owed(state: CaseState, terms: Terms) -> Iterator[Due]:
    """Feedback after an end of which the reporter need not have heard. It is not shown to the server: it would say how
    the case ended. Nobody is owed any for what is kept as spam or as a test."""
    if state.coarse in ("closed", "retained") and state.ended in RULES["owed"] and state.retention != "spam_or_test":
        yield from _feedback(state, terms)


def _feedback(state: CaseState, terms: Terms) -> Iterator[Due]:
    if not state.told:
        yield Due(add_days(_feedback_from(state, terms), terms.days("feedback")), "feedback", 0)


def _feedback_from(state: CaseState, terms: Terms) -> str:
    """The acknowledgement, or the day by which it should have come."""
    acknowledged = state.happening("acknowledged").first
    return state.reopened or acknowledged or add_days(state.received, terms.days("acknowledge_most"))


def _later(state: CaseState, terms: Terms) -> Iterator[Due]:
    if state.coarse == "destroyed":
        return
    for hold in state.holds:
        yield Due(add_days(hold.reviewed, terms.days("hold_review")), "hold_review", hold.hold)
    if state.maker in state.recused:  # who left made the key in use, and so knows it
        yield _business(state.happening("recusal").last or state.last, "renewal", terms)
    if state.fine == "retained":
        yield Due(state.keep, "review", 0)


def _asked_for(state: CaseState) -> Iterator[Due]:
    if state.coarse != "destroyed":
        yield from (Due(one.due, "task", one.task) for one in state.tasks)
        yield from (Due(one.until, "request", one.request) for one in state.requests)


def _business(day: str, what: str, terms: Terms) -> Due:
    return Due(add_business_days(day, terms.days(what), terms.holidays), what, 0)
