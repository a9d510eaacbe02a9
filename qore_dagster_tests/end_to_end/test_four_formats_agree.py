"""One portfolio, written in four formats by the simulated portal, is read as the same portfolio from each of them."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster.simulator.content.instruments import Kind
from qore_dagster.simulator.content.portfolio import Portfolio
from qore_dagster.simulator.content.world import World

_OLD, _NEW = date(2025, 11, 19), date(2026, 1, 7)
"""Days on which workbooks have the legacy and the new layout."""
_FUNDS = 34
_ROWS = (FileType.XML_5_0, FileType.XML_4_01, FileType.CARTEIRA_EXCEL)


def _world(seed: int, day: date) -> World:
    return World(seed=seed, funds=_FUNDS, first_day=day, last_day=day)


def _read(world: World, place: int, day: date, file_type: FileType) -> tuple[Portfolio, ParsedPortfolio]:
    fund = world.funds[place]
    made = world.file(fund, day, file_type)
    file = ReportFile.of_bytes("arquivo", made.data)  # a name that says nothing
    parser = parser_for(file)
    assert parser.file_type is file_type
    (parsed,) = parser.parse(file)
    assert isinstance(parsed, ParsedPortfolio)
    return world.portfolio(fund, day), parsed.bind(fund.slug)


def _assert_the_same(made: Portfolio, read: ParsedPortfolio, file_type: FileType) -> None:
    header = read.portfolio
    assert (header["data_pos"], header["patliq"]) == (made.day, made.net_worth)
    quota, places = header["valorcota"], header["casas_cota"]
    assert isinstance(quota, Decimal)
    assert isinstance(places, int)
    if file_type is FileType.XML_5_0:  # without a sign, and cut to the decimals printed
        assert 0 <= abs(made.quota) - quota < Decimal(1).scaleb(-places)
    else:
        assert quota == made.quota
    assert header["quantidade"] == made.fund.quotas
    assert (read.quarantine, read.unknown, read.repaired) == ([], [], [])
    if file_type not in _ROWS:
        totals = {str(kind): sum(lot.value for lot in made.section(kind)) for kind in Kind if made.section(kind)}
        cash, owed = sum(account.balance for account in made.cash), made.receivable - made.payable
        assert read.section_totals == {**totals, "Caixa": cash, "Provisões": owed}
        assert header["valorativos"] == made.assets
        return
    assert Counter(row["valor_mercado"] for row in read.holdings) == Counter(lot.value for lot in made.holdings)
    assert Counter(row["saldo"] for row in read.cash) == Counter(account.balance for account in made.cash)
    assert Counter((row["tipo_cpr"], row["valor"], row["data_vencimento"]) for row in read.provisions) == Counter(
        ("PAGAR" if row.payable else "RECEBER", row.value, row.due) for row in made.provisions
    )
    assert Counter(row["isin"] for row in read.holdings if row.get("isin")) <= Counter(
        lot.instrument.isin for lot in made.holdings
    )


@pytest.mark.parametrize("day", [_OLD, _NEW])
@pytest.mark.parametrize("file_type", list(FileType))
def test_every_fund_is_the_same_portfolio_in_every_format(file_type: FileType, day: date) -> None:
    world = _world(7, day)
    for place in range(_FUNDS):
        made, read = _read(world, place, day, file_type)
        _assert_the_same(made, read, file_type)
        results = {result.check: result for result in reconcile(read)}
        assert Status.DOES_NOT_HOLD not in {result.status for result in results.values()}, read.portfolio["nome"]
        if file_type is not FileType.CARTEIRA_PDF:
            assert verdict(results.values()) is Status.HOLDS


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(1, 10_000),
    place=st.integers(0, _FUNDS - 1),
    day=st.sampled_from([_OLD, _NEW]),
    file_type=st.sampled_from(list(FileType)),
)
def test_any_generated_portfolio_is_read_back(seed: int, place: int, day: date, file_type: FileType) -> None:
    made, read = _read(_world(seed, day), place, day, file_type)
    _assert_the_same(made, read, file_type)


def test_4_01_and_5_0_tell_the_same_of_each_lot() -> None:
    world = _world(7, _NEW)
    for place in range(_FUNDS):
        one, other = (_read(world, place, _NEW, t)[1] for t in (FileType.XML_5_0, FileType.XML_4_01))
        assert _lots(one) == _lots(other)


def _lots(parsed: ParsedPortfolio) -> Counter[tuple[object, ...]]:
    """What both formats have a place for; 5.0 calls a bond that goes back tomorrow a repo, 4.01 a bond."""

    def told(row: Row) -> tuple[object, ...]:
        return (
            {"REPO": "GOVE"}.get(str(row["secao"]), row["secao"]),
            None if row["secao"] == "REPO" or row.get("nivel_3") else row.get("isin"),
            row["direcao"],
            row["valor_mercado"],
            None if row["secao"] in {"EQUI", "RECE"} else row.get("quantidade"),
        )

    return Counter(told(row) for row in parsed.holdings)


def test_the_workbook_tells_returns_and_holders() -> None:
    made, read = _read(_world(7, _OLD), 0, _OLD, FileType.CARTEIRA_EXCEL)
    assert {(row["descricao"], row["periodo"]) for row in read.returns} == {
        (what, period) for what in ("Fundo (%)", "(%) CDI") for period in ("Dia", "Mês", "Ano")
    }
    assert sum(row["quantidade"] for row in read.holders if isinstance(row["quantidade"], Decimal)) == made.fund.quotas
