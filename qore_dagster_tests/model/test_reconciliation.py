"""The identities of a portfolio, each held, broken and beyond checking."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import CHECKS, CheckResult, Status, reconcile, verdict

_OK, _FAIL, _UNKNOWN = Status.HOLDS, Status.DOES_NOT_HOLD, Status.CANNOT_BE_CHECKED


def _portfolio(**header: Any) -> ParsedPortfolio:
    """100 of shares, 50 of cash, 20 to receive, 10 to pay, 5 to issue, 4 to redeem: 151 in 100 quotas."""
    money: Row = {
        "data_pos": date(2026, 1, 7), "fundo": "fundo_a", "moeda": "BRL", "formato": "XML_5_0",
        "valorcota": Decimal("1.51"), "casas_cota": 2, "quantidade": Decimal(100), "patliq": Decimal("151.00"),
        "valorativos": Decimal("150.00"), "valorreceber": Decimal("20.00"), "valorpagar": Decimal("10.00"),
        "vlcotasemitir": Decimal("5.00"), "vlcotasresgatar": Decimal("4.00"),
    }  # fmt: skip
    share: Row = {
        "ordinal": 1, "secao": "EQUI", "moeda": "BRL", "quantidade": Decimal(10), "pu_mercado": Decimal("10.00"),
        "valor_mercado": Decimal("100.00"),
    }  # fmt: skip
    return ParsedPortfolio(
        {**money, **header},
        holdings=[share],
        cash=[{"saldo": Decimal("80.00")}, {"saldo": Decimal("-30.00")}],
        provisions=[
            {"tipo_cpr": "RECEBER", "valor": Decimal("20.00")},
            {"tipo_cpr": "PAGAR", "valor": Decimal("6.00")},
            {"tipo_cpr": "PAGAR", "valor": Decimal("4.00")},
        ],
    )


def _with_subclasses(parsed: ParsedPortfolio) -> ParsedPortfolio:
    """60 and 40 quotas of 1.51."""
    parsed.classes = [
        {"nivel": "SUBCLASSE", "nome": f"Subclasse {units}", "valorcota": Decimal("1.51"), "casas_cota": 2,
         "quantidade": Decimal(units)} for units in (60, 40)
    ]  # fmt: skip
    return parsed


def _checks(parsed: ParsedPortfolio) -> dict[str, CheckResult]:
    return {result.check: result for result in reconcile(parsed)}


def test_a_good_portfolio_holds_in_every_check_to_the_cent() -> None:
    results = reconcile(_with_subclasses(_portfolio()))
    assert [(result.check, result.status, result.difference) for result in results] == [
        (check, _OK, 0)
        for check in ("total_assets", "receivables", "payables", "net_worth", "quota", "row_price", "subclasses")
    ]
    assert verdict(results) is _OK


def test_every_result_names_the_fund_the_day_and_its_tolerance() -> None:
    for result in reconcile(_with_subclasses(_portfolio())):
        assert result.explanation.startswith("fundo_a em 2026-01-07: ")
        assert "tolerância" in result.explanation
        assert result.tolerance is not None
    assert all("tolerância" in check.meaning for check in CHECKS)


@pytest.mark.parametrize(("cents", "status"), [("0.05", _OK), ("-0.05", _OK), ("0.06", _FAIL), ("-0.06", _FAIL)])
def test_the_tolerance_of_total_assets(cents: str, status: Status) -> None:
    parsed = _portfolio()
    parsed.cash[0]["saldo"] = Decimal("80.00") + Decimal(cents)
    result = _checks(parsed)["total_assets"]
    assert (result.status, result.difference, result.tolerance) == (status, Decimal(cents), Decimal("0.05"))


def test_a_missing_position_fails_and_says_by_how_much() -> None:
    parsed = _portfolio()
    parsed.holdings.clear()
    result = _checks(parsed)["total_assets"]
    assert (result.status, result.difference) == (_FAIL, Decimal("-100.00"))
    assert "posições 0,00 + caixa 50,00 contra o total de ativos 150,00; diferença -100,00" in result.explanation
    assert verdict(reconcile(parsed)) is _FAIL
    assert _checks(parsed)["net_worth"].status is _OK  # both levels are checked


def test_a_portfolio_of_cash_alone_is_checked() -> None:
    parsed = _portfolio(valorativos=Decimal("50.00"), patliq=Decimal("51.00"), valorcota=Decimal("0.51"))
    parsed.holdings.clear()
    assert verdict(reconcile(parsed)) is _OK
    assert _checks(parsed)["row_price"].status is _UNKNOWN


def test_without_cash_and_totals_of_provisions_assets_cannot_be_checked() -> None:
    parsed = _portfolio(valorreceber=None, valorpagar=None)
    parsed.cash.clear()
    checks = _checks(parsed)
    assert (checks["total_assets"].status, checks["total_assets"].difference) == (_UNKNOWN, None)
    assert "não traz caixa" in checks["total_assets"].explanation
    assert (checks["receivables"].status, checks["payables"].status) == (_UNKNOWN, _UNKNOWN)


@pytest.mark.parametrize("column", ["valorativos", "patliq"])
def test_what_is_absent_cannot_be_checked(column: str) -> None:
    checks = _checks(_portfolio(**{column: None}))
    assert checks["net_worth"].status is _UNKNOWN
    assert checks["total_assets"].status is (_UNKNOWN if column == "valorativos" else _OK)


def test_deductions_are_subtracted() -> None:
    assert _checks(_portfolio(vlcotasresgatar=Decimal("4.10")))["net_worth"].difference == Decimal("-0.10")
    assert _checks(_portfolio(vlcotasemitir=Decimal("4.90")))["net_worth"].difference == Decimal("0.10")


def test_an_absent_term_is_no_zero() -> None:
    off = _checks(_portfolio(vlcotasresgatar=None))["net_worth"]
    assert off.status is _UNKNOWN
    assert "o arquivo não traz: cotas a resgatar" in off.explanation
    whole = _checks(_portfolio(vlcotasresgatar=None, vlcotasemitir=Decimal("9.00")))["net_worth"]
    assert (whole.status, whole.difference) == (_OK, 0)


@pytest.mark.parametrize(
    ("check", "column", "row"), [("receivables", "valorreceber", 0), ("payables", "valorpagar", 1)]
)
def test_details_that_do_not_add_up_only_warn(check: str, column: str, row: int) -> None:
    parsed = _portfolio()
    parsed.provisions[row]["valor"] = Decimal("5.00") if row else Decimal("19.00")
    result = _checks(parsed)[check]
    assert (result.status, result.difference, result.blocking) == (_FAIL, Decimal("-1.00"), False)
    assert verdict(reconcile(parsed)) is _OK
    parsed.provisions.clear()
    assert _checks(parsed)[check].status is _UNKNOWN
    parsed.portfolio[column] = Decimal("0.00")
    assert _checks(parsed)[check].status is _OK


@pytest.mark.parametrize(
    ("quota", "places", "status"),
    [
        ("1.51", 2, _OK),
        ("1.5", 1, _OK),
        ("1.52", 2, _OK),
        ("1.53", 2, _FAIL),
        ("1.51000001", 8, _OK),
        ("1.511", 3, _OK),
    ],
)
def test_the_quota_may_be_cut_to_the_decimals_printed(quota: str, places: int, status: Status) -> None:
    result = _checks(_portfolio(valorcota=Decimal(quota), casas_cota=places))["quota"]
    assert result.status is status
    assert result.tolerance == Decimal(100).scaleb(-places) + Decimal("0.05")


def test_the_quota_of_a_negative_net_worth_has_no_sign_in_5_0() -> None:
    result = _checks(_portfolio(patliq=Decimal("-151.00")))["quota"]
    assert result.status is _OK
    assert "em módulo" in result.explanation
    assert _checks(_portfolio(patliq=Decimal("-151.00"), formato="XML_4_01"))["quota"].status is _FAIL
    signed = _portfolio(patliq=Decimal("-151.00"), valorcota=Decimal("-1.51"), formato="XML_4_01")
    assert _checks(signed)["quota"].status is _OK


def test_the_quota_of_one_series_says_nothing_of_all() -> None:
    parsed = _portfolio(valorcota=Decimal(9))
    parsed.series = True
    assert _checks(parsed)["quota"].status is _UNKNOWN


@pytest.mark.parametrize("column", ["valorcota", "casas_cota", "quantidade"])
def test_a_quota_that_is_not_whole_cannot_be_checked(column: str) -> None:
    assert _checks(_portfolio(**{column: None}))["quota"].status is _UNKNOWN


def test_the_worst_row_is_told_and_only_warns() -> None:
    parsed = _portfolio()
    good = parsed.holdings[0]
    parsed.holdings += [
        {**good, "ordinal": 2, "isin": "BRX", "valor_mercado": Decimal("-101.00")},
        {**good, "ordinal": 3, "secao": "FUTU", "valor_mercado": Decimal("-7.00")},
        {**good, "ordinal": 4, "moeda": "USD", "valor_mercado": Decimal("1.00")},
        {**good, "ordinal": 5, "pu_mercado": None, "valor_mercado": Decimal("1.00")},
    ]
    result = _checks(parsed)["row_price"]
    assert (result.status, result.difference, result.blocking) == (_FAIL, Decimal("-1.00"), False)
    assert "pior de 2 posições: nº 2 (BRX)" in result.explanation


def test_a_price_with_few_decimals_may_be_cut() -> None:
    parsed = _portfolio()
    parsed.holdings[0]["pu_mercado"] = Decimal("9.99")  # 9.999 cut
    result = _checks(parsed)["row_price"]
    assert (result.status, result.difference, result.tolerance) == (_OK, Decimal("-0.10"), Decimal("0.11"))


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ({}, _UNKNOWN),
        ({"total_assets": _UNKNOWN, "net_worth": _UNKNOWN}, _UNKNOWN),
        ({"total_assets": _UNKNOWN, "net_worth": _OK}, _OK),
        ({"total_assets": _OK, "quota": _FAIL}, _FAIL),
        ({"row_price": _OK, "payables": _OK}, _UNKNOWN),
        ({"total_assets": _OK, "row_price": _FAIL, "payables": _FAIL, "receivables": _FAIL}, _OK),
    ],
)
def test_the_verdict(statuses: dict[str, Status], expected: Status) -> None:
    assert verdict(CheckResult(check, status, None, None, "") for check, status in statuses.items()) is expected


def test_amounts_are_written_as_in_brazil() -> None:
    parsed = _portfolio(valorativos=Decimal("1234567.5"))
    assert "contra o total de ativos 1.234.567,50" in _checks(parsed)["total_assets"].explanation


def test_subclasses_make_up_the_class() -> None:
    parsed = _with_subclasses(_portfolio())
    result = _checks(parsed)["subclasses"]
    assert (result.status, result.difference, result.tolerance) == (_OK, 0, Decimal("1.05"))
    parsed.classes[0]["valorcota"] = Decimal("1.53")
    result = _checks(parsed)["subclasses"]
    assert (result.status, result.difference, result.blocking) == (_FAIL, Decimal("1.20"), True)
    assert "2 subclasse(s)" in result.explanation
    assert verdict(reconcile(parsed)) is _FAIL


@pytest.mark.parametrize("column", ["valorcota", "casas_cota", "quantidade"])
def test_a_subclass_without_quota_cannot_be_checked(column: str) -> None:
    parsed = _with_subclasses(_portfolio())
    parsed.classes[1][column] = None
    result = _checks(parsed)["subclasses"]
    assert result.status is _UNKNOWN
    assert "Subclasse 40" in result.explanation


def test_without_subclasses_there_is_nothing_to_add_up() -> None:
    parsed = _portfolio()
    assert _checks(parsed)["subclasses"].status is _UNKNOWN
    parsed.classes = [{"nivel": "SERIE", "valorcota": Decimal(9), "casas_cota": 0, "quantidade": Decimal(9)}]
    assert _checks(parsed)["subclasses"].status is _UNKNOWN
    assert _checks(_with_subclasses(_portfolio(patliq=None)))["subclasses"].status is _UNKNOWN


def test_the_subclasses_of_a_negative_net_worth_have_no_sign_in_5_0() -> None:
    result = _checks(_with_subclasses(_portfolio(patliq=Decimal("-151.00"))))["subclasses"]
    assert (result.status, "em módulo" in result.explanation) == (_OK, True)


def test_the_quota_of_a_class_with_subclasses_is_managerial() -> None:
    parsed = _with_subclasses(_portfolio())
    assert _checks(parsed)["quota"].status is _OK
    parsed.portfolio["valorcota"] = Decimal("1.60")
    result = _checks(parsed)["quota"]
    assert result.status is _UNKNOWN
    assert "gerencial" in result.explanation
    assert verdict(reconcile(parsed)) is _OK


def test_a_managed_account_has_no_quota() -> None:
    header = {"valorcota": None, "casas_cota": None, "quantidade": None, "documento_titular": "11222333000181"}
    checks = _checks(_portfolio(**header))
    assert checks["quota"].status is _UNKNOWN
    assert "carteira administrada" in checks["quota"].explanation
    assert verdict(checks.values()) is _OK


def test_a_margin_beside_the_assets_is_a_deduction() -> None:
    closed = _portfolio(margem=Decimal("7.00"), patliq=Decimal("144.00"), valorcota=Decimal("1.44"))
    checks = _checks(closed)
    assert (checks["net_worth"].status, checks["net_worth"].difference) == (_OK, 0)
    assert "− margem 7,00" in checks["net_worth"].explanation
    assert checks["total_assets"].status is _OK
    open_ = _checks(_portfolio(margem=Decimal("7.00")))["net_worth"]
    assert (open_.status, open_.difference) == (_UNKNOWN, None)


@pytest.mark.parametrize(("assets", "status"), [("143.00", _OK), ("150.00", _OK), ("142.00", _UNKNOWN)])
def test_a_margin_may_be_in_the_positions(assets: str, status: Status) -> None:
    parsed = _portfolio(margem=Decimal("7.00"), valorativos=Decimal(assets))
    assert _checks(parsed)["total_assets"].status is status


@pytest.mark.parametrize(("page", "last"), [(1, False), (2, True)])
def test_one_page_of_several_has_not_all_positions(page: int, last: bool) -> None:
    parsed = _portfolio()
    parsed.page, parsed.last_page = page, last
    checks = _checks(parsed)
    assert checks["total_assets"].status is _UNKNOWN
    assert f"só a página {page}" in checks["total_assets"].explanation
    assert checks["net_worth"].status is _OK


def test_a_pdf_has_totals_and_no_rows() -> None:
    parsed = _portfolio(formato="CARTEIRA_PDF")
    for rows in (parsed.holdings, parsed.cash, parsed.provisions):
        rows.clear()
    checks = _checks(parsed)
    for check in ("total_assets", "receivables", "payables", "row_price"):
        assert checks[check].status is _UNKNOWN
    assert (checks["net_worth"].status, checks["quota"].status) == (_OK, _OK)


@pytest.mark.parametrize(
    ("table", "check"), [("holdings", "total_assets"), ("cash", "total_assets"), ("provisions", "payables")]
)
def test_a_sum_says_which_rows_it_lacks(table: str, check: str) -> None:
    parsed = _portfolio()
    parsed.quarantine.append({"tabela": table})
    assert "sem 1 linha(s) em quarentena" in _checks(parsed)[check].explanation
    assert "quarentena" not in _checks(_portfolio())[check].explanation
