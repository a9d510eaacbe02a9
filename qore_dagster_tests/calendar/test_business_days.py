"""The calendar against an independent list of the same holidays, and against days whose answer is known."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from qore_dagster.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarError,
    business_days,
    holidays,
    is_business_day,
    previous_business_day,
)

_LIST = Path(__file__).parents[1] / "data" / "calendar" / "anbima_holidays.csv"


def _listed() -> list[date]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return [date.fromisoformat(line) for line in lines if not line.startswith("#")]


def test_every_holiday_of_a_century_agrees_with_the_independent_list() -> None:
    ours = [day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in holidays(year)]
    listed = _listed()
    assert len(listed) == 1276
    # The list names Good Friday and Tiradentes of 2079 twice (one day), and Easter Sunday of 2000 for no reason.
    assert ours == sorted(set(listed) - {date(2000, 4, 23)})
    assert len(ours) == 1274


def test_every_day_of_a_century_agrees_with_the_independent_list() -> None:
    listed = set(_listed())
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    assert business_days(first, last) == [day for day in days if day.weekday() < 5 and day not in listed]


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2025, 11, 22), date(2025, 11, 21)),  # Saturday
        (date(2025, 11, 23), date(2025, 11, 21)),  # Sunday
        (date(2025, 11, 24), date(2025, 11, 21)),  # Monday
        (date(2025, 11, 21), date(2025, 11, 19)),  # after Consciência Negra
        (date(2025, 12, 26), date(2025, 12, 24)),  # Christmas Eve is a business day
        (date(2026, 1, 2), date(2025, 12, 31)),  # so is New Year's Eve
        (date(2026, 2, 18), date(2026, 2, 13)),  # Ash Wednesday after Carnival
        (date(2024, 11, 21), date(2024, 11, 19)),  # the first year of 20 November
        (date(2023, 11, 21), date(2023, 11, 20)),  # the year before it
    ],
)
def test_d_minus_1(today: date, before: date) -> None:
    assert previous_business_day(today) == before


def test_ash_wednesday_is_a_business_day() -> None:
    assert is_business_day(date(2026, 2, 18))
    assert not is_business_day(date(2026, 2, 17))
    assert not is_business_day(date(2026, 2, 16))


def test_a_range_holds_both_ends_and_only_business_days() -> None:
    assert business_days(date(2026, 2, 13), date(2026, 2, 18)) == [date(2026, 2, 13), date(2026, 2, 18)]
    assert business_days(date(2026, 2, 18), date(2026, 2, 13)) == []
    assert len(business_days(date(2025, 1, 1), date(2025, 12, 31))) == 252


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_year_outside_is_an_error_that_says_which_years_there_are(year: int) -> None:
    with pytest.raises(CalendarError, match="2000 a 2099"):
        is_business_day(date(year, 6, 15))
    with pytest.raises(CalendarError, match=str(year)):
        holidays(year)
    with pytest.raises(CalendarError):
        business_days(date(2050, 1, 1), date(year, 1, 1))


def test_there_is_nothing_before_the_first_day() -> None:
    with pytest.raises(CalendarError):
        previous_business_day(date(FIRST_YEAR, 1, 1) + timedelta(days=1))
