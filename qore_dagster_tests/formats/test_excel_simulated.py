"""What the simulated portal writes as Excel is read back whole, in both layouts, whatever is odd about the fund."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.frames import frame
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import Status, reconcile
from qore_dagster.model.schemas import violations
from qore_dagster.model.tables import TABLES
from qore_dagster.simulator.content.instruments import Kind
from qore_dagster.simulator.content.portfolio import Holding, Portfolio
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.workbooks import (
    LEGACY,
    LEGACY_DAY,
    NEW,
    NEW_DAY,
    PARSERS,
    bytes_of,
    made,
    read,
    values_of,
    world,
)
from qore_dagster_tests.formats.xls_writer import xls

_SECTION_OF = {
    Kind.SHARE: "Ações",
    Kind.STAKE: "Participação em Sociedade Limitada",
    Kind.QUOTA: "Cotas de Investimento",
    Kind.RECEIVABLE: "Direito Creditório",
    Kind.FUTURE: "Futuros",
}
_CODES = {
    Kind.GOVERNMENT: "GOVE",
    Kind.REPO: "REPO",
    Kind.PRIVATE: "CORP",
    Kind.DEBENTURE: "DEBE",
    Kind.SHARE: "EQUI",
    Kind.STAKE: "EQUI",
    Kind.FUTURE: "FUTU",
    Kind.QUOTA: "SHAR",
    Kind.RECEIVABLE: "RECE",
}
_DAYS = [LEGACY_DAY, NEW_DAY]


def _section(holding: Holding, day: date) -> str:
    return _SECTION_OF.get(holding.kind, "Renda Fixa") if day == LEGACY_DAY else "Outros (Não Categorizados)"


def _same(parsed: ParsedPortfolio, portfolio: Portfolio) -> None:
    """The portfolio that was read is the one that was made."""
    day, header, legacy = portfolio.day, parsed.portfolio, portfolio.day == LEGACY_DAY
    assert (header["data_pos"], header["nome"], header["moeda"]) == (day, portfolio.fund.nome, "BRL")
    assert header["cnpj"] == (None if legacy else portfolio.fund.cnpj)
    assert [header[name] for name in ("patliq", "valorcota", "quantidade")] == [
        portfolio.net_worth,
        portfolio.quota,
        portfolio.fund.quotas,
    ]
    lots = [lot for kind in _ORDER for lot in portfolio.section(*kind)] if legacy else list(portfolio.holdings)
    assert [
        (row["secao_origem"], row["valor_mercado"], row["quantidade"], row["pu_mercado"], row["direcao"])
        for row in parsed.holdings
    ] == [(_section(lot, day), lot.value, lot.quantity, lot.price, "SHOR" if lot.short else "LONG") for lot in lots]
    # The legacy file calls a repo by its bond's name; there is nothing in it that tells the two apart.
    codes = {**_CODES, Kind.REPO: "GOVE"} if legacy else _CODES
    assert [row["secao"] for row in parsed.holdings] == [codes[lot.kind] for lot in lots]
    assert [row["saldo"] for row in parsed.cash] == [account.balance for account in portfolio.cash]
    assert [(row["tipo_cpr"], row["valor"], row["data_vencimento"]) for row in parsed.provisions] == [
        ("PAGAR" if row.payable else "RECEBER", row.value, row.due) for row in portfolio.provisions
    ]
    assert (parsed.warnings, parsed.unknown, parsed.quarantine, parsed.repaired) == ([], [], [], [])


_ORDER = (
    (Kind.SHARE,),
    (Kind.STAKE,),
    (Kind.GOVERNMENT, Kind.REPO, Kind.PRIVATE, Kind.DEBENTURE),
    (Kind.QUOTA,),
    (Kind.RECEIVABLE,),
    (Kind.FUTURE,),
)


@pytest.mark.parametrize("day", _DAYS)
def test_every_fund_is_read_as_it_was_made(day: date) -> None:
    for fund in world().funds:
        _same(read(PARSERS[day], bytes_of(fund, day)), made(fund, day))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), funds=st.integers(1, 12), data=st.data())
def test_any_generated_portfolio_is_read_as_it_was_made(seed: int, funds: int, data: st.DataObject) -> None:
    some = World(seed=seed, funds=funds, first_day=LEGACY_DAY, last_day=NEW_DAY)
    fund, day = data.draw(st.sampled_from(some.funds)), data.draw(st.sampled_from(_DAYS))
    portfolio = some.portfolio(fund, day)
    _same(read(PARSERS[day], some.file(fund, day, FileType.CARTEIRA_EXCEL).data), portfolio)


def test_the_unusual_funds_are_among_them() -> None:
    portfolios = [made(fund, NEW_DAY) for fund in world().funds]
    assert any(not portfolio.holdings for portfolio in portfolios)
    assert any(portfolio.net_worth < 0 for portfolio in portfolios)
    assert any(account.balance < 0 for portfolio in portfolios for account in portfolio.cash)
    assert any(lot.short for portfolio in portfolios for lot in portfolio.holdings)
    assert {lot.kind for portfolio in portfolios for lot in portfolio.holdings} == set(Kind)


def test_section_totals_are_those_of_the_rows() -> None:
    for fund in world().funds:
        portfolio, expected = made(fund, LEGACY_DAY), defaultdict[str, Decimal](Decimal)
        for lot in portfolio.holdings:
            expected[_section(lot, LEGACY_DAY)] += lot.value
        expected["Valores a Liquidar"] = portfolio.receivable - portfolio.payable
        expected["Investidor"] = portfolio.net_worth
        assert read(LEGACY, bytes_of(fund, LEGACY_DAY)).section_totals == expected


def test_returns_and_holders_are_read() -> None:
    fund = world().funds[1]
    parsed, quotas = read(LEGACY, bytes_of(fund, LEGACY_DAY)), made(fund, LEGACY_DAY).fund.quotas
    assert [(row["descricao"], row["periodo"]) for row in parsed.returns] == [
        (name, period) for name in ("Fundo (%)", "(%) CDI") for period in ("Dia", "Mês", "Ano")
    ]
    assert all(isinstance(row["rentabilidade"], Decimal) for row in parsed.returns)
    held = [row["quantidade"] for row in parsed.holders]
    assert len(held) >= 2
    assert sum(units for units in held if isinstance(units, Decimal)) == quotas


def test_facts_without_a_column_are_kept_beside_their_row() -> None:
    fund = world().funds[1]
    parsed = read(LEGACY, bytes_of(fund, LEGACY_DAY))
    bonds = {lot.internal_id: lot for lot in made(fund, LEGACY_DAY).section(*_ORDER[2])}
    applied = [row for row in parsed.details if row["campo"] == "Valor_Aplic"]
    assert len(applied) == len(bonds) > 0
    for detail in applied:
        owner = next(row for row in parsed.holdings if row["ordinal"] == detail["linha_tabela"])
        assert Decimal(str(detail["valor"])) == bonds[str(owner["codigo_interno"])].cost
    before = next(row for row in parsed.details if row["campo"] == "QtdeCota_antes")
    assert (before["tabela"], before["linha_tabela"]) == ("portfolio", None)


@pytest.mark.parametrize("day", _DAYS)
def test_frames_are_valid(day: date) -> None:
    for fund in world().funds[:12]:
        parsed = read(PARSERS[day], bytes_of(fund, day)).bind(fund.slug)
        for name, table in TABLES.items():
            assert violations(table, frame(table, parsed.rows(name))) == {}


def test_the_new_layout_reconciles_and_the_legacy_one_as_far_as_it_tells() -> None:
    for fund in world().funds:
        new = {result.check: result.status for result in reconcile(read(NEW, bytes_of(fund, NEW_DAY)))}
        old = {result.check: result.status for result in reconcile(read(LEGACY, bytes_of(fund, LEGACY_DAY)))}
        assert [new[name] for name in ("total_assets", "net_worth", "quota")] == [Status.HOLDS] * 3
        assert (old["quota"], old["total_assets"]) == (Status.HOLDS, Status.CANNOT_BE_CHECKED)


def test_a_file_that_lacks_a_position_is_told_by_its_totals() -> None:
    fund = next(fund for fund in world().funds if made(fund, NEW_DAY).holdings)
    file = world().file(fund, NEW_DAY, FileType.CARTEIRA_EXCEL, lacking_a_position=True)
    results = {result.check: result.status for result in reconcile(read(NEW, file.data))}
    assert results["total_assets"] is Status.DOES_NOT_HOLD


@pytest.mark.parametrize("day", _DAYS)
def test_each_layout_is_recognised_by_its_own_parser_alone(day: date) -> None:
    for fund in world().funds:
        file = ReportFile.of_bytes("qualquer", bytes_of(fund, day))
        assert [parser.can_parse(file) for parser in (LEGACY, NEW)] == [day == LEGACY_DAY, day == NEW_DAY]


@pytest.mark.parametrize("day", _DAYS)
def test_xls_is_read_as_xlsx_is(day: date) -> None:
    fund = world().funds[1]
    data = bytes_of(fund, day)
    _same(read(PARSERS[day], xls(values_of(data))), made(fund, day))
