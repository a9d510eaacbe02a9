"""Excel workbooks: recognised by their content, columns checked both ways, no row lost."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel import EXCEL_LEGACY, EXCEL_NEW, ExcelParser
from qore_dagster.formats.report import ReportFile, Unread
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import Status, reconcile
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.workbooks import saved

OLD, NEW = date(2025, 11, 19), date(2026, 1, 7)
LAYOUTS = [pytest.param(EXCEL_LEGACY, OLD, id="legacy"), pytest.param(EXCEL_NEW, NEW, id="new")]
Change = Callable[[Worksheet], None]


def workbook(day: date, change: Change = lambda _: None) -> bytes:
    """A simulated workbook, edited as a person or a program might."""
    world = World(seed=7, funds=3, first_day=day, last_day=day)
    opened = load_workbook(io.BytesIO(world.file(world.funds[0], day, FileType.CARTEIRA_EXCEL).data))
    change(opened.worksheets[0])
    return saved(opened)


def read(parser: ExcelParser, data: bytes, name: str = "x.xlsx") -> ParsedPortfolio:
    """Read a workbook's portfolio."""
    file = ReportFile.of_bytes(name, data)
    assert parser.can_parse(file)
    (parsed,) = parser.parse(file)
    assert isinstance(parsed, ParsedPortfolio)
    return parsed


def row_of(sheet: Worksheet, text: str, *, after: int = 0) -> int:
    """The first row with a cell of exactly this text."""
    return next(
        cell.row or 0
        for row in sheet.iter_rows(min_row=after + 1)
        for cell in row
        if str(cell.value or "").strip() == text
    )


@pytest.mark.parametrize(("parser", "day"), LAYOUTS)
def test_defect_15_a_workbook_is_known_by_its_content_whatever_its_name(parser: ExcelParser, day: date) -> None:
    other = EXCEL_NEW if parser is EXCEL_LEGACY else EXCEL_LEGACY
    for name in ("CARTEIRA_DIARIA_X_01-01-2020.xlsx", "01.02 - POSICAO - FUNDO.xlsx", "x"):
        file = ReportFile.of_bytes(name, workbook(day))
        assert parser.can_parse(file)
        assert not other.can_parse(file)
        assert read(parser, workbook(day), name).portfolio["data_pos"] == day


@pytest.mark.parametrize(("parser", "day"), LAYOUTS)
def test_a_workbook_that_moved_or_has_blank_rows_gives_the_same_rows(parser: ExcelParser, day: date) -> None:
    def spread(sheet: Worksheet) -> None:
        sheet.insert_rows(row_of(sheet, "Caixa" if parser is EXCEL_NEW else "Saldos em Conta Corrente"), 3)
        sheet.insert_rows(3, 2)
        sheet.append([])

    one, other = read(parser, workbook(day)), read(parser, workbook(day, spread))
    for row in (*one.holders, *other.holders):
        del row["sha256"]
    assert (one.holdings, one.cash, one.provisions, one.holders) == (
        other.holdings,
        other.cash,
        other.provisions,
        other.holders,
    )
    assert Status.DOES_NOT_HOLD not in {result.status for result in reconcile(other)}


@pytest.mark.parametrize(
    ("parser", "day", "heading"),
    [(EXCEL_LEGACY, OLD, "Valor_Liquido"), (EXCEL_NEW, NEW, "Quantidade"), (EXCEL_NEW, NEW, "Saldo")],
)
def test_a_documented_column_that_is_missing_is_an_error_that_names_both_sides(
    parser: ExcelParser, day: date, heading: str
) -> None:
    def rename(sheet: Worksheet) -> None:
        place = row_of(sheet, heading)
        cell = next(cell for cell in sheet[place] if cell.value == heading)
        sheet[cell.coordinate] = "Outra Coisa"

    with pytest.raises(FormatError, match=f"; falta {heading}; encontradas: .*Outra Coisa"):
        read(parser, workbook(day, rename))


