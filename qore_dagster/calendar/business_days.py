"""Business days of the Brazilian financial market, 2000 to 2099, by rule.

Belongs here: the national holidays that ANBIMA's calendar observes, and what follows from them (D-1, ranges). Does not:
city or exchange holidays (24 and 31 December are business days), time zones, schedules, partitions.

Source: ANBIMA's list of national holidays; Resolução CMN 4.880/2020; Lei 14.759/2023 (20 November, from 2024 on).
"""

from datetime import date, timedelta
from functools import cache

from qore_dagster.model.faults import QoreError

FIRST_YEAR = 2000
LAST_YEAR = 2099

# (month, day, first year in which it is a holiday)
_FIXED = (
    (1, 1, FIRST_YEAR),  # Confraternização Universal
    (4, 21, FIRST_YEAR),  # Tiradentes
    (5, 1, FIRST_YEAR),  # Dia do Trabalho
    (9, 7, FIRST_YEAR),  # Independência
    (10, 12, FIRST_YEAR),  # Nossa Senhora Aparecida
    (11, 2, FIRST_YEAR),  # Finados
    (11, 15, FIRST_YEAR),  # Proclamação da República
    (11, 20, 2024),  # Consciência Negra
    (12, 25, FIRST_YEAR),  # Natal
)
# Days from Easter Sunday: Carnival Monday and Tuesday, Good Friday, Corpus Christi
_MOVABLE = (-48, -47, -2, 60)
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarError(QoreError):
    """The day lies outside the years that the calendar knows."""

    code = "calendar"


def holidays(year: int) -> tuple[date, ...]:
    """All holidays of `year` in order, those that fall on a weekend included.

    Raises:
        CalendarError: the year is not within `FIRST_YEAR` and `LAST_YEAR`.
    """
    _check(year)
    return tuple(sorted(_holidays(year)))


def is_business_day(day: date) -> bool:
    """Whether the market works on `day`.

    Raises:
        CalendarError: the year is not within `FIRST_YEAR` and `LAST_YEAR`.
    """
    _check(day.year)
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def previous_business_day(day: date) -> date:
    """The last business day before `day`: D-1, whether or not `day` is one itself.

    Raises:
        CalendarError: it would lie outside the years known.
    """
    before = day - _ONE_DAY
    while not is_business_day(before):
        before -= _ONE_DAY
    return before


def business_days(first: date, last: date) -> list[date]:
    """The business days from `first` to `last`, both included; none when `last` lies before `first`.

    Raises:
        CalendarError: `first` or `last` lies outside the years known.
    """
    _check(first.year)
    _check(last.year)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_business_day(day)]


def _check(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError(
            f"o calendário ANBIMA vai de {FIRST_YEAR} a {LAST_YEAR} e não conhece o ano {year}",
            f"use uma data entre 01/01/{FIRST_YEAR} e 31/12/{LAST_YEAR}",
        )


@cache
def _holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    fixed = (date(year, month, day) for month, day, since in _FIXED if year >= since)
    return frozenset(fixed) | {easter + timedelta(days=offset) for offset in _MOVABLE}


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
