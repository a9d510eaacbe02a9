"""The checks that look beyond one portfolio: at the portal, at the funds it holds, at the day before.

Belongs here: their names and meanings, and how a result is put. Does not: the rules (`portal_figures`, `held_quotas`,
`quota_jump`), nor the checks of one portfolio (`reconciliation`). None of them decides the verdict: they warn.
"""

from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.model.brazilian_numbers import plain
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CheckResult, Status

PORTAL_QUOTA = "portal_quota"
PORTAL_NET_WORTH = "portal_net_worth"
HELD_QUOTAS = "held_quotas"
QUOTA_JUMP = "quota_jump"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One of them.

    Attributes:
        name: stable name.
        meaning: what must hold, in words (Portuguese), tolerance included.
        table: the position table that it concerns.
        unit: what difference and tolerance are in; BRL when empty.
    """

    name: str
    meaning: str
    table: str
    unit: str = ""


CROSS_CHECKS: tuple[CrossCheck, ...] = (
    CrossCheck(
        PORTAL_QUOTA,
        "cota que o portal mostra = cota do arquivo (tolerância: uma unidade da última casa que ambos imprimem); "
        "a diferença é a do portal menos a do arquivo",
        "pos_cota",
    ),
    CrossCheck(
        PORTAL_NET_WORTH,
        "patrimônio líquido que o portal mostra = o do arquivo (tolerância 0,05); a diferença é o do portal menos o do "
        "arquivo",
        "pos_cota",
    ),
    CrossCheck(
        HELD_QUOTAS,
        "PU das cotas de fundos da casa = cota do próprio fundo no mesmo dia (tolerância: uma unidade da última casa "
        "que ambos imprimem); a diferença é o PU menos a cota; não se aplica a quem não tem cotas de fundos da casa",
        "pos_cotas_fundos",
    ),
    CrossCheck(
        QUOTA_JUMP,
        "a cota não varia além do limite de um dia útil para o outro (tolerância: QORE_QUOTA_JUMP, ou a que "
        "`qore params` dá ao fundo, em % por dia útil); "
        "aplicações e resgates mudam o patrimônio, e não a cota; não se aplica ao primeiro dia carregado",
        "pos_cota",
        "%",
    ),
)
"""In the order in which they are shown, after `reconciliation.CHECKS`."""

_UNITS = {check.name: check.unit for check in CROSS_CHECKS}


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Why there is nothing to compare with.

    Attributes:
        why: the reason (Portuguese).
        applies: False where the check is not about this fund's day at all.
    """

    why: str
    applies: bool = True


def judged(check: str, key: FundDay, difference: Decimal, tolerance: Decimal, text: str) -> CheckResult:
    """A result with figures: it holds within the tolerance."""
    unit = _UNITS[check]
    status = Status.HOLDS if abs(difference) <= tolerance else Status.DOES_NOT_HOLD
    says = f"{who(key)}: {text}; diferença {plain(difference)}{unit}, tolerância {plain(tolerance)}{unit}"
    return CheckResult(check, status, difference, tolerance, says)


def unchecked(check: str, key: FundDay, reason: Unchecked) -> CheckResult:
    """A result without figures."""
    what = "não verificável" if reason.applies else "não se aplica"
    text = f"{who(key)}: {what}: {reason.why}"
    return CheckResult(check, Status.CANNOT_BE_CHECKED, None, None, text, applies=reason.applies)


def who(key: FundDay) -> str:
    """Whose day a result is of."""
    return f"{key.fund} em {key.date}"