def test_an_assumed_column_that_is_missing_and_one_that_nobody_knows_are_said() -> None:
    def rename(sheet: Worksheet) -> None:
        place = row_of(sheet, "Classe")
        sheet[next(cell.coordinate for cell in sheet[place] if cell.value == "Classe")] = "Rating"

    parsed = read(EXCEL_NEW, workbook(NEW, rename))
    assert {row["secao"] for row in parsed.holdings} == {"UNKN"}, "never a guess"
    assert any("falta a coluna Classe" in warning for warning in parsed.warnings)
    assert any("coluna não lida: Rating" in warning for warning in parsed.warnings)
    assert any("Rating" in str(row["caminho"]) for row in parsed.unknown)


@pytest.mark.parametrize(("parser", "day"), LAYOUTS)
def test_an_unknown_section_is_kept_row_by_row(parser: ExcelParser, day: date) -> None:
    margin = [None] * parser.margin

    def add(sheet: Worksheet) -> None:
        for row in (["Criptoativos"], ["Nome", "Quantidade", "Valor"], ["BITCOIN", 1, 2.5], []):
            sheet.append(margin + row)

    parsed = read(parser, workbook(day, add))
    assert [row["conteudo"] for row in parsed.unknown] == ["Nome | Quantidade | Valor", "BITCOIN | 1 | 2.5"]
    assert any("seção desconhecida: Criptoativos" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("bad", "reason"), [("#REF!", "não tem valor: erro #REF!"), ("1.234", "não é um número"), (True, "não")]
)
def test_a_cell_that_is_no_number_quarantines_its_row(bad: str | bool, reason: str) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Quantidade") + 1, 6, bad)

    whole = read(EXCEL_NEW, workbook(NEW))
    parsed = read(EXCEL_NEW, workbook(NEW, spoil))
    (row,) = parsed.quarantine
    assert reason in str(row["motivo"])
    assert str(row["motivo"]).startswith("F")
    assert len(parsed.holdings) == len(whole.holdings) - 1


