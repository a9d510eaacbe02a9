"""Which day it is for a fund in Brazil.

Belongs here: the time zone, and the last day whose portfolios there can be. Does not: which days are business days
(`business_days`).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from qore_dagster.calendar.business_days import previous_business_day

SAO_PAULO = "America/Sao_Paulo"


def last_closed_day() -> date:
    """D-1: the business day before today."""
    return previous_business_day(datetime.now(ZoneInfo(SAO_PAULO)).date())
