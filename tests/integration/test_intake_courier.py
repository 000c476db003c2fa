"""The courier's routes: a token for all, batches out, valid boards and directories in, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from crypto.batch import batch_hash, object_of, split
from crypto.directory import verify_directory
from crypto.document import Signed
from crypto.keys import generate
from crypto.mix import verify_mix
from crypto.order import Act, Period, Rules
from crypto.orders import Orders
from crypto.strict import serialise
from intake import standing
from intake.headers import fixed_headers
from intake.standing import StandingOrders
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import TODAY, TOKEN, Committee, IntakeLine

AUTH = {"Authorization": f"Bearer {TOKEN.decode()}"}
ROUTES = [
    ("GET", "/courier/state"),
    ("GET", "/courier/batches"),
    ("GET", "/courier/batches/100"),
    ("PUT", "/courier/board"),
    ("PUT", "/courier/directory"),
    ("PUT", "/courier/orders"),
    ("GET", "/unknown"),
]


@pytest.fixture
def courier(line: IntakeLine) -> FlaskClient:
    return line.courier()


def put(courier: FlaskClient, what: str, body: bytes) -> int:
    return courier.put(f"/courier/{what}", data=body, headers=AUTH).status_code


def fetch(courier: FlaskClient, path: str) -> dict[str, Any]:
    found: dict[str, Any] = courier.get(path, headers=AUTH).get_json()
    return found


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN.decode()}", "Bearer \xff"])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_the_token_no_route_says_anything(
    courier: FlaskClient, method: str, path: str, value: str | None
) -> None:
    answer = courier.open(path, method=method, headers={} if value is None else {"Authorization": value})
    assert (answer.status_code, answer.data) == (401, b"error 401".ljust(32))
    assert fixed_headers(https=True).items() <= dict(answer.headers).items()


def test_the_public_app_has_none_of_the_routes(line: IntakeLine) -> None:
    rules = {rule.rule for rule in line.client().application.url_map.iter_rules()}
    assert not [rule for rule in rules if "courier" in rule]


def test_the_listing_names_every_closed_epoch_with_hash_and_size(line: IntakeLine, courier: FlaskClient) -> None:
    for _ in range(3):
        line.close()
    listed = fetch(courier, "/courier/batches")
    assert listed["open"] == 103
    assert [one["epoch"] for one in listed["closed"]] == [100, 101, 102]
    for one in listed["closed"]:
        served = courier.get(f"/courier/batches/{one['epoch']}", headers=AUTH)
        assert served.content_type == "application/octet-stream"
        assert int(served.headers["Content-Length"]) == len(served.data)
        assert batch_hash([served.data]).hex() == one["sha256"]
        assert len(split([served.data])) == one["envelopes"] == 32
    after = fetch(courier, "/courier/batches?after=100")
    assert [one["epoch"] for one in after["closed"]] == [101, 102]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("batches/100", 404),
        ("batches/-1", 404),
        ("batches/99999999999999999999", 404),
        ("batches?after=x", 400),
        ("batches?after=-1", 400),
    ],
)
def test_what_is_not_there_is_not_found(courier: FlaskClient, path: str, status: int) -> None:
    assert courier.get(f"/courier/{path}", headers=AUTH).status_code == status


def test_the_state_tells_what_is_held(line: IntakeLine, courier: FlaskClient) -> None:
    put(courier, "board", line.first_board())
    assert courier.get("/courier/state", headers=AUTH).json == {
        "instance": line.settings.instance.hex(),
        "intake_key": line.settings.intake_key.hex(),
        "board_sequence": 0,
        "directory_version": 1,
        "open": 100,
        "first": None,
        "orders": 0,
    }
    line.close()
    line.committee.freeze()
    line.carry()
    told = fetch(courier, "/courier/state")
    assert (told["first"], told["orders"]) == (100, 1)


def test_boards_are_taken_in_order_and_served_as_they_came(line: IntakeLine, courier: FlaskClient) -> None:
    objects = [object_of(line.envelope()) for _ in range(32)]
    first = line.first_board()
    second = line.next_board(first, objects)
    third = line.next_board(second, objects)
    public = line.client()
    assert public.get("/board").status_code == 503
    assert put(courier, "board", first) == 204
    assert put(courier, "board", third) == 409
    assert put(courier, "board", second) == 204
    assert put(courier, "board", second) == 204
    refused = courier.put("/courier/board", data=first, headers=AUTH)
    assert (refused.status_code, refused.json) == (409, {"sequence": 1})
    assert put(courier, "board", third) == 204
    assert public.get("/board").data == third


def test_a_board_that_is_not_this_lines_is_not_taken(line: IntakeLine, courier: FlaskClient) -> None:
    board = line.first_board()
    altered = board[:100] + bytes([board[100] ^ 1]) + board[101:]
    line.committee.board_seed = bytes(32)
    assert [put(courier, "board", body) for body in (altered, line.first_board(), b"", b"x" * 1000)] == [422] * 4
    assert line.published.board() is None


def test_a_newer_directory_is_taken_and_an_older_is_not(line: IntakeLine, courier: FlaskClient) -> None:
    first = line.published.directory()
    second, third = line.committee.next_version(), line.committee.next_version()
    assert first
    assert put(courier, "directory", second) == 204
    assert put(courier, "directory", second) == 204
    assert put(courier, "directory", first.value) == 409
    assert put(courier, "directory", third) == 204
    public = line.client()
    current = verify_directory(public.get("/directory").data, today=TODAY, fingerprint=None)
    assert current.current.version == 3
    assert verify_mix(public.get("/mix").data, current, 100).epoch == 100


def test_a_directory_of_another_line_or_past_its_time_is_not_taken(line: IntakeLine, courier: FlaskClient) -> None:
    other_line = Committee(bytes(16), line.settings.intake_key)
    other_key = Committee(line.settings.instance, bytes(31) + b"\1")
    late = Committee(line.settings.instance, line.settings.intake_key)
    long_ago = late.next_version(day=TODAY - timedelta(days=200), not_after=TODAY - timedelta(days=100))
    bodies = [other_line.next_version(), other_key.next_version(), long_ago, b"{}", b""]
    assert [put(courier, "directory", body) for body in bodies] == [422] * 5


def test_another_founding_does_not_replace_the_one_held(line: IntakeLine, courier: FlaskClient) -> None:
    other = Committee(line.settings.instance, line.settings.intake_key)
    assert [put(courier, "directory", other.next_version()) for _ in range(2)] == [409, 409]


def orders_of(documents: Sequence[Signed]) -> bytes:
    return serialise({"orders": [one.to_json() for one in documents]})


def test_orders_are_taken_when_they_go_on_from_those_held(line: IntakeLine, courier: FlaskClient) -> None:
    committee = line.committee
    committee.adopt(90)
    committee.freeze()
    assert [put(courier, "orders", orders_of(committee.orders)) for _ in range(2)] == [204, 204]
    for older in (committee.orders[:1], []):
        refused = courier.put("/courier/orders", data=orders_of(older), headers=AUTH)
        assert (refused.status_code, refused.json) == (409, {"orders": 2})
    committee.release(of=1)
    assert put(courier, "orders", orders_of(committee.orders[1:])) == 422
    assert put(courier, "orders", orders_of(committee.orders)) == 204
    assert fetch(courier, "/courier/state")["orders"] == 3


def test_another_chain_however_long_does_not_replace_the_one_held(line: IntakeLine, courier: FlaskClient) -> None:
    committee = line.committee
    committee.freeze()
    put(courier, "orders", orders_of(committee.orders))
    committee.orders.clear()
    committee.adopt(30)
    committee.adopt(31)
    refused = courier.put("/courier/orders", data=orders_of(committee.orders), headers=AUTH)
    assert (refused.status_code, refused.json) == (409, {"orders": 1})
    assert [one.number for one in held(line).frozen] == [0]


def held(line: IntakeLine) -> Orders:
    orders = StandingOrders(line.store.published, line.settings.instance)
    return orders.held(line.published.current_directory().chain)


def test_who_has_the_token_and_no_members_key_orders_nothing(line: IntakeLine, courier: FlaskClient) -> None:
    strangers = Committee(line.settings.instance, line.settings.intake_key)
    strangers.adopt(30)
    others = Committee(bytes(16), line.settings.intake_key, members=line.committee.members)
    others.adopt(30)
    one_alone = line.committee.order(Act.RULES, (0,), rules=Rules("us", {"general": Period(7, 0)}, 30))
    one_twice = line.committee.order(Act.RULES, (0, 0), rules=Rules("us", {"general": Period(7, 0)}, 30))
    altered = line.committee.order(Act.RULES, rules=Rules("us", {"general": Period(7, 0)}, 90))
    altered = replace(altered, body=altered.body.replace('"calendar":90', '"calendar":30'))
    for documents in (strangers.orders, others.orders, [one_alone], [one_twice], [altered]):
        assert put(courier, "orders", orders_of(documents)) == 422
    assert [put(courier, "orders", body) for body in (b"", b"{}", b'{"orders":[{}]}', b'{"orders":{}}')] == [422] * 4
    assert held(line).head[0] == 0


def frozen_before_one_left(made: IntakeLine, days: int) -> date:
    """A freeze, and a list without the member of slot 2 since so many days, which is returned."""
    committee = made.committee
    start, left = TODAY - timedelta(days=90), TODAY - timedelta(days=days)
    until = start + timedelta(days=120)
    made.published.put_directory(committee.next_version(day=start, not_after=until), start)
    committee.orders.append(committee.order(Act.FREEZE, (1,), day=start))
    assert put(made.courier(), "orders", orders_of(committee.orders)) == 204
    before = committee.members
    committee.members = (before[0], before[1], generate(2))
    made.published.put_directory(committee.next_version(before[:2], day=left, not_after=until), left)
    committee.members = before
    return left


def check_that_who_left_long_ago_orders_nothing(made: IntakeLine) -> None:
    """Though the day of the order is one on which they were members, and the one who signs with them is one still."""
    left, courier, committee = frozen_before_one_left(made, 31), made.courier(), made.committee
    for by in ((1, 2), (0, 2)):
        late = committee.order(Act.RELEASE, by, of=0, day=left)
        assert put(courier, "orders", orders_of([*committee.orders, late])) == 422
    assert put(courier, "orders", orders_of([*committee.orders, committee.order(Act.RELEASE, of=0, day=left)])) == 204


@pytest.mark.promise("P12")
def test_two_of_whom_one_left_long_ago_end_no_freeze(make_line: MakeLine) -> None:
    check_that_who_left_long_ago_orders_nothing(make_line(directory=False))


@pytest.mark.mutant("P12")
def test_if_only_the_day_of_an_order_counted_they_would(make_line: MakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "is_signed_by", lambda *_: True)
    with pytest.raises(AssertionError):
        check_that_who_left_long_ago_orders_nothing(make_line(directory=False))


def test_who_left_within_the_days_in_which_an_order_waits_may_have_ordered(make_line: MakeLine) -> None:
    """The courier may bring it after they left."""
    made = make_line(directory=False)
    left, committee = frozen_before_one_left(made, 30), made.committee
    committee.orders.append(committee.order(Act.RELEASE, (1, 2), of=0, day=left))
    assert put(made.courier(), "orders", orders_of(committee.orders)) == 204


def test_without_a_directory_no_order_is_taken(make_line: MakeLine) -> None:
    line = make_line(directory=False)
    line.committee.next_version()
    line.committee.freeze()
    assert put(line.courier(), "orders", orders_of(line.committee.orders)) == 503


def test_a_body_longer_than_any_board_is_refused(courier: FlaskClient) -> None:
    assert put(courier, "board", bytes(17 * 1024 * 1024)) == 413
