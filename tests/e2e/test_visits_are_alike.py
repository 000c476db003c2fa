"""P9: a visit is the same requests and the same bytes, whoever makes it and whatever for."""

import re

import pytest
from playwright.sync_api import Browser, Route, expect

from deploy.line import Line
from tests.e2e.conftest import FOUNDERS
from tests.e2e.people import Reporter, fresh_context, member, reporter
from tests.e2e.watching import Exchange, Wiretap, browser_storage

Founded = tuple[Line, dict[str, str]]
CHAIR = FOUNDERS[0]


def visit_of(writer: Reporter, act: str, phrase: str) -> tuple[Exchange, ...]:
    """The requests that one act makes, from a page just opened."""
    tap = Wiretap().watch(writer.page.context)
    if act == "report":
        writer.report("One of several reports, of no importance.")
    else:
        writer.come_back(phrase)
    found = tuple(same_epoch(one) for one in tap.exchanges())
    assert browser_storage(writer.page)["browser storage"].startswith(b'[{},{},"",[],[],"",null,"http')
    if act == "follow-up":
        writer.write_again("And one more thing.")
        found = tuple(same_epoch(one) for one in tap.exchanges())[len(found) :]
    writer.page.context.close()
    return found


def same_epoch(exchange: Exchange) -> Exchange:
    """The board grows with each of the first 90 epochs of a line, by a batch's objects: that is the calendar."""
    method, path, sent, status, received, headers = exchange
    if path == "/board":
        objects = 32 * 16 + 4
        received %= objects
    return method, path, sent, status, received, headers


def visits(
    chromium: Browser, line: Line, phrases: dict[str, str], mutate: bool = False
) -> dict[str, tuple[Exchange, ...]]:
    found = {}
    for act, phrase in phrases.items():
        context = fresh_context(chromium)
        if mutate:
            context.route(re.compile(r"/en/$"), without_integrity)
            context.route(re.compile(r"/page\..*\.js$"), covers_forgotten)
        found[act] = visit_of(reporter(context, line), act, phrase)
    return found


def without_integrity(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=re.sub(r' integrity="[^"]*"', "", response.text()))


def covers_forgotten(route: Route) -> None:
    """The page as a thrifty author would make it: who only looks posts nothing."""
    response = route.fetch()
    script = response.text()
    assert script.count("await post2(drop)") + script.count("await post(drop)") == 1
    changed = re.sub(r"await (post2?)\(drop\)", r"if (envelope) await \1(drop)", script)
    route.fulfill(response=response, body=changed)


@pytest.fixture(scope="module")
def answered(chromium: Browser, founded: Founded) -> str:
    """The phrase of a reporter who has an answer."""
    line, secrets = founded
    context = fresh_context(chromium)
    writer, text = reporter(context, line), "Somebody who will get an answer."
    phrase = writer.report(text)
    chair = member(fresh_context(chromium), line, CHAIR, secrets["chair"])
    chair.sign_in()
    chair.wait_for_report(text)
    chair.read(text)
    chair.answer("Here is the answer.")
    chair.page.context.close()
    writer.come_back(phrase)
    writer.wait_for_text("Here is the answer.")
    context.close()
    return phrase


def phrases(answered: str) -> dict[str, str]:
    return {"report": "", "answered": answered, "wrong phrase": "abacus abdomen " * 4, "follow-up": answered}


@pytest.mark.promise("P9")
def test_reports_answers_follow_ups_and_wrong_phrases_are_the_same_visit(
    chromium: Browser, founded: Founded, answered: str
) -> None:
    found = visits(chromium, founded[0], phrases(answered))
    assert [one[:2] for one in found["report"]] == [
        ("GET", "/directory"),
        ("GET", "/mix"),
        ("GET", "/board"),
        ("POST", "/drop"),
    ]
    assert found["report"][3][2:5] == (16384, 200, 32)
    assert len(set(found.values())) == 1


@pytest.mark.mutant("P9")
def test_a_page_that_posts_only_when_there_is_something_would_be_caught(
    chromium: Browser, founded: Founded, answered: str
) -> None:
    two = {name: phrase for name, phrase in phrases(answered).items() if name in ("report", "wrong phrase")}
    assert len(set(visits(chromium, founded[0], two, mutate=True).values())) == 2


@pytest.mark.promise("P9")
def test_a_phrase_without_answers_shows_the_page_that_others_see(chromium: Browser, founded: Founded) -> None:
    context = fresh_context(chromium)
    someone = reporter(context, founded[0])
    someone.come_back("nobody ever drew these words from anywhere")
    expect(someone.page.get_by_role("heading", name="Write again")).to_be_hidden()
    someone.be_sure()
    expect(someone.page.get_by_role("heading", name="What you sent")).to_be_visible()
    expect(someone.page.get_by_role("heading", name="Write again")).to_be_visible()
    context.close()
