"""Quota and net worth of the portal against those of the file."""

from datetime import date
from decimal import Decimal

import pytest

from qore_dagster.model.cross_checks import PORTAL_NET_WORTH, PORTAL_QUOTA, Unchecked
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.model.portal_figures import PortalFigures, compare_with_portal
from qore_dagster.model.reconciliation import Status

KEY = FundDay(date(2026, 1, 7), "fundo_a")
_OK, _FAIL, _UNKNOWN = Status.HOLDS, Status.DOES_NOT_HOLD, Status.CANNOT_BE_CHECKED


def _loaded(
    quota: str | None = "1.23456789", places: int | None = 8, net_worth: str = "123.46", file_type: str = "XML_5_0"
) -> LoadedQuota:
    told = None if quota is None else Decimal(quota)
    return LoadedQuota(KEY, 1, FileType(file_type), told, places, Decimal(100), Decimal(net_worth))


def _figures(quota: str | None = "1.23456789", net_worth: str | None = "123.46") -> PortalFigures:
    return PortalFigures(*(None if value is None else Decimal(value) for value in (quota, net_worth)))


def test_the_same_figures_hold_to_the_last_decimal() -> None:
    results = compare_with_portal(_loaded(), _figures())
    assert [(r.check, r.status, r.difference, r.tolerance) for r in results] == [
        (PORTAL_QUOTA, _OK, 0, Decimal("1e-8")),
        (PORTAL_NET_WORTH, _OK, 0, Decimal("0.05")),
    ]
    assert all(result.explanation.startswith("fundo_a em 2026-01-07: ") for result in results)
    assert not any(result.blocking for result in results)


@pytest.mark.parametrize(
    ("shown", "told", "places", "status"),
    [
        ("1.2345679", "1.23456789", 8, _OK),  # one unit of the eighth place
        ("1.23456791", "1.23456789", 8, _FAIL),
        ("1.23456789", "1.234567", 6, _OK),  # cut by the file
        ("1.234569", "1.234567", 6, _FAIL),
        ("1.5", "1.50000000", 8, _OK),  # zeros at the end left out by the portal
        ("1.5", "1.53", 8, _FAIL),
        ("1.23456789", "1.2345678912", 10, _OK),  # the portal has eight at most
    ],
)
def test_a_quota_may_lack_decimals(shown: str, told: str, places: int, status: Status) -> None:
    quota, _ = compare_with_portal(_loaded(told, places), _figures(shown))
    assert quota.status is status
    assert quota.difference == Decimal(shown) - Decimal(told)


def test_a_difference_is_told_with_both_figures() -> None:
    quota, net = compare_with_portal(_loaded(), _figures("1.3", "130"))
    assert "cota 1,3 no portal contra 1,23456789 no arquivo; diferença 0,06543211, tolerância" in quota.explanation
    assert "patrimônio líquido 130,00 no portal contra 123,46 no arquivo; diferença 6,54" in net.explanation
    assert (quota.status, net.status) == (_FAIL, _FAIL)


def test_a_negative_quota_that_5_0_prints_without_sign_is_the_portals() -> None:
    quota, _ = compare_with_portal(_loaded("1.23456789", net_worth="-123.46"), _figures("-1.23456789", "-123.46"))
    assert (quota.status, quota.difference) == (_OK, 0)
    signed = _loaded("-1.23456789", net_worth="-123.46", file_type="XML_4_01")
    assert compare_with_portal(signed, _figures("-1.23456789"))[0].status is _OK


def test_what_is_not_there_is_not_checked_and_no_zero() -> None:
    quota, net = compare_with_portal(_loaded(), _figures(None, None))
    assert (quota.status, quota.difference, net.status, net.difference) == (_UNKNOWN, None, _UNKNOWN, None)
    managed, _ = compare_with_portal(_loaded(None, None), _figures())
    assert managed.status is _UNKNOWN
    assert "o arquivo não traz a cota" in managed.explanation


@pytest.mark.parametrize("applies", [True, False])
def test_without_an_answer_the_reason_is_told(*, applies: bool) -> None:
    for result in compare_with_portal(_loaded(), Unchecked("o portal não respondeu", applies=applies)):
        assert (result.status, result.applies) == (_UNKNOWN, applies)
        assert "o portal não respondeu" in result.explanation
