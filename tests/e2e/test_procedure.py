"""The procedure prints on one sheet, A4 or Letter, also for a full committee with the longest roles."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser

from crypto.directory import CurrentDirectory
from crypto.order import Act, Order, Period, Rules
from crypto.orders import Orders
from crypto.version import Directory, DirectoryMember
from reviewer.lifecycle.rules import RULES
from reviewer.procedure import Facts, markdown
from reviewer.procedure_page import page
from reviewer.settings import load
from tests.integration.reviewer.committee import INSTANCE, environment

DAY = date(2027, 2, 1)
SHEET = re.compile(rb"/Type\s*/Page\b")


def longest(folder: Path) -> Facts:
    """Eight members with roles of eighty characters, every class with years and days, ten freezes."""
    settings = replace(load(environment(folder)), company="The Northwind Paper and Glass Company of Springfield, Inc.")
    roles = [f"{number} Independent Director, Member of the Audit Committee".ljust(80, "x") for number in range(8)]
    members = tuple(DirectoryMember(slot, role, bytes(32), bytes(32), 1, bytes(64)) for slot, role in enumerate(roles))
    version = Directory(99, DAY, DAY, INSTANCE, members, bytes(32), bytes(32), 5, bytes(32), bytes(range(32)))
    rules = Rules("us", {code: Period(10, 364) for code in RULES["classes"]}, 366)
    adopted = Order(INSTANCE, 0, bytes(32), DAY, Act.RULES, 0, rules, bytes(32))
    freezes = tuple(replace(adopted, number=n, act=Act.FREEZE, of=n, rules=None) for n in range(1, 4))
    return Facts(settings, cast(CurrentDirectory, _Held(version)), Orders(INSTANCE, (adopted, *freezes)), DAY)


class _Held:
    def __init__(self, current: Directory) -> None:
        self.current = current


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_the_procedure_prints_on_one_sheet(chromium: Browser, tmp_path: Path, sheet: str) -> None:
    opened = chromium.new_page()
    try:
        opened.set_content(page(markdown(longest(tmp_path)), "Procedure"))
        made = opened.pdf(format=sheet, prefer_css_page_size=False)
        opened.evaluate("document.body.insertAdjacentHTML('beforeend', '<p>more</p>'.repeat(60))")
        longer = opened.pdf(format=sheet)
    finally:
        opened.close()
    assert len(SHEET.findall(made)) == 1
    assert len(SHEET.findall(longer)) > 1  # else nothing was counted
