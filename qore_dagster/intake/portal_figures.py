"""Ask the portal what it shows of the quota and net worth of a set of fund-days.

Belongs here: one question a fund, all at once, and how long that may take. Does not: HTTP (`portal`), the comparison
(`model.portal_figures`). Nothing is raised: a portal that does not answer makes a comparison impossible, and no more.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from qore_dagster.model.cross_checks import Unchecked
from qore_dagster.model.faults import QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.portal_figures import PortalFigures
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.errors import Rejected, Unreadable
from qore_dagster.portal.quotas import PortalQuota
from qore_dagster.registry.funds import Fund

PATIENCE_SECONDS = 180.0
"""After that no further fund is asked about; long enough for the pause that a portal may order once."""

Answers = dict[FundDay, PortalFigures | Unchecked]


def portal_figures(
    portal: PortalClient, keys: Collection[FundDay], funds: Mapping[str, Fund], *, patience: float = PATIENCE_SECONDS
) -> Answers:
    """What the portal shows of each fund-day, or why that is not known.

    The history of quotas is asked for; where the portal has none that can be read, the fund's own page, which tells its
    newest day only.

    Args:
        portal: a session.
        keys: the fund-days.
        funds: the registry by slug.
        patience: seconds after which no further fund is asked about.
    """
    days: defaultdict[str, list[date]] = defaultdict(list)
    answers: Answers = {}
    for key in keys:
        if key.fund in funds:
            days[key.fund].append(key.date)
        else:
            answers[key] = Unchecked("o fundo está fora do cadastro")
    deadline = time.monotonic() + patience

    def ask(fund: str) -> dict[date, PortalQuota]:
        if time.monotonic() >= deadline:
            raise QoreError("o portal demora a responder sobre as cotas", "rode de novo mais tarde")
        uuid, of_fund = funds[fund].uuid, days[fund]
        try:
            return portal.quotas(uuid, since=min(of_fund), until=max(of_fund))
        except (Rejected, Unreadable) as error:
            try:
                newest = portal.newest_quota(uuid)
            except QoreError:
                raise error from None  # the reason that matters
            if newest.date not in of_fund:
                raise
            return {newest.date: newest}

    for fund, told in portal.each(list(days), ask):
        for day in days[fund]:
            answers[FundDay(day, fund)] = _answer(told, day)
    return answers


def _answer(told: dict[date, PortalQuota] | QoreError, day: date) -> PortalFigures | Unchecked:
    if isinstance(told, QoreError):
        return Unchecked(told.fault.reason)
    shown = told.get(day)
    if shown is None:
        return Unchecked(f"o portal não mostra a cota de {day:%d/%m/%Y}")
    return PortalFigures(shown.quota, shown.net_worth)
