"""Workbooks that are not quite as they should be: read as far as they can be, and never silently."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.simulator.content.funds import SimFund
from qore_dagster_tests.formats.workbooks import (
    LEGACY,
    LEGACY_DAY,
    NEW,
    NEW_DAY,
    PARSERS,
    Change,
    bytes_of,
    changed,
    fund_with,
    made,
    place_of,
    read,
    row_of,
    workbook,
    world,
)

_TITLE = "Renda Fixa"


@pytest.fixture(scope="module")
def fund() -> SimFund:
    return fund_with(_TITLE, "Ações")


def _legacy(fund: SimFund, change: Change) -> ParsedPortfolio:
    return read(LEGACY, changed(bytes_of(fund, LEGACY_DAY), change))


def _new(fund: SimFund, change: Change) -> ParsedPortfolio:
    return read(NEW, changed(bytes_of(fund, NEW_DAY), change))


def _setting(title: str, header: str, value: object, *, below: int = 1) -> Change:
    """Set a cell of a section: `below` 0 is its header."""

    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, title) + 1
        sheet.cell(row + below, place_of(sheet, row, header), value)  # pyright: ignore[reportCallIssue, reportArgumentType]

    return change


def _whole(parsed: ParsedPortfolio, fund: SimFund, day: date) -> None:
    portfolio = made(fund, day)
    assert len(parsed.holdings) == len(portfolio.holdings)
    values = [value for row in parsed.holdings if isinstance(value := row["valor_mercado"], Decimal)]
    assert sorted(values) == sorted(lot.value for lot in portfolio.holdings)
    assert len(parsed.provisions) == len(portfolio.provisions)
    assert len(parsed.cash) == len(portfolio.cash)


# --- headers


def test_a_renamed_required_header_tells_what_was_expected_and_found(fund: SimFund) -> None:
    with pytest.raises(FormatError) as caught:
        _legacy(fund, _setting(_TITLE, "Valor_Liquido", "Vlr Final", below=0))
    reason = caught.value.fault.reason
    assert "falta Valor_Liquido" in reason
    assert "esperado: ID | Operação" in reason
    assert "Vlr Final" in reason
    assert "fundo.xlsx, linha" in reason


def test_a_renamed_other_header_is_told_both_ways_and_its_cells_are_kept(fund: SimFund) -> None:
    parsed = _legacy(fund, _setting(_TITLE, "Taxa", "Taxa a.a.", below=0))
    (missing, unmapped) = parsed.warnings
    assert missing.endswith("colunas esperadas que faltam: Taxa")
    assert unmapped.endswith("colunas desconhecidas, mantidas em unknown: Taxa a.a.")
    rows = [row for row in parsed.holdings if row["secao_origem"] == _TITLE]
    assert len(parsed.unknown) == len(rows) > 0
    assert all(str(row["caminho"]).endswith(" / Renda Fixa / Taxa a.a.") for row in parsed.unknown)
    assert {row["taxa"] for row in rows} == {None}


def test_a_section_whose_header_is_gone_is_no_success(fund: SimFund) -> None:
    with pytest.raises(FormatError, match="não há linha de cabeçalho"):
        _legacy(fund, lambda sheet: sheet.delete_rows(row_of(sheet, _TITLE) + 1))


def test_a_missing_column_is_told(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        head = row_of(sheet, "Provisões") + 1
        for row in range(head, sheet.max_row + 1):
            sheet.cell(row, 2).value = None

    parsed = _new(fund, change)
    assert any("'Provisões': colunas esperadas que faltam: Vencimento" in warning for warning in parsed.warnings)
    assert {row["data_vencimento"] for row in parsed.provisions} == {None}


def test_an_extra_column_between_the_others_moves_nothing(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_cols(4)
        row = row_of(sheet, _TITLE) + 1
        sheet.cell(row, 4, "Custodiante")
        sheet.cell(row + 1, 4, "Banco Zelmanto")

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    (warning,) = parsed.warnings
    assert "colunas desconhecidas, mantidas em unknown: Custodiante" in warning
    assert [row["conteudo"] for row in parsed.unknown] == ["Banco Zelmanto"]


def test_two_columns_that_may_both_be_the_value_are_not_guessed(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, "Provisões") + 1
        sheet.cell(row, 3, "Valor Bruto")
        sheet.cell(row, 4, "Valor Líquido")

    with pytest.raises(FormatError, match="mais de uma coluna pode ser Valor"):
        _new(fund, change)


@pytest.mark.parametrize("text", ["vl. mercado", "Vl. Mercado", "VL. MERCADO (R$)", " Vl.  Mercado Atual "])
def test_the_header_of_the_value_is_found_in_any_spelling(fund: SimFund, text: str) -> None:
    title = "Outros (Não Categorizados)"
    _whole(_new(fund, _setting(title, "Vl. Mercado (R$)", text, below=0)), fund, NEW_DAY)


def test_defect_18_a_new_file_under_a_legacy_name_is_read_as_what_it_is(fund: SimFund) -> None:
    data = bytes_of(fund, NEW_DAY)
    name = "07.01 - Carteira Excel - FUNDO.xlsx"
    assert not LEGACY.can_parse(ReportFile.of_bytes(name, data))
    assert read(NEW, data, name).portfolio["patliq"] == made(fund, NEW_DAY).net_worth
    with pytest.raises(FormatError, match="esperados os títulos Ações"):
        read(LEGACY, data, name)


def test_defect_18_titles_with_nothing_below_are_no_success() -> None:
    data = workbook([None, "FUNDO X"], [None, date(2025, 1, 2)], [None, "Ações"], [None, "Renda Fixa"])
    assert LEGACY.can_parse(ReportFile.of_bytes("a.xlsx", data))
    with pytest.raises(FormatError, match="falta a seção Patrimônio Fechamento"):
        read(LEGACY, data)


# --- dates, names


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31)])
def test_defect_19_the_year_is_the_files_own_and_29_february_is_a_day(fund: SimFund, day: date) -> None:
    parsed = _legacy(fund, lambda sheet: sheet.cell(2, 3, day))
    assert parsed.portfolio["data_pos"] == day
    assert {row["data_pos"] for row in parsed.holdings} == {day}


def test_defect_21_a_file_without_a_date_is_not_stamped_with_today(fund: SimFund) -> None:
    with pytest.raises(FormatError, match="não traz a data da posição"):
        _new(fund, lambda sheet: sheet.cell(2, 2).__setattr__("value", None))


@pytest.mark.parametrize("text", ["19/11/2025", "Posição em 19/11/2025", "2025-11-19"])
def test_a_date_as_text_is_read(fund: SimFund, text: str) -> None:
    parsed = _legacy(fund, lambda sheet: sheet.cell(2, 3, text))
    assert parsed.portfolio["data_pos"] == LEGACY_DAY


def test_of_several_dates_the_positions_own_is_taken_or_none(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(1, 4, "Emitido em 24/11/2025")

    assert _legacy(fund, change).portfolio["data_pos"] == LEGACY_DAY

    def unnamed(sheet: Worksheet) -> None:
        change(sheet)
        sheet.cell(2, 2, "Data")

    with pytest.raises(FormatError, match="19/11/2025, 24/11/2025"):
        _legacy(fund, unnamed)


@pytest.mark.parametrize("written", ["plain", "number", "marked"])
def test_a_cnpj_is_found_however_it_is_written(fund: SimFund, written: str) -> None:
    plain = fund.cnpj
    marked = f"CNPJ: {plain[:2]}.{plain[2:5]}.{plain[5:8]}/{plain[8:12]}-{plain[12:]}"
    value = {"plain": plain, "number": int(plain), "marked": marked}[written]
    assert _new(fund, lambda sheet: sheet.cell(2, 1, value)).portfolio["cnpj"] == plain


def test_of_two_cnpjs_none_is_taken_and_both_are_told(fund: SimFund) -> None:
    other = world().funds[0].cnpj
    parsed = _new(fund, lambda sheet: sheet.cell(1, 3, other))
    assert parsed.portfolio["cnpj"] is None
    assert any(other in warning and fund.cnpj in warning for warning in parsed.warnings)


# --- rows


@pytest.mark.parametrize("day", [LEGACY_DAY, NEW_DAY])
def test_defect_21_blank_rows_and_rows_of_blanks_are_no_records(fund: SimFund, day: date) -> None:
    title = _TITLE if day == LEGACY_DAY else "Caixa"

    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(row_of(sheet, title) + 2, amount=3)
        sheet.cell(row_of(sheet, title) + 2, 3, "   ")
        sheet.insert_rows(row_of(sheet, title) + 1)
        for _ in range(3):
            sheet.append([None, "  ", None])

    parsed = read(PARSERS[day], changed(bytes_of(fund, day), change))
    _whole(parsed, fund, day)
    assert (parsed.warnings, parsed.unknown, parsed.quarantine) == ([], [], [])


def test_rows_moved_down_and_to_the_side_are_read_all_the_same(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(1, amount=4)
        sheet.insert_cols(1, amount=3)

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    assert (parsed.warnings, parsed.unknown) == ([], [])


def test_sections_in_another_order_are_read_all_the_same() -> None:
    fund = next(fund for fund in world().funds if made(fund, NEW_DAY).provisions)

    def change(sheet: Worksheet) -> None:
        cash = row_of(sheet, "Caixa")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=cash)]
        at = next(place for place, row in enumerate(rows) if row[0] == "Provisões")
        sheet.delete_rows(cash, len(rows))
        for row in (*rows[at:], [], *rows[:at]):
            sheet.append(row)

    parsed = _new(fund, change)
    _whole(parsed, fund, NEW_DAY)
    assert parsed.warnings == []


@pytest.mark.parametrize(
    "text", ["TOTAL RENDA FIXA", "total renda fixa : ", "Total de Renda Fixa:", "Total", "TOTAL:", "Total Renda  Fixa"]
)
def test_defect_20_the_total_is_a_total_however_it_is_written(fund: SimFund, text: str) -> None:
    parsed = _legacy(fund, lambda sheet: sheet.cell(row_of(sheet, "Total Renda Fixa:"), 2, text))
    _whole(parsed, fund, LEGACY_DAY)
    lots = [row["valor_mercado"] for row in parsed.holdings if row["secao_origem"] == _TITLE]
    assert parsed.section_totals[_TITLE] == sum(value for value in lots if isinstance(value, Decimal))
    assert parsed.warnings == []


def test_defect_20_a_missing_total_drops_nothing(fund: SimFund) -> None:
    parsed = _legacy(fund, lambda sheet: sheet.delete_rows(row_of(sheet, "Total Renda Fixa:")))
    _whole(parsed, fund, LEGACY_DAY)
    assert _TITLE not in parsed.section_totals


@pytest.mark.parametrize(
    "text", ["Ações da Renda Fixa", "Investidor Total", "Renda Fixa", "Total Energia S.A.", "Caixa"]
)
def test_defect_20_a_paper_of_a_sections_name_neither_opens_nor_closes_one(fund: SimFund, text: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, _TITLE) + 2, 2, text)  # in the very column that titles stand in
        sheet.cell(row_of(sheet, "Valores a Liquidar") + 2, 2, text)

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    assert text in {row.get("codigo_interno") for row in parsed.holdings}
    assert text in {row["descricao"] for row in parsed.provisions}
    assert parsed.warnings == []


def test_a_holder_whose_name_starts_with_total_is_a_holder(fund: SimFund) -> None:
    parsed = _legacy(fund, lambda sheet: sheet.cell(row_of(sheet, "Investidor") + 1, 2, "Total Investimentos S.A."))
    assert parsed.holders[0]["nome"] == "Total Investimentos S.A."
    assert parsed.warnings == []


def test_rows_that_do_not_add_up_to_their_total_are_a_warning_with_the_difference(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, "Total Renda Fixa:")
        cell = sheet.cell(row, place_of(sheet, row_of(sheet, _TITLE) + 1, "Valor_Liquido"))
        cell.value = round(float(str(cell.value)) + 1, 2)  # pyright: ignore[reportAttributeAccessIssue]

    (warning,) = _legacy(fund, change).warnings
    assert "diferença -1" in warning
    assert "tolerância 0.05" in warning


def test_subtotals_are_no_records_and_are_compared(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        head = row_of(sheet, _TITLE) + 1
        place = place_of(sheet, head, "Valor_Liquido")
        sheet.insert_rows(head + 2)
        sheet.cell(head + 2, 2, "Subtotal Tesouro")
        sheet.cell(head + 2, place, sheet.cell(head + 1, place).value)

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    assert parsed.warnings == []
    assert f"{_TITLE}: Subtotal Tesouro" in parsed.section_totals


def test_a_total_without_its_title_is_not_read_as_a_paper(fund: SimFund) -> None:
    parsed = _legacy(fund, lambda sheet: sheet.cell(row_of(sheet, "Total Renda Fixa:"), 2).__setattr__("value", None))
    assert len(parsed.holdings) == len(made(fund, LEGACY_DAY).holdings)
    assert [(row["tabela"], row["secao_origem"]) for row in parsed.quarantine] == [("holdings", _TITLE)]


# --- sections that nobody knows


@pytest.mark.parametrize("day", [LEGACY_DAY, NEW_DAY])
def test_defect_21_an_unknown_section_is_kept_row_by_row_and_joins_no_other(fund: SimFund, day: date) -> None:
    first = 2 if day == LEGACY_DAY else 1
    before = "Valores a Liquidar" if day == LEGACY_DAY else "Caixa"
    rows = [["Opções Exóticas"], ["Descrição", "Quantidade", "Preço", "Vl. Mercado"], ["OPC1", 10, 1.5, 15]]

    def change(sheet: Worksheet) -> None:
        start = row_of(sheet, before)
        sheet.insert_rows(start, amount=len(rows) + 1)
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                sheet.cell(start + down, first + right, value)

    parsed = read(PARSERS[day], changed(bytes_of(fund, day), change))
    _whole(parsed, fund, day)
    assert [row["conteudo"] for row in parsed.unknown] == [
        "Opções Exóticas",
        "Descrição | Quantidade | Preço | Vl. Mercado",
        "OPC1 | 10 | 1.5 | 15",
    ]
    (warning,) = parsed.warnings
    assert "seção desconhecida 'Opções Exóticas': 2 linhas" in warning


def test_a_note_among_the_rows_is_kept_and_the_section_goes_on(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, _TITLE) + 3
        sheet.insert_rows(row)
        sheet.cell(row, 2, "Preços de fechamento")

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    assert [row["conteudo"] for row in parsed.unknown] == ["Preços de fechamento"]
    assert len(parsed.warnings) == 1


# --- cells


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("#REF!", "erro #REF!"),
        ("=A1*2", "fórmula sem valor calculado"),
        ("1.234,56", "não é um número"),
        (date(2025, 1, 2), "não é um número"),
        (None, "sem valor em Valor_Liquido"),
    ],
)
def test_a_value_that_is_none_costs_its_row_and_no_other(fund: SimFund, value: object, reason: str) -> None:
    parsed = _legacy(fund, _put("Valor_Liquido", value))
    (row,) = parsed.quarantine
    assert reason in str(row["motivo"])
    assert (row["tabela"], row["secao_origem"]) == ("holdings", _TITLE)
    assert str(row["caminho"]).startswith("Carteira!")
    assert str(row["conteudo"]).count("|") >= 10
    assert len(parsed.holdings) == len(made(fund, LEGACY_DAY).holdings) - 1
    assert parsed.seen["holdings", _TITLE] == sum(row["secao_origem"] == _TITLE for row in parsed.holdings) + 1


def _put(header: str, value: object) -> Change:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, _TITLE) + 1
        sheet.cell(row + 1, place_of(sheet, row, header)).value = value  # pyright: ignore[reportAttributeAccessIssue]

    return change


def test_a_number_as_text_with_a_comma_is_repaired_and_told(fund: SimFund) -> None:
    parsed = _legacy(fund, _put("PU_Mercado", "1234,56"))
    (repair,) = parsed.repaired
    assert (repair.text, repair.value) == ("1234,56", "1234.56")
    assert repair.place.startswith("Carteira!")
    assert Decimal("1234.56") in {row["pu_mercado"] for row in parsed.holdings}
    assert parsed.quarantine == []


def test_a_number_as_text_with_a_point_is_a_number(fund: SimFund) -> None:
    parsed = _legacy(fund, _put("PU_Mercado", "1234.56"))
    assert Decimal("1234.56") in {row["pu_mercado"] for row in parsed.holdings}
    assert parsed.repaired == []


def test_an_empty_cell_is_none_and_not_zero(fund: SimFund) -> None:
    parsed = _legacy(fund, _put("Qtd", None))
    first = next(row for row in parsed.holdings if row["secao_origem"] == _TITLE)
    assert first["quantidade"] is None


def test_a_value_that_does_not_fit_an_assumed_column_costs_the_value_only(fund: SimFund) -> None:
    parsed = _legacy(fund, _put("Operação", "Compra definitiva"))
    _whole(parsed, fund, LEGACY_DAY)
    assert [row["conteudo"] for row in parsed.unknown] == ["Compra definitiva"]
    assert "(suposta)" in parsed.warnings[0]


def test_merged_cells_are_read_from_their_first(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, _TITLE)
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=17)
        bottom = row_of(sheet, "Total Renda Fixa:")
        sheet.merge_cells(start_row=bottom, end_row=bottom, start_column=2, end_column=6)

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    assert parsed.warnings == []


@pytest.mark.parametrize("value", ["#REF!", "n/d", "=A1", None])
def test_a_net_worth_that_is_none_is_the_files_fault(fund: SimFund, value: object) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Totais") + 2, 1).value = value  # pyright: ignore[reportAttributeAccessIssue]

    with pytest.raises(FormatError, match=r"fundo\.xlsx"):
        _new(fund, change)


def test_defect_12_nothing_is_invented_where_the_file_is_silent(fund: SimFund) -> None:
    parsed = read(LEGACY, bytes_of(fund, LEGACY_DAY))
    for column in ("cnpj", "valorativos", "valorreceber", "valorpagar", "vlcotasemitir", "isin"):
        assert parsed.portfolio[column] is None
    share = next(row for row in parsed.holdings if row["secao_origem"] == "Ações")
    assert {share.get(column) for column in ("pu_compra", "data_compra", "taxa", "tributos", "data_vencimento")} == {
        None
    }


def test_defect_15_a_payable_and_a_receivable_keep_their_sides(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        head = row_of(sheet, "Provisões") + 1
        for down, value in ((1, -10.5), (2, 10.5), (3, 0)):
            sheet.cell(head + down, 3, value)

    rows = _new(fund, change).provisions[:3]
    assert [(row["tipo_cpr"], row["valor"]) for row in rows] == [
        ("PAGAR", Decimal("10.5")),
        ("RECEBER", Decimal("10.5")),
        ("RECEBER", Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("issuer", "title", "code"),
    [
        ("Secretaria do Tesouro Nacional", "Título 2030", "GOVE"),
        ("Banco Zelmanto S.A.", "CDB Zelmanto", "CORP"),
        ("Energia S.A.", "Debênture ENER11", "DEBE"),
        (None, "LFT 01032030", "GOVE"),
        (None, "Papel qualquer", "UNKN"),
    ],
)
def test_defect_9_a_fixed_income_row_is_what_its_name_or_issuer_says_or_unknown(
    fund: SimFund, issuer: str | None, title: str, code: str
) -> None:
    def change(sheet: Worksheet) -> None:
        _put("Emissor", issuer)(sheet)
        _put("Titulo", title)(sheet)

    row = next(row for row in _legacy(fund, change).holdings if row["secao_origem"] == _TITLE)
    assert (row["descricao"], row["secao"]) == (title, code)


@pytest.mark.parametrize("text", ["Fundo Imobiliário", None])
def test_defect_9_a_class_that_nobody_knows_is_not_taken_for_fixed_income(fund: SimFund, text: str | None) -> None:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, "Outros (Não Categorizados)") + 1
        sheet.cell(row + 1, place_of(sheet, row, "Classe")).value = text  # pyright: ignore[reportAttributeAccessIssue]

    row = _new(fund, change).holdings[0]
    assert (row["secao"], row["secao_origem"]) == ("UNKN", "Outros (Não Categorizados)")


# --- other files


@pytest.mark.parametrize(
    "rows",
    [
        [["Data", "Descrição", "Valor"], ["2025-01-02", "Aluguel", 10]],
        [["Caixa"], ["Entradas", 10], ["Saídas", 5]],
        [],
    ],
)
def test_another_spreadsheet_is_not_recognised_and_says_what_it_is(rows: list[list[Any]]) -> None:
    file = ReportFile.of_bytes("carteira-fundo-20251119.xlsx", workbook(*rows))
    for parser in (LEGACY, NEW):
        assert not parser.can_parse(file)
        with pytest.raises(FormatError, match=r"não é uma carteira no layout .*encontrado: "):
            list(parser.parse(file))


def test_what_is_no_workbook_is_not_recognised(fund: SimFund) -> None:
    for data in (b"", b"%PDF-1.4", world().file(fund, NEW_DAY, FileType.XML_5_0).data, b"PK\x03\x04rest"):
        file = ReportFile.of_bytes("CARTEIRA_DIARIA_1.xlsx", data)
        assert not any(parser.can_parse(file) for parser in (LEGACY, NEW))


def test_other_sheets_of_the_file_are_told(fund: SimFund) -> None:
    def change(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("Capa", 0).append(["Carteira Diária"])

    parsed = _legacy(fund, change)
    _whole(parsed, fund, LEGACY_DAY)
    (warning,) = parsed.warnings
    assert "Capa (1 linhas)" in warning
