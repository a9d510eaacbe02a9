"""Whether the quota and the net worth that the portal itself shows are those of the file.

Belongs here: the comparison. Does not: asking the portal (`intake.portal_figures`).
"""

from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.model.brazilian_numbers import money, plain
from qore_dagster.model.cross_checks import PORTAL_NET_WORTH, PORTAL_QUOTA, Unchecked, judged, unchecked
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.model.reconciliation import CheckResult

_CENTS = Decimal("0.05")
_PORTAL_PLACES = 8


@dataclass(frozen=True, slots=True)
class PortalFigures:
    """What the portal shows of a fund's day, BRL; None where it shows nothing.

    Attributes:
        quota: to eight decimals at most, zeros at the end left out.
        net_worth: signed.
    """

    quota: Decimal | None
    net_worth: Decimal | None


def compare_with_portal(loaded: LoadedQuota, portal: PortalFigures | Unchecked) -> tuple[CheckResult, CheckResult]:
    """The results of `portal_quota` and `portal_net_worth`."""
    if isinstance(portal, Unchecked):
        return unchecked(PORTAL_QUOTA, loaded.key, portal), unchecked(PORTAL_NET_WORTH, loaded.key, portal)
    return _quota(loaded, portal.quota), _net_worth(loaded, portal.net_worth)


def _quota(loaded: LoadedQuota, shown: Decimal | None) -> CheckResult:
    told = loaded.quota
    if told is None:
        return unchecked(PORTAL_QUOTA, loaded.key, Unchecked("o arquivo não traz a cota"))
    if shown is None:
        return unchecked(PORTAL_QUOTA, loaded.key, Unchecked("o portal não mostra a cota desse dia"))
    tolerance = Decimal(1).scaleb(-min(loaded.printed_places, _PORTAL_PLACES))
    text = f"cota {plain(shown)} no portal contra {plain(told)} no arquivo"
    return judged(PORTAL_QUOTA, loaded.key, shown - told, tolerance, text)


def _net_worth(loaded: LoadedQuota, shown: Decimal | None) -> CheckResult:
    if shown is None:
        return unchecked(PORTAL_NET_WORTH, loaded.key, Unchecked("o portal não mostra o patrimônio líquido desse dia"))
    told = loaded.net_worth
    text = f"patrimônio líquido {money(shown)} no portal contra {money(told)} no arquivo"
    return judged(PORTAL_NET_WORTH, loaded.key, shown - told, _CENTS, text)
