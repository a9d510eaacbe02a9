"""A quota that moves too far from one business day to the next, and what may explain it."""

from datetime import date
from decimal import Decimal

import pytest

from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.model.quota_jump import MOST_BUSINESS_DAYS, DayBefore, find_jump
from qore_dagster.model.reconciliation import CheckResult, Status

DAY, DAY_BEFORE = date(2026, 1, 7), date(2026, 1, 6)
_OK, _FAIL, _UNKNOWN = Status.HOLDS, Status.DOES_NOT_HOLD, Status.CANNOT_BE_CHECKED


def _loaded(day: date, quota: str | None, units: str | None = "1000", net_worth: str | None = None) -> LoadedQuota:
    told = None if quota is None else Decimal(quota)
    issued = None if units is None else Decimal(units)
    worth = Decimal(net_worth) if net_worth else (told or Decimal(1)) * (issued or Decimal(1))
    return LoadedQuota(FundDay(day, "fundo_a"), 1, FileType.XML_4_01, told, 8, issued, worth)


def _jump(
    new: LoadedQuota, old: LoadedQuota | None, days: int = 1, bound: str = "5", paid_out: str | None = None
) -> CheckResult:
    return find_jump(
        new,
        DayBefore(DAY_BEFORE, days, old),
        bound=Decimal(bound),
        paid_out=None if paid_out is None else Decimal(paid_out),
    )


@pytest.mark.parametrize(
    ("old", "new", "status", "change"),
    [
        ("1.00", "1.05", _OK, "5"),
        ("1.00", "0.95", _OK, "-5"),
        ("1.00", "1.0500001", _FAIL, "5.00001"),
        ("1.00", "0.60", _FAIL, "-40"),
        ("-1.00", "-1.01", _OK, "-1"),  # a net worth below zero that falls further
        ("-1.00", "0.10", _FAIL, "110"),
    ],
)
def test_a_quota_may_move_as_far_as_the_bound(old: str, new: str, status: Status, change: str) -> None:
    result = _jump(_loaded(DAY, new), _loaded(DAY_BEFORE, old))
    assert (result.status, result.difference, result.tolerance) == (status, Decimal(change), Decimal(5))
    assert not result.blocking


def test_the_bound_is_the_settings() -> None:
    assert _jump(_loaded(DAY, "1.02"), _loaded(DAY_BEFORE, "1.00"), bound="1.5").status is _FAIL


def test_subscriptions_change_the_net_worth_and_are_no_jump() -> None:
    result = _jump(_loaded(DAY, "1.01", "3000"), _loaded(DAY_BEFORE, "1.00", "1000"))
    assert (result.status, result.difference) == (_OK, 1)
    assert (
        "variou 2.030,00, dos quais 2.020,00 de aplicações menos resgates (2.000 cotas) e 10,00 de rentabilidade"
        in result.explanation
    )


def test_without_flows_the_whole_change_is_the_quotas() -> None:
    result = _jump(_loaded(DAY, "0.90"), _loaded(DAY_BEFORE, "1.00"))
    assert result.status is _FAIL
    assert "cota 1,00 em 06/01/2026 e 0,90 agora; patrimônio líquido variou -100,00" in result.explanation
    assert "diferença -10,000000%, tolerância 5%" in result.explanation
    assert "amortização" not in result.explanation


def test_what_is_paid_out_is_told_beside_a_jump_and_explains_nothing_away() -> None:
    result = _jump(_loaded(DAY, "0.90"), _loaded(DAY_BEFORE, "1.00"), paid_out="100.00")
    assert result.status is _FAIL
    assert "há 100,00 a pagar de amortização ou rendimentos aos cotistas" in result.explanation
    calm = _jump(_loaded(DAY, "0.99"), _loaded(DAY_BEFORE, "1.00"), paid_out="100.00")
    assert "amortização" not in calm.explanation


def test_a_split_is_told_as_what_it_may_be() -> None:
    result = _jump(_loaded(DAY, "0.10", "10000"), _loaded(DAY_BEFORE, "1.00", "1000"))
    assert result.status is _FAIL
    assert "pode ser desdobramento ou grupamento" in result.explanation


def test_the_first_day_is_none_to_compare() -> None:
    result = find_jump(_loaded(DAY, "1.00"), None, bound=Decimal(5))
    assert (result.status, result.applies) == (_UNKNOWN, False)
    assert "não há dia anterior carregado" in result.explanation


def test_days_that_were_not_loaded_widen_the_bound_and_are_told() -> None:
    result = _jump(_loaded(DAY, "1.12"), _loaded(DAY_BEFORE, "1.00"), days=3)
    assert (result.status, result.tolerance) == (_OK, 15)
    assert "(3 dias úteis antes)" in result.explanation


def test_a_quota_of_long_ago_says_nothing() -> None:
    days = MOST_BUSINESS_DAYS + 1
    result = _jump(_loaded(DAY, "9.00"), None, days=days)
    assert (result.status, result.applies) == (_UNKNOWN, True)
    assert f"é de 06/01/2026, {days} dias úteis antes" in result.explanation


@pytest.mark.parametrize(("old", "new"), [(None, "1"), ("1", None), ("0", "1")])
def test_without_two_quotas_there_is_no_change(old: str | None, new: str | None) -> None:
    result = _jump(_loaded(DAY, new), _loaded(DAY_BEFORE, old))
    assert (result.status, result.difference, result.applies) == (_UNKNOWN, None, True)


def test_without_the_number_of_quotas_flows_are_not_made_up() -> None:
    result = _jump(_loaded(DAY, "1.01", None, "300"), _loaded(DAY_BEFORE, "1.00", None, "100"))
    assert "patrimônio líquido variou 200,00" in result.explanation
    assert "aplicações" not in result.explanation
