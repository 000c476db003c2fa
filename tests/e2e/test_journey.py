"""The whole line in real browsers: a report, exclusion, an answer, a follow-up; nobody uses anything but the pages."""

import time

from playwright.sync_api import Browser, BrowserContext, expect

from deploy.line import Line
from tests.e2e.conftest import FOUNDERS
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member, reporter

Founded = tuple[Line, dict[str, str]]
CHAIR, DIRECTOR, COUNSEL = FOUNDERS
FIRST = "Revenue of the fourth quarter was booked twice."


def test_a_report_is_read_answered_and_followed_up(chromium: Browser, founded: Founded) -> None:
    line, secrets = founded
    contexts = [fresh_context(chromium) for _ in range(4)]
    people = contexts[0], contexts[1], contexts[2], contexts[3]
    writer = reporter(people[0], line)
    chair = member(people[1], line, CHAIR, secrets["chair"])
    director = member(people[2], line, DIRECTOR, secrets["director"])
    counsel = member(people[3], line, COUNSEL, secrets["counsel"])

    # The reporter writes, and leaves counsel out.
    phrase = writer.report(
        f"{FIRST}\nThe invoices carry the numbers of the third.",
        excluded=[COUNSEL.role],
        **{"Where and when?": "Accounts, in autumn", "How do you know?": "I saw the ledger"},
    )
    assert len(phrase.split()) == 8

    # Chair and director open it after the epoch has ended; counsel, who looked through the same batches, has nothing.
    for one in (chair, director):
        one.sign_in()
        one.wait_for_report(FIRST)
        text = one.read(FIRST)
        assert "The invoices carry the numbers of the third." in text
        assert "I saw the ledger" in text
        assert COUNSEL.role in text  # as left out
    batches = chair_batches(chair)
    thread = chair.report_link(FIRST).get_attribute("data-thread")
    counsel.sign_in()
    counsel.wait_for_batch(batches)
    assert counsel.page.locator(f'#inbox a[data-thread="{thread}"]').count() == 0
    assert FIRST not in counsel.page.content()

    # The chair answers; the reporter finds the answer with the phrase, and that the report is on the stored list.
    chair.read(FIRST)
    chair.answer("Thank you. Which customer were the invoices for?")
    writer.come_back(phrase)
    writer.wait_for_text("Which customer were the invoices for?")
    answer = writer.page.get_by_role("article", name=CHAIR.role)
    expect(answer).to_contain_text("Thank you.")
    expect(writer.page.get_by_text("(messages: 1)")).to_be_visible()

    # The follow-up joins the thread at both readers, and nowhere at counsel.
    writer.write_again("The customer was Contoso, in Springfield.")
    for one in (chair, director):
        one.page.get_by_role("link", name="Inbox", exact=True).click()
        expect(one.report_link(FIRST)).to_contain_text("2 messages", timeout=60_000)
        assert "The customer was Contoso, in Springfield." in one.read(FIRST)
    wrote = "The reporter wrote"
    for one in (chair, director):
        one.page.get_by_role("link", name="Inbox", exact=True).click()
        expect(one.page.locator("#due-waits li", has_text=FIRST)).to_contain_text(wrote)
    look_at(director.page, "inbox-wrote")
    # It waits for both until one of them takes it up.
    chair.read(FIRST)
    chair.act("Add a note", {"Note": "The customer is known."})
    director.open_case(FIRST)
    director.page.get_by_role("link", name="Inbox", exact=True).click()
    expect(director.page.locator("#due-waits")).not_to_contain_text(wrote)
    counsel.wait_for_batch(chair_batches(chair))
    assert chair.page.locator(f'#inbox a[data-thread="{thread}"]').count() == 1
    assert counsel.page.locator(f'#inbox a[data-thread="{thread}"]').count() == 0
    for context in contexts:
        context.close()


def chair_batches(chair: Member) -> int:
    chair.page.get_by_role("link", name="Inbox", exact=True).click()
    chair.wait_for_batch(1)
    return chair.batches()


def test_any_phrase_shows_a_page(context: BrowserContext, founded: Founded) -> None:
    someone = reporter(context, founded[0])
    someone.come_back("alpha beta gamma delta")
    assert len(someone.check_words().split()) == 2
    expect(someone.page.get_by_text("Nothing here for this phrase in the last")).to_be_visible()
    expect(someone.page.locator(".slip")).to_contain_text("Not on the list: alpha, beta.")
    expect(someone.page.get_by_text("SEC and OSHA are open to you")).to_be_hidden()  # nobody is sent away for a slip
    # A mistyped phrase leaves out others than the right one: nothing can be sent before its owner has looked.
    expect(someone.page.get_by_label("Your message")).to_be_hidden()


def test_words_not_on_the_list_are_named_at_once(context: BrowserContext, founded: Founded) -> None:
    someone = reporter(context, founded[0])
    someone.open()
    someone.page.get_by_role("button", name="Come back with your phrase").click()
    someone.page.get_by_label("Your eight words").fill("abacus abdomen abdominsl")
    expect(someone.page.get_by_text("Not on the list: abdominsl.")).to_be_visible()
    expect(someone.page.get_by_text("A phrase has eight words; counted here: 3.")).to_be_visible()


def test_a_page_left_open_over_two_epochs_still_sends(context: BrowserContext, founded: Founded) -> None:
    line, _ = founded
    slow = reporter(context, line)
    slow.open()
    slow.begin_writing()
    slow.fill_in("It took me a while to write this.")
    slow.go_on()
    time.sleep(2.5 * line.epoch_seconds)
    slow.send()


def test_too_few_readers_are_refused_before_anything_is_drawn(context: BrowserContext, founded: Founded) -> None:
    someone = reporter(context, founded[0])
    someone.open()
    someone.begin_writing()
    someone.fill_in("All of them", excluded=[CHAIR.role, COUNSEL.role])
    someone.page.get_by_role("button", name="Continue").click()
    said = someone.page.get_by_role("alert").filter(has_text="At least two people")
    expect(said).to_contain_text("12 Harbour Street")
    expect(said).to_have_count(1)  # beside the boxes, and nowhere else
    expect(someone.page.get_by_label(CHAIR.role)).to_be_focused()
    expect(someone.page.get_by_role("heading", name="Your phrase, before you send")).to_have_count(0)


def test_another_exclusion_draws_another_phrase_and_says_so(context: BrowserContext, founded: Founded) -> None:
    someone = reporter(context, founded[0])
    someone.open()
    someone.begin_writing()
    someone.fill_in("Something")
    first = someone.go_on()
    someone.page.get_by_role("button", name="Change something").click()
    someone.fill_in("Something", excluded=[DIRECTOR.role])
    assert someone.go_on() != first
    expect(someone.page.get_by_text("so the phrase is a new one")).to_be_visible()
