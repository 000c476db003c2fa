"""A line whose committee has treated cases for months: written day by day over the members' routes, by a clock that is
moved, before anybody opens a browser.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crypto.directory import verify_directory
from crypto.opening import open_envelope
from deploy.founding import found_line
from deploy.line import Founder, Line, free_ports
from reviewer import record_tree
from reviewer.app import create_app
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.settings import load
from tests.e2e.lines import QuickLine
from tests.integration.reviewer.committee import ADDRESS, INSTANCE, Committee, MovableTime, Person
from tests.integration.reviewer.reporter import Writer
from tests.integration.reviewer.treating import Matter, file_case, item_of, key_of, secret_of

EPOCH_SECONDS = 86_400
DAYS = 100
REVENUE = "Revenue of the fourth quarter was booked twice"
LEDGER = "The ledger of the Springfield plant is corrected by hand each month"
HIDDEN = "The counsel approved invoices of a company of her own"
# Received so many days ago, what was written, and how far it was treated, with the fields of the triage.
MATTERS: Sequence[tuple[int, str, str, Mapping[str, str]]] = (
    (95, "Invoices were split to stay under the limit of approval", "closed", {"category": "control_deficiency"}),
    (88, "The auditor was asked to leave out a remark", "closed", {"category": "auditor_influence", "severity": "S2"}),
    (80, "Travel was paid twice in Boston", "closed", {"category": "fraud_records"}),
    (70, "Stock that does not exist is on the list", "closed", {"category": "fraud_records", "severity": "S2"}),
    (61, "My résumé was asked for after I wrote to the auditor", "closed", {"category": "retaliation"}),
    (52, "Entries are dated back at the end of each month", "investigating", {"category": "fraud_records"}),
    (33, "A supplier belongs to the brother of the buyer", "investigating", {"category": "related_party"}),
    (27, "The bank reconciliation is signed by one person", "triage", {"category": "control_deficiency"}),
    (20, "Approvals are given with a shared password", "triage", {"category": "control_deficiency"}),
    (12, "Write-offs without a reason given", "triage", {"category": "fraud_records", "severity": "S2"}),
    (4, "The canteen closes too early", "conflict_check", {}),
    (1, "Somebody should look at the petty cash", "received", {}),
)
STEPS = ("received", "acknowledged", "conflict_check", "triage", "accepted", "investigating", "closed")
S1 = {
    "severity": "S1",
    "detriment": "medium",
    "level": "officer",
    "materiality": "possibly_material",
    "period": "Q4 2025",
}


@dataclass
class Treated:
    """The line, not started; its authenticator secrets by login; its cases by what was written first."""

    line: Line
    secrets: Mapping[str, str] = field(repr=False)
    matters: dict[str, Matter] = field(default_factory=dict, repr=False)


@contextmanager
def treated_line(folder: Path, founders: Sequence[Founder]) -> Iterator[Treated]:
    """Started, with the cases above, one that is urgent, one that came by the line, one that leaves the counsel out."""
    line = QuickLine(folder / "line", free_ports(), EPOCH_SECONDS, instance=INSTANCE.hex())
    line.prepare()
    treated = Treated(line, {})
    with committee_of(line, founders) as committee:
        treated.secrets = {one.login: one.totp_secret for one in committee.people}
        treat(committee, treated.matters)
    try:
        line.start()
        yield treated
    finally:
        line.stop()


@contextmanager
def committee_of(line: Line, founders: Sequence[Founder]) -> Iterator[Committee]:
    """The three founders, signed in some months ago, at an app of their own with the line's database."""
    environment = {**line.environment, "REVIEWER_ADDRESS": ADDRESS}
    settings, time = load(environment), MovableTime(Clock().seconds() - DAYS * 86_400)
    enrolled = found_line(settings, founders, time.clock())
    database = Database(settings.database_url)
    committee = Committee(settings, time, create_app(settings, time.clock()), database, environment)
    committee.people = tuple(committee.person(*pair) for pair in zip(enrolled, founders, strict=True))
    time.pass_by(seconds=30)
    yield committee
    committee.close()


