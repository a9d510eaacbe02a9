"""Tables that a portfolio's own file does not tell come from another file of its day, and never cost the portfolio."""

from datetime import date
from decimal import Decimal

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.intake.supplement import supplement
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import BadRow, ParsedPortfolio, Row
from qore_dagster.simulator.content.world import World

LEGACY_DAY = date(2025, 11, 19)
"""Of the layout that tells returns and holders."""

KEY = FundDay(date(2026, 1, 7), "alfa")


def _parsed(formato: str, holders: list[Row], *, bad: int = 0) -> ParsedPortfolio:
    parsed = ParsedPortfolio(
        {
            "data_pos": KEY.date,
            "patliq": Decimal(1),
            "moeda": "BRL",
            "formato": formato,
            "arquivo": f"{formato}.bin",
            "sha256": "0" * 64,
        },
        holders=holders,
    )
    parsed.see("holders", "Investidor", len(holders))
    for place in range(bad):
        parsed.see("holders", "Investidor")
        parsed.set_apart("holders", "Investidor", BadRow(f"B{place}", place, "não é um número", "x"))
    return parsed.finish().bind(KEY.fund)


def _batch(parsed: ParsedPortfolio) -> Batch[ParsedPortfolio]:
    batch: Batch[ParsedPortfolio] = Batch()
    batch.succeed(KEY, parsed, 1)
    return batch


def test_the_first_other_file_that_tells_of_holders_is_taken_with_its_bad_rows() -> None:
    parsed = _parsed("XML_5_0", [])
    silent = _parsed("XML_4_01", [])
    excel = _parsed("CARTEIRA_EXCEL", [{"nome": "UM"}], bad=2)

    supplement(_batch(parsed), {KEY: [silent, excel, _parsed("CARTEIRA_PDF", [{"nome": "OUTRO"}])]})

    assert [(row["nome"], row["arquivo"]) for row in parsed.holders] == [("UM", "CARTEIRA_EXCEL.bin")]
    assert [(row["ordinal"], row["arquivo"]) for row in parsed.quarantine] == [
        (1, "CARTEIRA_EXCEL.bin"), (2, "CARTEIRA_EXCEL.bin"),
    ]  # fmt: skip


def test_what_the_own_file_tells_is_not_replaced() -> None:
    parsed = _parsed("XML_5_0", [{"nome": "DELE"}])
    unreadable = _parsed("XML_5_0", [], bad=1)
    other = _parsed("CARTEIRA_EXCEL", [{"nome": "DO OUTRO"}])

    for own in (parsed, unreadable):
        supplement(_batch(own), {KEY: [other]})

    assert [row["nome"] for row in parsed.holders] == ["DELE"]
    assert unreadable.holders == []


def test_rows_that_violate_the_schema_cost_a_warning_and_not_the_portfolio() -> None:
    parsed = _parsed("XML_5_0", [])

    supplement(_batch(parsed), {KEY: [_parsed("CARTEIRA_EXCEL", [{"nome": " COM ESPAÇOS "}])]})

    assert parsed.holders == []
    [warning] = parsed.warnings
    assert "CARTEIRA_EXCEL.bin" in warning
    assert "coluna nome" in warning


def test_a_portfolio_read_from_xml_has_the_returns_and_holders_of_its_workbook() -> None:
    world = World(seed=7, funds=3, first_day=LEGACY_DAY, last_day=LEGACY_DAY)
    read: dict[FileType, ParsedPortfolio] = {}
    for file_type in (FileType.XML_5_0, FileType.CARTEIRA_EXCEL):
        file = ReportFile.of_bytes(file_type.value, world.file(world.funds[0], LEGACY_DAY, file_type).data)
        (parsed,) = parser_for(file).parse(file)
        assert isinstance(parsed, ParsedPortfolio)
        read[file_type] = parsed.bind(KEY.fund)
    xml, excel = read.values()
    assert (xml.returns, xml.holders) == ([], [])

    supplement(_batch(xml), {KEY: [excel]})

    assert (len(xml.returns), xml.returns, xml.holders) == (6, excel.returns, excel.holders)
    assert {(row["periodo"], row["formato"]) for row in xml.returns} == {
        (period, "CARTEIRA_EXCEL") for period in ("Dia", "Mês", "Ano")
    }
    assert xml.portfolio["formato"] == "XML_5_0"
