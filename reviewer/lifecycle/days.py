"""Arithmetic of days, written `YYYY-MM-DD`, so that text order is their order. Nothing finer exists here."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

LAST: Final = "9999-12-31"  # what would lie beyond it is this day
FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SATURDAY = 5


def is_day(text: str) -> bool:
    """Whether `text` is a day of the calendar."""
    if not FORM.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def add_days(day: str, count: int) -> str:
    """`count` calendar days after `day`."""
    try:
        return (date.fromisoformat(day) + timedelta(days=count)).isoformat()
    except OverflowError:
        return LAST


def add_years(day: str, count: int) -> str:
    """The same day `count` years later; 28 February for the 29th where there is none."""
    later = f"{int(day[:4]) + count:04}{day[4:]}"
    if len(later) > len(LAST):
        return LAST
    return later if is_day(later) else f"{later[:8]}28"


def add_business_days(day: str, count: int, holidays: Collection[str]) -> str:
    """The `count`-th Monday to Friday after `day` that is no holiday."""
    while count and day < LAST:
        day = add_days(day, 1)
        count -= is_business_day(day, holidays)
    return day


def is_business_day(day: str, holidays: Collection[str]) -> bool:
    return date.fromisoformat(day).weekday() < SATURDAY and day not in holidays


def quarter(day: str) -> str:
    """`YYYY-Qn`."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
