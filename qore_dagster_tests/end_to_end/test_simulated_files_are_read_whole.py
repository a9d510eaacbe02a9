"""What the simulated portal writes as ANBIMA 5.0 is read back whole: same rows, same totals, nothing unknown."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from upath import UPath

from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.verify import verify_content
from qore_dagster.model.file_type import FileType
from qore_dagster.model.frames import frame, from_parquet, to_parquet
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster.model.schemas import violations
from qore_dagster.model.tables import TABLES
from qore_dagster.simulator.content.funds import SimFund
from qore_dagster.simulator.content.variant import Variant
from qore_dagster.simulator.content.world import SimFile, World

_DAY = date(2026, 1, 7)
_FUNDS = 34


@pytest.fixture(scope="module")
def world() -> World:
    return World(seed=7, funds=_FUNDS, first_day=_DAY, last_day=_DAY)


@pytest.fixture(scope="module")
def parsed(world: World) -> dict[str, ParsedPortfolio]:
    return {fund.slug: _read(world.file(fund, _DAY, FileType.XML_5_0), fund) for fund in world.funds}


def _read(file: SimFile, fund: SimFund) -> ParsedPortfolio:
    (parsed,) = Anbima50Parser().parse(ReportFile.of_bytes(file.name, file.data))
    assert isinstance(parsed, ParsedPortfolio)
    return parsed.bind(fund.slug)


def test_the_files_pass_as_5_0(world: World, tmp_path: Path) -> None:
    for fund in world.funds[:4]:
        file = world.file(fund, _DAY, FileType.XML_5_0)
        path = tmp_path / file.name
        path.write_bytes(file.data)
        verify_content(path, FileType.XML_5_0)


def test_every_row_is_read_and_nothing_is_unknown(world: World, parsed: dict[str, ParsedPortfolio]) -> None:
    for fund in world.funds:
        made, read = world.portfolio(fund, _DAY), parsed[fund.slug]
        assert (len(read.holdings), len(read.cash), len(read.provisions)) == (
            len(made.holdings),
            len(made.cash),
            len(made.provisions),
        )
        assert (read.unknown, read.warnings) == ([], [])
        assert "UNKN" not in {row["secao"] for row in read.holdings}


def test_every_value_is_the_one_written(world: World, parsed: dict[str, ParsedPortfolio]) -> None:
    for fund in world.funds:
        made, read = world.portfolio(fund, _DAY), parsed[fund.slug]
        header = read.portfolio
        assert (header["data_pos"], header["cnpj"], header["isin"]) == (_DAY, fund.cnpj, fund.isin)
        assert header["nome"] == fund.nome
        assert [header[name] for name in ("patliq", "valorativos", "valorreceber", "valorpagar", "quantidade")] == [
            made.net_worth,
            made.assets,
            made.receivable,
            made.payable,
            fund.quotas,
        ]
        assert [
            (row["valor_mercado"], row["quantidade"], row["pu_mercado"], row["direcao"]) for row in read.holdings
        ] == [(lot.value, lot.quantity, lot.price, "SHOR" if lot.short else "LONG") for lot in made.holdings]
        assert [row["codigo_interno"] for row in read.holdings] == [lot.internal_id for lot in made.holdings]
        assert [row["saldo"] for row in read.cash] == [account.balance for account in made.cash]
        assert Counter((row["tipo_cpr"], row["valor"], row["data_vencimento"]) for row in read.provisions) == Counter(
            ("PAGAR" if row.payable else "RECEBER", row.value, row.due) for row in made.provisions
        )


def test_every_portfolio_reconciles_to_the_cent(parsed: dict[str, ParsedPortfolio]) -> None:
    for read in parsed.values():
        results = {result.check: result for result in reconcile(read)}
        for check in ("total_assets", "receivables", "payables", "net_worth"):
            assert (results[check].status, results[check].difference) == (Status.HOLDS, Decimal("0.00"))
        assert {result.status for result in results.values()} <= {Status.HOLDS, Status.CANNOT_BE_CHECKED}
        assert verdict(results.values()) is Status.HOLDS


def test_the_unusual_funds_are_among_them(parsed: dict[str, ParsedPortfolio]) -> None:
    portfolios = list(parsed.values())
    assert any(not read.holdings and read.cash for read in portfolios)
    assert any(isinstance(worth := read.portfolio["patliq"], Decimal) and worth < 0 for read in portfolios)
    assert any(isinstance(saldo := row["saldo"], Decimal) and saldo < 0 for read in portfolios for row in read.cash)
    assert {row["secao"] for read in portfolios for row in read.holdings} >= {
        "GOVE",
        "CORP",
        "EQUI",
        "SHAR",
        "FUTU",
        "RECE",
    }


def test_all_funds_frames_are_valid_and_survive_the_disk(parsed: dict[str, ParsedPortfolio], tmp_path: Path) -> None:
    for name, table in TABLES.items():
        made = frame(table, (row for read in parsed.values() for row in read.rows(name)))
        assert violations(table, made) == {}
        to_parquet(table, made, UPath(tmp_path / f"{name}.parquet"))
        read = from_parquet(table, UPath(tmp_path / f"{name}.parquet"), None)
        assert read.to_dict("records") == made.to_dict("records")


def test_a_file_that_lacks_a_position_does_not_reconcile(world: World) -> None:
    for fund in world.funds[:6]:
        read = _read(world.file(fund, _DAY, FileType.XML_5_0, Variant(lacking_a_position=True)), fund)
        results = {result.check: result.status for result in reconcile(read)}
        assert results["total_assets"] is Status.DOES_NOT_HOLD
        assert results["net_worth"] is Status.HOLDS


def test_a_corrected_file_reconciles_too(world: World) -> None:
    for fund in world.funds[:6]:
        read = _read(world.file(fund, _DAY, FileType.XML_5_0, Variant(corrected=True)), fund)
        assert verdict(reconcile(read)) is Status.HOLDS
        assert read.portfolio["patliq"] != world.portfolio(fund, _DAY).net_worth