def treat(committee: Committee, matters: dict[str, Matter]) -> None:
    """Day by day until yesterday; then the record is sealed into its tree."""
    plans = {ago: (text, goal, triage) for ago, text, goal, triage in MATTERS}
    for ago in range(DAYS, 0, -1):
        if ago in plans:
            people, (text, goal, triage) = sign_in(committee), plans[ago]
            category = triage.get("category", "other")
            matters[text] = file_case(people[0], committee, people, text=text, category=category)
            follow(matters[text], people, goal, triage)
        elif ago in SPECIAL:
            SPECIAL[ago](committee, sign_in(committee), matters)
        committee.time.pass_by(days=1)
    seal(committee)


def arrive(committee: Committee, people: Sequence[Person], matters: dict[str, Matter]) -> None:
    text = f"{REVENUE}.\nThe invoices carry the numbers of the third."
    matters[REVENUE] = file_case(people[0], committee, people, text=text)


def alarm(_: Committee, people: Sequence[Person], matters: dict[str, Matter]) -> None:
    urgent, (chair, director, _counsel) = matters[REVENUE], people
    urgent.say(chair, "acknowledged", reply="", how="by letter")
    urgent.say(director, "conflict_check", urgent=1)
    urgent.say(chair, "triage", category="fraud_statements", allegations=["revenue was booked twice"], **S1)
    urgent.say(chair, "hold_placed", matter="a subpoena of March")


def file_item(committee: Committee, people: Sequence[Person], matters: dict[str, Matter]) -> None:
    """As the page files what came by the line: the envelope goes into the case."""
    chair = people[0]
    directory = verify_directory(chair.get("/api/directory").data, today=None, fingerprint=None)
    envelope = Writer.new().write(directory, f"{LEDGER}.\nI saw the file on the shared drive.")
    opened = open_envelope(envelope, secret_of(chair), [directory.current.hash], INSTANCE)
    item = item_of(opened, envelope)
    matters[LEDGER] = file_case(chair, committee, people, items=[item], category="fraud_records")


def hide(committee: Committee, people: Sequence[Person], matters: dict[str, Matter]) -> None:
    chair, director, counsel = people
    matters[HIDDEN] = file_case(chair, committee, [chair, director], text=HIDDEN, excluded=[key_of(counsel)])


Day = Callable[[Committee, Sequence[Person], dict[str, Matter]], None]
SPECIAL: Mapping[int, Day] = {40: arrive, 18: alarm, 15: file_item, 9: hide}


def sign_in(committee: Committee) -> tuple[Person, Person, Person]:
    """Chair and director, who do all the work; the counsel has only a name here."""
    chair, director, counsel = committee.people
    for one in (chair, director):
        assert one.sign_in().status_code == 200
    return chair, director, counsel


def follow(matter: Matter, people: Sequence[Person], goal: str, triage: Mapping[str, str]) -> None:
    """Steps of a case, all on one day: the days in between are not what is looked at."""
    chair, director, _ = people
    ways: dict[str, Any] = {
        "acknowledged": lambda: matter.say(director, "acknowledged", reply="", how="by letter"),
        "conflict_check": lambda: matter.say(chair, "conflict_check"),
        "triage": lambda: matter.say(chair, "triage", **triage),
        "accepted": lambda: matter.say(director, "acceptance"),
        "investigating": lambda: begin(matter, director),
        "closed": lambda: end(matter, chair, director),
    }
    for step in STEPS[1 : STEPS.index(goal) + 1]:
        ways[step]()


def begin(matter: Matter, director: Person) -> None:
    matter.say(director, "assignment", to=key_of(director))
    matter.say(director, "investigation")


def end(matter: Matter, chair: Person, director: Person) -> None:
    matter.say(director, "finding", outcome="partly")
    matter.say(director, "feedback", reply="", text="It was looked into.")
    matter.together("closing", chair, director)


def seal(committee: Committee) -> None:
    settings = committee.settings
    epoch = committee.time.clock().epoch(settings.epoch_seconds) - 1
    with committee.database.write() as session:
        record_tree.seal(session, settings.instance, settings.board_seed, epoch)
