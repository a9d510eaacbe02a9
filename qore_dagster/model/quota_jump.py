"""Whether a fund's quota changes more from one business day to the next than it should.

Belongs here: the rule, and what may explain a change. Does not: which days are loaded (`warehouse.loaded_quotas`).

It judges the quota, not the net worth: subscriptions and redemptions change the number of quotas and leave the quota
as it is, so the change of the net worth is told apart into both. What may explain a jump of the quota (amounts to be
paid out to the holders, a split) is told beside it, and changes no status: only a person can say that it does explain
it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qore_dagster.model.brazilian_numbers import money, plain
from qore_dagster.model.cross_checks import QUOTA_JUMP, Unchecked, judged, unchecked
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.model.reconciliation import CheckResult

MOST_BUSINESS_DAYS = 5
"""A quota older than that says nothing of a jump."""

_HUNDRED = Decimal(100)
_PLACES = Decimal("0.000001")  # of a per cent


@dataclass(frozen=True, slots=True)
class DayBefore:
    """What was loaded last before a fund's day.

    Attributes:
        date: of that day.
        business_days: from it to the day; 1 for the business day before.
        quota: the fund's quota on it; None where that is too long ago to be compared.
    """

    date: date
    business_days: int
    quota: LoadedQuota | None


def find_jump(
    today: LoadedQuota, before: DayBefore | None, *, bound: Decimal, paid_out: Decimal | None = None
) -> CheckResult:
    """The result of `quota_jump`: difference and tolerance in per cent.

    Args:
        today: the fund's day.
        before: the day loaded last before it; None for the first.
        bound: the largest change of a business day, in per cent.
        paid_out: payables of the day that look like amortisation or income due to the holders, BRL.
    """
    old, new = before.quota if before else None, today.quota
    if before is None:
        reason = Unchecked("não há dia anterior carregado", applies=False)
    elif before.business_days > MOST_BUSINESS_DAYS or old is None:
        reason = Unchecked(
            f"a última cota carregada é de {before.date:%d/%m/%Y}, {before.business_days} dias úteis antes "
            f"(comparam-se até {MOST_BUSINESS_DAYS})"
        )
    elif new is None or old.quota is None:
        reason = Unchecked(f"falta a cota desse dia ou a de {before.date:%d/%m/%Y}")
    elif not old.quota:
        reason = Unchecked(f"a cota de {before.date:%d/%m/%Y} é zero")
    else:
        change = ((new - old.quota) / abs(old.quota) * _HUNDRED).quantize(_PLACES)
        tolerance = bound * before.business_days
        since = f"{before.date:%d/%m/%Y}"
        if before.business_days > 1:
            since += f" ({before.business_days} dias úteis antes)"
        text = f"cota {plain(old.quota)} em {since} e {plain(new)} agora{_net_worth(old, today)}"
        if abs(change) > tolerance:
            text += _hints(old, today, paid_out, bound)
        return judged(QUOTA_JUMP, today.key, change, tolerance, text)
    return unchecked(QUOTA_JUMP, today.key, reason)


def _net_worth(old: LoadedQuota, new: LoadedQuota) -> str:
    """The change of the net worth, told apart into what came in or went out and what the quota brought."""
    change = new.net_worth - old.net_worth
    if old.units is None or new.units is None or new.quota is None or old.units == new.units:
        return f"; patrimônio líquido variou {money(change)}"
    flow = ((new.units - old.units) * new.quota).quantize(Decimal("0.01"))
    return (
        f"; patrimônio líquido variou {money(change)}, dos quais {money(flow)} de aplicações menos resgates "
        f"({plain(new.units - old.units)} cotas) e {money(change - flow)} de rentabilidade"
    )


def _hints(old: LoadedQuota, new: LoadedQuota, paid_out: Decimal | None, bound: Decimal) -> str:
    text = ""
    if paid_out:
        text += f"; há {money(paid_out)} a pagar de amortização ou rendimentos aos cotistas, que podem explicar a queda"
    if old.units != new.units and abs(new.net_worth - old.net_worth) * _HUNDRED <= bound * abs(old.net_worth):
        text += "; o patrimônio quase não mudou e a quantidade de cotas sim: pode ser desdobramento ou grupamento"
    return text
