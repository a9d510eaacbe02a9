"""Dates in workbooks: numbers of days, and which number formats say that a number is one.

Belongs here: both calendars, the formats. Does not: dates as text (`sheet_cells`).

Source: ECMA-376 part 1, 18.17.4.1 (the two date systems) and 18.8.30 (number formats, built-in ones by number).
"""

import re
from datetime import date, timedelta
from decimal import Decimal

EPOCH = date(1899, 12, 30)
"""Day 0 of the ordinary calendar, which has a 29 February 1900 that never was: right from March 1900 on."""
EPOCH_1904 = date(1904, 1, 1)
"""Day 0 of workbooks that say so, those of old Macs."""

_FIRST = 61  # 1 March 1900; no day of a portfolio is before it
_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)})
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAY = re.compile(r"[dy]|mmm", re.IGNORECASE)


def day_of(serial: Decimal | float, epoch: date) -> date | None:
    """The day that a number counts, its time of day dropped; None where it counts none."""
    if not serial >= _FIRST:  # not a number is not either
        return None
    try:
        return epoch + timedelta(days=int(serial))
    except OverflowError:
        return None


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a day; one that shows only a time does not.

    Args:
        number: of the format.
        code: what the workbook defines for it; None for a built-in one.
    """
    if code is None:
        return number in _BUILT_IN
    return _DAY.search(_NO_LETTERS.sub("", code.partition(";")[0])) is not None
