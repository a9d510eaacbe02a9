"""Quotas held of funds of the house: which fund a lot is of, and whether the price is that fund's own quota."""

from datetime import date
from decimal import Decimal

import pytest

from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.held_quotas import HeldLot, House, compare_held
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.model.reconciliation import CheckResult, Status

DAY, DAY_BEFORE = date(2026, 1, 7), date(2026, 1, 6)
HOLDER, HELD = "fic", "master"
KEY = FundDay(DAY, HOLDER)
CNPJ, SHELL, ISIN = "99100000000105", "99300000000150", "BRAAAACTF000"
_OK, _FAIL, _UNKNOWN = Status.HOLDS, Status.DOES_NOT_HOLD, Status.CANNOT_BE_CHECKED


def _own(
    quota: str | None = "1.23456789", day: date = DAY, fund: str = HELD, isin: str | None = ISIN, net: str = "1"
) -> LoadedQuota:
    told = None if quota is None else Decimal(quota)
    numbers = frozenset({CNPJ, SHELL})
    return LoadedQuota(
        FundDay(day, fund), 1, FileType.XML_5_0, told, 8, Decimal(1), Decimal(net), isin=isin, cnpjs=numbers
    )


def _lot(
    price: str | None = "1.23456789", cnpj: str | None = CNPJ, isin: str | None = ISIN, ordinal: int = 1
) -> HeldLot:
    return HeldLot(ordinal, cnpj, isin, None if price is None else Decimal(price))


def _compare(*lots: HeldLot, own: tuple[LoadedQuota, ...] = (_own(),)) -> CheckResult:
    return compare_held(KEY, lots, House({HOLDER: "99100000000296", HELD: CNPJ}, own))


def test_the_price_is_the_funds_own_quota() -> None:
    result = _compare(_lot())
    assert (result.status, result.difference, result.tolerance) == (_OK, 0, Decimal("1e-8"))
    assert "PU 1,23456789 contra a cota 1,23456789 de master" in result.explanation
    assert not result.blocking


@pytest.mark.parametrize(
    ("price", "status"), [("1.23456790", _OK), ("1.23456791", _FAIL), ("1.234567", _OK), ("1.234569", _FAIL)]
)
def test_the_last_place_that_both_print_may_differ(price: str, status: Status) -> None:
    result = _compare(_lot(price))
    assert (result.status, result.difference) == (status, Decimal(price) - Decimal("1.23456789"))


def test_the_lot_that_differs_most_is_told_first_of_all() -> None:
    result = _compare(_lot("1.3"), _lot(ordinal=2), _lot("1.23450000", ordinal=3), _lot(None, ordinal=4))
    assert (result.status, result.difference) == (_FAIL, Decimal("0.06543211"))
    assert "2 de 4 posições diferem: posição nº 1 (BRAAAACTF000): PU 1,3 contra a cota" in result.explanation
    assert "não verificável: posição nº 4" in result.explanation


def test_funds_of_somebody_elses_are_not_checked() -> None:
    result = _compare(_lot("9", cnpj="99800000000190", isin="BRZZZZCTF005"), _lot("9", cnpj=None, isin="BRZZZZCTF005"))
    assert (result.status, result.applies) == (_UNKNOWN, False)


def test_a_lot_without_any_number_may_be_of_a_fund_of_the_house() -> None:
    """As some workbooks have it: a name is no identity."""
    result = _compare(_lot("9", cnpj=None, isin=None), _lot())
    assert (result.status, result.applies) == (_UNKNOWN, True)
    assert "nº 1 não traz ISIN nem CNPJ do fundo, que pode ser da casa (1 de 2 conferem)" in result.explanation


@pytest.mark.parametrize(
    "lot", [_lot("9", isin=None), _lot("9", cnpj=None), _lot("9", cnpj=SHELL, isin=None)], ids=["cnpj", "isin", "shell"]
)
def test_a_fund_is_known_by_either_number(lot: HeldLot) -> None:
    assert _compare(lot).status is _FAIL


def test_a_fund_never_holds_itself() -> None:
    lot = _lot(cnpj="99100000000296", isin=None)
    assert _compare(lot).applies is False


def test_another_series_of_the_fund_has_another_quota() -> None:
    result = _compare(_lot("9", isin="BRAAAACTF018"))
    assert result.status is _UNKNOWN
    assert "outra série ou subclasse de master" in result.explanation


def test_two_funds_of_one_shell_are_not_guessed_between() -> None:
    own = (_own(), _own(fund="outro", isin="BRBBBBCTF007"))
    result = _compare(_lot("9", cnpj=SHELL, isin=None), own=own)
    assert result.status is _UNKNOWN
    assert "mais de um fundo: master, outro" in result.explanation
    assert _compare(_lot(cnpj=SHELL), own=own).status is _OK, "the ISIN tells which"


def test_a_fund_that_is_not_loaded_that_day_is_not_judged_by_another_day() -> None:
    result = _compare(_lot("1.3"), own=(_own("1.2", DAY_BEFORE),))
    assert (result.status, result.applies, result.difference) == (_UNKNOWN, True, None)
    assert "master não está carregado nesse dia" in result.explanation
    assert "(0 de 1 conferem)" in result.explanation
    assert "não está carregado" in _compare(_lot("1.3"), own=()).explanation, "known by the registry's CNPJ"


@pytest.mark.parametrize("own", [(_own(), _own("1.2", DAY_BEFORE)), (_own("1.2", DAY_BEFORE),)], ids=["both", "one"])
def test_a_lagged_quota_is_told_as_such(own: tuple[LoadedQuota, ...]) -> None:
    result = _compare(_lot("1.2"), own=own)
    assert result.status is _UNKNOWN
    assert "à cota de 06/01/2026 de master (defasada)" in result.explanation


def test_a_portfolio_without_quota_or_a_lot_without_price_cannot_be_checked() -> None:
    assert "não traz a cota" in _compare(_lot(), own=(_own(None),)).explanation
    assert "não traz o PU" in _compare(_lot(None)).explanation


def test_a_negative_quota_may_be_held_at_its_magnitude() -> None:
    assert _compare(_lot(), own=(_own(net="-5"),)).status is _OK


def test_many_examples_are_cut_short() -> None:
    lots = [_lot("9", ordinal=n) for n in range(1, 6)]
    assert _compare(*lots).explanation.endswith("; e mais 2")
