"""The simulator's 4.01 files, read back: an independent writer, and the same portfolio."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qore_dagster.calendar import business_days
from qore_dagster.formats.identifiers import identifier_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile
from qore_dagster.simulator.content.instruments import Kind
from qore_dagster.simulator.content.portfolio import Holding, Portfolio
from qore_dagster.simulator.content.variant import Variant
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.lots import portfolios
from qore_dagster_tests.simulator.worlds import LEGACY_DAY, NEW_DAY, world

_SECTION = {
    Kind.GOVERNMENT: "GOVE",
    Kind.REPO: "GOVE",
    Kind.PRIVATE: "CORP",
    Kind.DEBENTURE: "DEBE",
    Kind.SHARE: "EQUI",
    Kind.FUTURE: "FUTU",
    Kind.QUOTA: "SHAR",
    Kind.STAKE: "EQUI",
    Kind.RECEIVABLE: "RECE",
}
_VALUE_ONLY = {Kind.STAKE, Kind.RECEIVABLE}  # 4.01 tells no quantity of them, and no id of the lot
_WITHOUT_ISSUER = {Kind.RECEIVABLE, Kind.FUTURE, Kind.SHARE}
_BONDS = {Kind.GOVERNMENT, Kind.REPO, Kind.PRIVATE, Kind.DEBENTURE}
_SEED_DAYS = business_days(LEGACY_DAY, NEW_DAY)


def _parsed(world: World, index: int, day: date) -> tuple[Portfolio, ParsedPortfolio]:
    fund = world.funds[index]
    (parsed,) = portfolios(world.file(fund, day, FileType.XML_4_01).data)
    return world.portfolio(fund, day), parsed


def _expected(holding: Holding) -> Row:
    """What 4.01 can tell of a lot."""
    instrument = holding.instrument
    row: Row = {"secao": _SECTION[holding.kind], "direcao": "SHOR" if holding.short else "LONG"}
    row["valor_mercado"] = holding.value
    if holding.kind not in _WITHOUT_ISSUER:
        row["cnpj_emissor"] = instrument.issuer.cnpj if instrument.issuer else None
    if holding.kind in _VALUE_ONLY:
        return row
    row |= {"isin": identifier_of(instrument.isin), "quantidade": holding.quantity}
    if holding.kind is Kind.FUTURE:
        return row | {
            "codigo": instrument.code,
            "valor_nocional": holding.notional,
            "data_vencimento": instrument.matures,
        }
    row |= {"pu_mercado": holding.price, "qtd_garantia": holding.guarantee + holding.margin}
    if holding.kind is not Kind.QUOTA:
        row |= {"codigo": instrument.code, "tipo_codigo": instrument.code_type}
    if holding.kind in _BONDS:
        row |= {
            "codigo_interno": holding.internal_id,
            "pu_compra": holding.purchase_price,
            "data_compra": holding.bought,
            "principal": holding.cost,
            "data_vencimento": instrument.matures,
            "indexador": instrument.index,
            "perc_indexador": instrument.index_rate,
            "compromisso_data_retorno": holding.repo.returns if holding.repo else None,
            "compromisso_pu_retorno": holding.repo.price if holding.repo else None,
            "nivel_3": "RERA" if holding.repo else None,
        }
    return row


def _by_section(rows: list[Row]) -> list[Row]:
    """One order for both: files go by section, portfolios by lot."""
    return sorted(rows, key=lambda row: (str(row["secao"]), str(row["valor_mercado"]), str(row.get("codigo_interno"))))


def _same_portfolio(portfolio: Portfolio, parsed: ParsedPortfolio) -> None:
    fund, header = portfolio.fund, parsed.portfolio
    expected = _by_section([_expected(holding) for holding in portfolio.holdings])
    found = _by_section(parsed.holdings)
    assert [{column: row.get(column) for column in want} for row, want in zip(found, expected, strict=True)] == [
        {column: value if value != "" else None for column, value in want.items()} for want in expected
    ]
    assert [(row["tipo_conta"], row["instituicao"], row["saldo"]) for row in parsed.cash] == [
        (account.type, account.institution, account.balance) for account in portfolio.cash
    ]
    assert [(row["tipo_cpr"], row["codigo"], row["data_vencimento"], row["valor"]) for row in parsed.provisions] == [
        ("PAGAR" if row.payable else "RECEBER", str(row.account.code_401), row.due, row.value)
        for row in portfolio.provisions
    ]
    assert sum((row["valor"] for row in parsed.expenses if isinstance(row["valor"], Decimal)), Decimal(0)) == sum(
        expense.value for expense in portfolio.expenses
    )
    assert (header["data_pos"], header["cnpj"], header["isin"]) == (portfolio.day, fund.cnpj, fund.isin)
    assert (header["nome"], header["codigo_anbima"]) == (fund.nome[:50].strip(), fund.codigo_anbima)
    assert (header["valorcota"], header["quantidade"]) == (portfolio.quota, fund.quotas)
    assert (header["patliq"], header["valorativos"]) == (portfolio.net_worth, portfolio.assets)
    assert (header["valorreceber"], header["valorpagar"]) == (portfolio.receivable, portfolio.payable)
    assert (header["vlcotasemitir"], header["vlcotasresgatar"]) == (portfolio.to_issue, portfolio.to_redeem)


@pytest.mark.parametrize("day", [LEGACY_DAY, NEW_DAY])
def test_every_fund_s_file_is_its_portfolio_and_reconciles(day: date) -> None:
    for index in range(len(world().funds)):
        portfolio, parsed = _parsed(world(), index, day)
        _same_portfolio(portfolio, parsed)
        assert [parsed.unknown, parsed.quarantine, parsed.repaired, parsed.warnings] == [[], [], [], []]
        results = {result.check: result.status for result in reconcile(parsed)}
        assert Status.DOES_NOT_HOLD not in results.values()
        assert results["total_assets"] is results["net_worth"] is results["quota"] is Status.HOLDS


def test_a_position_that_is_missing_is_noticed() -> None:
    fund = world().funds[0]
    (parsed,) = portfolios(world().file(fund, NEW_DAY, FileType.XML_4_01, Variant(lacking_a_position=True)).data)
    results = {result.check: result.status for result in reconcile(parsed)}
    assert results["total_assets"] is Status.DOES_NOT_HOLD
    assert results["net_worth"] is Status.HOLDS


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(1, 5), index=st.integers(0, 33), day=st.sampled_from(_SEED_DAYS))
def test_whatever_portfolio_is_written_the_same_is_read(seed: int, index: int, day: date) -> None:
    portfolio, parsed = _parsed(world(seed), index, day)
    _same_portfolio(portfolio, parsed)
    assert Status.DOES_NOT_HOLD not in {result.status for result in reconcile(parsed)}
