"""The identities of a portfolio, each held, broken and beyond checking."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qore_dagster.model.comparison import OtherFiles
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import CHECKS, CheckResult, Status, reconcile, verdict

_OK, _FAIL, _UNKNOWN = Status.HOLDS, Status.DOES_NOT_HOLD, Status.CANNOT_BE_CHECKED


def _portfolio(**header: Any) -> ParsedPortfolio:
    """100 of shares and 50 of cash, 20 to receive, 10 to pay, 5 to issue, 4 to redeem: 151 in 100 quotas of 1.51."""
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


def _checks(parsed: ParsedPortfolio) -> dict[str, CheckResult]:
    return {result.check: result for result in reconcile(parsed)}


def test_a_good_portfolio_holds_in_every_check_to_the_cent() -> None:
    results = [result for result in reconcile(_portfolio()) if result.applies]
    assert [(result.check, result.status, result.difference) for result in results] == [
        (check, _OK, 0)
        for check in ("total_assets", "receivables", "payables", "net_worth", "quota", "row_price", "rows_read")
    ]
    assert verdict(results) is _OK


def test_every_result_names_the_fund_the_day_and_its_tolerance() -> None:
    for result in filter(lambda result: result.applies, reconcile(_portfolio())):
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
    ("parts", "tolerance"),
    [(("66.67", "33.33"), "0.12"), (("100.00", "0"), "0.11"), (("0", "100.00"), "0.11"), ((None, None), "0.11")],
)
def test_each_value_that_a_position_adds_up_was_rounded_by_itself(
    parts: tuple[str | None, str | None], tolerance: str
) -> None:
    parsed = _portfolio()
    for column, text in zip(("valor_disponivel", "valor_garantia"), parts, strict=True):
        parsed.holdings[0][column] = None if text is None else Decimal(text)
    assert _checks(parsed)["row_price"].tolerance == Decimal(tolerance)


def test_borrowed_paper_is_in_no_total_and_its_price_says_nothing() -> None:
    parsed = _portfolio()
    borrowed: Row = {**parsed.holdings[0], "ordinal": 2, "operacao": "T", "valor_mercado": Decimal(0)}
    parsed.holdings.append(borrowed)
    assert _checks(parsed)["row_price"].status is _OK
    borrowed["operacao"] = "C"
    assert _checks(parsed)["row_price"].status is _FAIL


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


def _subclass(quota: str, units: int) -> Row:
    return {"nivel": "SUBCLASSE", "valorcota": Decimal(quota), "casas_cota": 2, "quantidade": Decimal(units)}


@pytest.mark.parametrize(("quota", "status"), [("1.50", _OK), ("1.52", _OK), ("1.53", _FAIL)])
def test_the_subclasses_add_up_to_the_class(quota: str, status: Status) -> None:
    parsed = _portfolio()
    parsed.classes += [_subclass(quota, 50), _subclass("1.52", 50)]
    result = _checks(parsed)["subclasses"]
    assert (result.status, result.tolerance) == (status, Decimal("1.05"))
    assert result.difference == Decimal(quota) * 50 + Decimal(76) - Decimal(151)
    assert not result.blocking


def test_a_subclass_without_quota_cannot_be_checked() -> None:
    parsed = _portfolio()
    parsed.classes += [_subclass("1.50", 50) | {"valorcota": None}]
    assert _checks(parsed)["subclasses"].status is _UNKNOWN


def test_subclasses_are_no_matter_for_a_fund_that_has_none() -> None:
    result = _checks(_portfolio())["subclasses"]
    assert (result.status, result.applies) == (_UNKNOWN, False)


def test_a_borrowed_paper_is_valued_at_nothing() -> None:
    parsed = _portfolio()
    parsed.holdings.append({**parsed.holdings[0], "operacao": "T", "valor_mercado": Decimal("0.00")})
    assert _checks(parsed)["row_price"].status is _OK


def test_a_row_that_could_not_be_read_keeps_a_portfolio_from_being_good() -> None:
    parsed = _portfolio()
    assert verdict(reconcile(parsed)) is _OK
    parsed.quarantine.append({"tabela": "provisions", "linha": 7, "motivo": "'12.3.4' não é um número"})
    result = _checks(parsed)["rows_read"]
    assert (result.status, result.difference, result.tolerance) == (_FAIL, 1, 0)
    assert "linha 7: '12.3.4' não é um número" in result.explanation
    assert verdict(reconcile(parsed)) is _FAIL
    parsed.quarantine = [{"tabela": "holders", "caminho": "Passivo!B7", "linha": None, "motivo": "falta nome"}]
    assert "holders, Passivo!B7: falta nome" in _checks(parsed)["rows_read"].explanation


def test_that_all_rows_were_read_does_not_say_that_figures_agree() -> None:
    parsed = ParsedPortfolio({"patliq": Decimal(1)})
    assert _checks(parsed)["rows_read"].status is _OK
    assert verdict(reconcile(parsed)) is _UNKNOWN


def _other(file_type: str, **header: Any) -> ParsedPortfolio:
    other = _portfolio(**header)
    other.portfolio["formato"] = file_type
    return other


def _compared(*others: ParsedPortfolio, unread: Sequence[str] = ()) -> CheckResult:
    results = reconcile(_portfolio(), OtherFiles(list(others), list(unread)))
    return next(result for result in results if result.check == "formats_agree")


@pytest.mark.parametrize(
    ("header", "status", "said"),
    [
        ({}, _OK, "comparado com XML 4.01"),
        ({"patliq": Decimal("151.05")}, _OK, "comparado com"),
        ({"patliq": Decimal("151.06")}, _FAIL, "XML 4.01: patrimônio líquido difere em 0.06"),
        ({"valorcota": Decimal("1.5099"), "casas_cota": 4}, _OK, "comparado com"),
        ({"valorcota": Decimal("1.53")}, _FAIL, "valor da cota difere em 0.02"),
        ({"quantidade": Decimal(102)}, _FAIL, "quantidade de cotas difere em 2"),
        ({"valorativos": None}, _OK, "comparado com"),
    ],
)
def test_the_formats_of_a_day_are_compared(header: dict[str, Any], status: Status, said: str) -> None:
    result = _compared(_other("XML_4_01", **header))
    assert (result.status, result.blocking) == (status, False)
    assert said in result.explanation


def test_a_lacking_row_in_another_format_is_said_and_a_pdf_has_no_rows() -> None:
    excel, pdf = _other("CARTEIRA_EXCEL"), _other("CARTEIRA_PDF")
    excel.cash.pop()
    pdf.cash.clear()
    explanation = _compared(excel, pdf).explanation
    assert "EXCEL: soma do caixa difere em 30.00" in explanation
    assert "PDF" not in explanation


def test_alone_a_file_is_not_compared_and_an_unreadable_other_is_said() -> None:
    assert not _compared().applies
    result = _compared(unread=["PDF não pôde ser lido: está vazio"])
    assert (result.status, result.applies) == (_UNKNOWN, True)
    assert "PDF não pôde ser lido" in result.explanation