def test_a_number_typed_as_text_with_a_comma_is_repaired_and_said() -> None:
    def type_text(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Saldo") + 1, 3, "12,50")

    parsed = read(EXCEL_NEW, workbook(NEW, type_text))
    assert parsed.cash[0]["saldo"] == Decimal("12.50")
    assert [(repair.text, repair.value) for repair in parsed.repaired] == [("12,50", "12.50")]


def test_a_date_typed_as_text_is_read() -> None:
    def type_text(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Vencimento") + 1, 2, "31/01/2026")

    assert read(EXCEL_NEW, workbook(NEW, type_text)).provisions[0]["data_vencimento"] == date(2026, 1, 31)


def without_date(sheet: Worksheet) -> None:
    """Take the date away, as the new layout may have none."""
    for row in sheet.iter_rows(max_row=3):
        for cell in row:
            if hasattr(cell.value, "year"):
                sheet[cell.coordinate] = None


@pytest.mark.parametrize(("parser", "day"), LAYOUTS)
def test_defect_16_no_date_is_taken_from_the_name_and_what_there_is_is_shown(parser: ExcelParser, day: date) -> None:
    file = ReportFile.of_bytes("CARTEIRA_DIARIA_08-01-2026.xlsx", workbook(day, without_date))
    (outcome,) = parser.parse(file)
    assert isinstance(outcome, Unread)
    assert outcome.fault.code == "no_date"
    assert "não traz a data da posição" in outcome.fault.reason
    assert "o nome do arquivo sugere 08/01/2026, mas um nome não é prova" in outcome.fault.reason
    assert "qore inspect --date" in outcome.fault.action
    whole = read(parser, workbook(day))
    assert outcome.parsed is not None
    assert outcome.parsed.portfolio.get("data_pos") is None
    assert outcome.parsed.portfolio["patliq"] == whole.portfolio["patliq"]
    assert [row["valor_mercado"] for row in outcome.parsed.holdings] == [row["valor_mercado"] for row in whole.holdings]
    assert {row["data_pos"] for row in outcome.parsed.holdings} == {None}
    assert outcome.parsed.quarantine == []


@pytest.mark.parametrize(("parser", "day"), LAYOUTS)
def test_where_there_is_no_date_that_of_the_partition_is_taken_and_said(parser: ExcelParser, day: date) -> None:
    file = ReportFile.of_bytes("x.xlsx", workbook(day, without_date), expected_date=day)
    (parsed,) = parser.parse(file)
    assert isinstance(parsed, ParsedPortfolio)
    assert {row["data_pos"] for row in (parsed.portfolio, *parsed.holdings, *parsed.cash)} == {day}
    assert [warning for warning in parsed.warnings if "não traz a data" in warning] == [
        f"x.xlsx: a planilha não traz a data da posição; vale a da partição, ou a informada: {day:%d/%m/%Y}"
    ]


@pytest.mark.parametrize(("parser", "day"), LAYOUTS)
def test_a_date_in_the_content_wins_over_that_of_the_partition(parser: ExcelParser, day: date) -> None:
    (parsed,) = parser.parse(ReportFile.of_bytes("x.xlsx", workbook(day), expected_date=date(2026, 1, 30)))
    assert isinstance(parsed, ParsedPortfolio)
    assert parsed.portfolio["data_pos"] == day
    assert not any("não traz a data" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ([["Posição em 07/01/2026"], ["Emitido em 08/01/2026 09:30"]], NEW),
        ([["Data da Posição", "07/01/2026"], ["Vencimento", date(2026, 1, 9)]], NEW),
        ([["Carteira de 2026-01-07"]], NEW),
        ([["Emitido em 08/01/2026"]], None),
        ([["Data", date(2026, 1, 7)], ["Data", date(2026, 1, 7)]], NEW),
    ],
)
def test_the_date_of_the_position_is_told_from_others(top: list[list[object]], day: date | None) -> None:
    book = Workbook()
    for row in (["FUNDO"], *top, ["Totais"], ["Patrimônio", "Valor da Cota"], [10, 1]):
        book.worksheets[0].append(row)
    (outcome,) = EXCEL_NEW.parse(ReportFile.of_bytes("x.xlsx", saved(book)))
    parsed = outcome.parsed if isinstance(outcome, Unread) else outcome
    assert parsed is not None
    assert (parsed.portfolio.get("data_pos"), parsed.portfolio["nome"]) == (day, "FUNDO")


@pytest.mark.parametrize(
    "name", ["DATACENTER FII", "Data Center FII", "DATAPREV RENDA FIXA", "CNPJOTA FIP", "DATA DO BRASIL FIA"]
)
def test_a_fund_whose_name_begins_as_a_label_does_has_its_name(name: str) -> None:
    book = Workbook()
    for row in ([name], ["Data", NEW], ["Totais"], ["Patrimônio"], [10]):
        book.worksheets[0].append(row)
    assert read(EXCEL_NEW, saved(book)).portfolio["nome"] == name


@pytest.mark.parametrize(
    "label",
    ["Data:", "DATA DA POSIÇÃO", "Data Base: 07/01/2026", "Data de referência - 2026-01-07", "CNPJ", "CNPJ do Fundo:",
     "CNPJ: 11.222.333/0001-81", "CNPJ/MF nº 11222333000181", "11.222.333/0001-81"],
)  # fmt: skip
def test_a_label_is_no_name(label: str) -> None:
    book = Workbook()
    for row in ([label], ["FUNDO"], [NEW], ["Totais"], ["Patrimônio"], [10]):
        book.worksheets[0].append(row)
    assert read(EXCEL_NEW, saved(book)).portfolio["nome"] == "FUNDO"


def test_several_dates_of_which_none_is_the_positions_are_an_error() -> None:
    book = Workbook()
    for row in (["FUNDO"], ["De 01/01/2026 a 07/01/2026"], ["Totais"], ["Patrimônio"], [10]):
        book.worksheets[0].append(row)
    with pytest.raises(FormatError, match=r"mais de uma data.*01/01/2026 em A2, 07/01/2026 em A2"):
        read(EXCEL_NEW, saved(book))


def test_of_several_cnpjs_none_is_the_funds() -> None:
    book = Workbook()
    for row in (["FUNDO"], [NEW], ["CNPJ 11.222.333/0001-81"], ["Adm. 44.555.666/0001-81"], ["Totais"], ["Patrimônio"]):
        book.worksheets[0].append(row)
    book.worksheets[0].append([10])
    parsed = read(EXCEL_NEW, saved(book))
    assert parsed.portfolio["cnpj"] is None
    assert any("mais de um CNPJ" in warning for warning in parsed.warnings)


def test_a_section_that_does_not_add_up_to_its_total_is_said() -> None:
    def change(sheet: Worksheet) -> None:
        place = row_of(sheet, "Total Renda Fixa:")
        for cell in sheet[place]:
            if isinstance(cell.value, (int, float)) and cell.value > 1000:
                sheet[cell.coordinate] = cell.value + 1000

    assert any("a seção Renda Fixa soma" in warning for warning in read(EXCEL_LEGACY, workbook(OLD, change)).warnings)


def test_defect_60_totals_and_blank_rows_are_no_records() -> None:
    parsed = read(EXCEL_LEGACY, workbook(OLD))
    for table in ("holdings", "cash", "provisions", "holders"):
        for row in parsed.rows(table):
            assert "total" not in " ".join(str(value).lower() for value in row.values())


@pytest.mark.parametrize("rows", [[["Lista", "de", "compras"]], [["Totais de vendas"], [1]], []])
def test_another_spreadsheet_is_nobodys(rows: list[list[object]]) -> None:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = ReportFile.of_bytes("CARTEIRA_DIARIA_X.xlsx", saved(book))
    assert not EXCEL_LEGACY.can_parse(file)
    assert not EXCEL_NEW.can_parse(file)


def test_a_workbook_of_ours_whose_headings_do_not_fit_is_never_a_success_with_nothing_in_it() -> None:
    book = Workbook()
    for row in (["FUNDO"], [NEW], ["Totais"], ["Coluna A", "Coluna B"], [1, 2]):
        book.worksheets[0].append(row)
    with pytest.raises(FormatError, match=r"esperavam-se as colunas Patrimônio\*.*encontradas: Coluna A, Coluna B"):
        read(EXCEL_NEW, saved(book))


def test_broken_workbooks_and_bombs_are_errors() -> None:
    whole = workbook(NEW)
    for data in (b"PK\x03\x04", whole[: len(whole) // 2], b"nada"):
        with pytest.raises(FormatError):
            list(EXCEL_NEW.parse(ReportFile.of_bytes("x.xlsx", data)))
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 210_000_000)
    with pytest.raises(FormatError, match="cresceria para 210 MB"):
        list(EXCEL_NEW.parse(ReportFile.of_bytes("x.xlsx", target.getvalue())))


@pytest.mark.parametrize("day", [date(2025, 6, 6), date(2026, 1, 7)])
def test_a_date_is_never_taken_for_a_cnpj(day: date) -> None:
    """The digits of 2025-06-06, filled with zeros, have valid check digits."""
    book = Workbook()
    for row in (["FUNDO A"], [day], ["11222333000181"], ["Totais"], ["Patrimônio", "Valor da Cota"], [10, 1]):
        book.worksheets[0].append(row)
    assert read(EXCEL_NEW, saved(book)).portfolio["cnpj"] == "11222333000181"
