"""ANBIMA business days: which days a portfolio is due for."""

from qore_dagster.calendar.business_days import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarError,
    business_days,
    holidays,
    is_business_day,
    previous_business_day,
)
from qore_dagster.calendar.today import SAO_PAULO, last_closed_day

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "SAO_PAULO",
    "CalendarError",
    "business_days",
    "holidays",
    "is_business_day",
    "last_closed_day",
    "previous_business_day",
]
