"""What real workbooks do, case by case; the number is that of the project's list of such cases.

Others of the list stand with what they are about: 23 and 33 also with `test_excel`, 34 and 35 also with
`test_workbook`, 37 with the raw store and the loads. Those that a workbook cannot have: 1 to 5 (encodings, bare
ampersands and line ends are the archive's and its parts', all made by a program), 20 (no section of expenses), 22 (no
schema), 24 to 29 and 32 (codes and envelopes of 5.0), 30 (a workbook is of one portfolio). Cases without a number
stand in `test_excel_sheets`.
"""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.sheet_cells import value_of
from qore_dagster.formats.workbook_cells import number_in
from qore_dagster.formats.workbook_dates import EPOCH
from qore_dagster.model.fields import FieldType
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster_tests.formats.excel_files import (
    DAY,
    FIXED,
    SHARE,
    TOP,
    TOTALS,
    Rows,
    checks,
    fixed_income,
    legacy,
    new,
    read,
    read_bytes,
    values,
)
from qore_dagster_tests.formats.workbooks import parts_of, saved, xls, xlsx, zipped


@pytest.mark.parametrize("empty", [None, "", " ", "\u00a0"])
def test_tricky_06_an_empty_cell_and_a_blank_text_are_null_and_never_zero(empty: str | None) -> None:
    (row,) = read(new(holdings=[["PETR4", empty, empty, empty, 100, empty, 1050, 2.5]])).holdings
    assert [row.get(column) for column in ("descricao", "isin", "pu_mercado")] == [None] * 3
    assert row["valor_mercado"] == 1050


@pytest.mark.parametrize(
    ("text", "number", "repaired"),
    [
        ("1.234,56", "1234.56", True),
        ("-12.345.678,9", "-12345678.9", True),
        ("1.234.567", "1234567", True),
        ("1234,56", "1234.56", True),
        ("1234.56", "1234.56", False),
        (".5", "0.5", False),
        ("16997", "16997", False),
        (" 12 ", "12", False),
    ],
)
def test_tricky_07_a_number_that_was_typed_as_text_is_read_where_it_is_beyond_doubt(
    text: str, number: str, repaired: bool
) -> None:
    parsed = read(new(cash=[["C/C", "BRL", text]]))
    assert values(parsed.cash, "saldo") == [Decimal(number)]
    assert [(repair.place, repair.text, repair.value) for repair in parsed.repaired] == (
        [("C13", text, number)] if repaired else []
    )


@pytest.mark.parametrize(
    "text", ["1.234", "-999.000", "1,234.56", "1e5", "NaN", "R$ 10", "10%", "--1", "-", "(10,00)", "9" * 21]
)
def test_tricky_07_an_ambiguous_number_sets_its_row_apart(text: str) -> None:
    parsed = read(new(cash=[["C/C", "BRL", text], ["C/I", "BRL", 1]]))
    assert values(parsed.cash, "saldo") == [1]
    (row,) = parsed.quarantine
    assert (row["tabela"], row["linha"], row["conteudo"]) == ("cash", 13, f"C/C | BRL | {text}")
    assert str(row["motivo"]).startswith("C13, coluna Saldo: ")
    assert text[:20] in str(row["motivo"])


def test_tricky_07_a_calculated_number_keeps_the_places_that_there_are() -> None:
    parsed = read(new(cash=[["C/C", "BRL", 1 / 3], ["C/C", "BRL", 1.2345678901234567e-05], ["C/C", "BRL", 1e30]]))
    assert values(parsed.cash, "saldo") == [Decimal("0.3333333333333333"), Decimal("0.000012345678901235")]
    assert [repair.place for repair in parsed.repaired] == ["C14"], "a nineteenth place is dropped, and said"
    assert "dígitos demais" in str(parsed.quarantine[0]["motivo"])


@pytest.mark.parametrize(
    ("stored", "number"),
    [
        ("12345678901234567890.1234567890123456784", "12345678901234567890.123456789012345678"),
        ("-1234567890123.00000000000000000049", "-1234567890123.000000000000000000"),
        ("99999999999999999999.9999999999999999994", "99999999999999999999.999999999999999999"),
    ],
)
def test_tricky_07_a_number_of_38_digits_keeps_them_all(stored: str, number: str) -> None:
    value, repaired = value_of(number_in(stored), FieldType.MONEY, "saldo", EPOCH)
    assert (str(value), repaired) == (number, True)


def test_tricky_07_the_side_of_a_row_takes_no_digit_away() -> None:
    long = "12345678901234567890.123456789012345678"
    parsed = read(new(provisions=[["A", None, f"-{long}"]], holdings=[[*SHARE[:4], f"-{long}", 1, -1]]))
    assert values(parsed.provisions, "valor") == values(parsed.holdings, "quantidade") == [Decimal(long)]


@pytest.mark.parametrize("stored", ["100000000000000000000", "-99999999999999999999.9999999999999999996"])
def test_tricky_07_a_number_of_more_digits_than_are_kept_is_none(stored: str) -> None:
    with pytest.raises(ValueError, match="dígitos demais"):
        value_of(number_in(stored), FieldType.MONEY, "saldo", EPOCH)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 1, 31), date(2026, 1, 31)),
        ("31/01/2026", date(2026, 1, 31)),
        ("1/2/2026", date(2026, 2, 1)),
        ("31-01-2026", date(2026, 1, 31)),
        ("31/01/2026 00:00:00", date(2026, 1, 31)),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31 00:00:00", date(2026, 1, 31)),
        ("20260131", date(2026, 1, 31)),
        ("00/00/0000", None),
        ("00000000", None),
        (0, None),
        (None, None),
    ],
)
def test_tricky_08_dates_as_cells_and_as_texts(cell: object, day: date | None) -> None:
    parsed = read(new(provisions=[["Taxa", cell, -1]]))
    assert values(parsed.provisions, "data_vencimento") == [day]
    assert parsed.repaired == []


@pytest.mark.parametrize("cell", [46053, 46053.75, 20260131])
def test_tricky_08_a_date_that_lost_its_format_is_read_and_said(cell: float) -> None:
    parsed = read(new(provisions=[["Taxa", cell, -1]]))
    assert values(parsed.provisions, "data_vencimento") == [date(2026, 1, 31)]
    assert [(repair.place, repair.text, repair.value) for repair in parsed.repaired] == [
        ("B16", str(cell), "2026-01-31")
    ]


@pytest.mark.parametrize("cell", ["30/02/2026", "31/01/26", "janeiro", 5, 1e9, True, -46053])
def test_tricky_08_a_date_that_is_none_sets_its_row_apart(cell: object) -> None:
    parsed = read(new(provisions=[["Taxa", cell, -1], ["Taxa", None, -2]]))
    assert values(parsed.provisions, "valor") == [2]
    assert "B16, coluna Vencimento: " in str(parsed.quarantine[0]["motivo"])


def test_tricky_08_a_workbook_that_counts_days_from_1904_has_the_same_dates() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    serial = (date(2026, 1, 31) - date(1904, 1, 1)).days
    for row in new(provisions=[["Taxa", date(2026, 1, 31), -1], ["Taxa", serial, -1]]):
        book.worksheets[0].append(row)
    parsed = read_bytes(saved(book))
    assert parsed.portfolio["data_pos"] == DAY
    assert values(parsed.provisions, "data_vencimento") == [date(2026, 1, 31)] * 2
    assert len(parsed.repaired) == 1


@pytest.mark.parametrize(
    ("cell", "cnpj"),
    [
        (191, "00000000000191"),
        ("191", "00000000000191"),
        ("11.222.333/0001-81", "11222333000181"),
        ("12ABC34501DE35", "12ABC34501DE35"),
        (0, None),
        ("00000000000000", None),
    ],
)
def test_tricky_09_a_cnpj_is_text_of_14_characters(cell: object, cnpj: str | None) -> None:
    quotas = [["Cotas de Investimento"], ["CNPJ", "Fundo", "Cota", "Valor_Mercado"], [cell, "FUNDO B", 1, 2]]
    assert values(read(legacy(quotas)).holdings, "cnpj_emissor") == [cnpj]


@pytest.mark.parametrize("cell", ["11.222.333/0001-81", 11222333000181, "CNPJ: 11.222.333/0001-81"])
def test_tricky_09_the_funds_cnpj_is_found_above_the_sections(cell: object) -> None:
    rows = new()
    rows[1] = [cell, DAY]
    assert read(rows).portfolio["cnpj"] == "11222333000181"


def test_tricky_09_a_zero_that_the_funds_cnpj_lost_is_put_back_and_a_short_number_is_no_cnpj() -> None:
    rows = new()
    rows[1] = [1222333000128, DAY]
    assert read(rows).portfolio["cnpj"] == "01222333000128"
    rows[1] = [191, DAY]
    assert read(rows).portfolio["cnpj"] is None, "it may be any number"


@pytest.mark.parametrize("filler", ["************", "BR0000000000", "000000000000"])
def test_tricky_10_a_filler_is_no_identifier(filler: str) -> None:
    assert values(read(new(holdings=[["X", "Y", "AÇÃO", filler, 1, 1, 1]])).holdings, "isin") == [None]


def test_tricky_11_blanks_around_and_within_a_text_are_one() -> None:
    (row,) = read(new(holdings=[[" PETR4  ", "PETROBRAS \n PN", *SHARE[2:]]])).holdings
    assert (row["codigo"], row["descricao"], row["secao"]) == ("PETR4", "PETROBRAS PN", "EQUI")


def test_tricky_12_of_several_sheets_that_of_the_portfolio_is_read_and_the_others_are_said() -> None:
    book = Workbook()
    book.worksheets[0].append(["Leia-me"])
    for name, saldo in (("Fundo A", 1), ("Fundo B", 2)):
        for row in new(cash=[["C/C", "BRL", saldo]]):
            book[name].append(row) if name in book.sheetnames else book.create_sheet(name).append(row)
    parsed = read_bytes(saved(book))
    assert values(parsed.cash, "saldo") == [1]
    assert parsed.warnings[0] == "x.xlsx: lida só a aba 'Fundo A'; não lidas: Sheet, Fundo B"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_tricky_12_a_sheet_that_people_see_goes_before_a_hidden_one(state: Any) -> None:
    book = Workbook()
    hidden, seen = book.worksheets[0], book.create_sheet("Carteira")
    hidden.title, hidden.sheet_state = "Base", state
    for sheet, saldo in ((hidden, 1), (seen, 2)):
        for row in new(cash=[["C/C", "BRL", saldo]]):
            sheet.append(row)
    parsed = read_bytes(saved(book))
    assert values(parsed.cash, "saldo") == [2]
    assert "x.xlsx: lida só a aba 'Carteira'; não lidas: Base (oculta)" in parsed.warnings


def test_tricky_12_a_portfolio_that_only_a_hidden_sheet_has_is_read_and_said() -> None:
    book = Workbook()
    book.create_sheet("Base").sheet_state = "hidden"
    for row in new():
        book["Base"].append(row)
    assert "x.xlsx: a carteira foi lida da aba oculta 'Base'" in read_bytes(saved(book)).warnings


@pytest.mark.parametrize("rows", [new(totals=(1500, 1.5, 1000, 1500), cash=[["C/C", "BRL", 1500]]), legacy()])
def test_tricky_13_a_fund_without_positions_is_a_fund(rows: list[list[Any]]) -> None:
    parsed = read(rows)
    assert (parsed.holdings, parsed.quarantine, parsed.unknown) == ([], [], [])
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_14_several_accounts_and_an_overdraft_count_as_they_are() -> None:
    accounts = [["C/C", "BRL", 2000], ["C/I", "BRL", -500], ["Zero", "BRL", 0]]
    parsed = read(new(cash=accounts, totals=(1500, 1.5, 1000, 1500)))
    assert values(parsed.cash, "saldo") == [2000, -500, 0]
    assert checks(parsed)["total_assets"].difference == 0


def test_tricky_15_two_lots_of_one_paper_are_two_rows() -> None:
    parsed = read(new(holdings=[SHARE] * 3))
    assert values(parsed.holdings, "ordinal") == [1, 2, 3]
    assert values(parsed.holdings, "isin") == ["BRPETRACNPR6"] * 3


def test_tricky_16_a_lot_that_is_wholly_blocked_counts_in_full() -> None:
    parsed = read(legacy(fixed_income([*FIXED, 10, 10, 6.5, 900, 100, 1000, 0, 1000])))
    (row,) = parsed.holdings
    assert (row["quantidade"], row["qtd_bloqueada"], row["valor_mercado"]) == (10, 10, 1000)


@pytest.mark.parametrize("value", [-733029.5, 1050.75])
@pytest.mark.parametrize("quantity", [330, -330])
def test_tricky_17_a_futures_adjustment_has_its_sign_already(quantity: int, value: float) -> None:
    futures = [["Futuros"], ["Código", "Qtde", "PU_Ajuste", "Ajuste"], ["DI1F29", quantity, 100000, value]]
    (row,) = read(legacy(futures)).holdings
    assert (row["valor_mercado"], row["quantidade"]) == (Decimal(str(value)), 330)
    assert row["direcao"] == ("LONG" if quantity > 0 else "SHOR")


def test_tricky_18_a_negative_quantity_is_a_short_lot_and_its_value_stays_as_it_is() -> None:
    parsed = read(new(holdings=[SHARE, [*SHARE[:4], -50, 10.5, -525]], totals=(525, 1, 525, 525)))
    assert values(parsed.holdings, "direcao") == ["LONG", "SHOR"]
    assert values(parsed.holdings, "quantidade") == [100, 50]
    assert checks(parsed)["total_assets"].difference == 0


def test_tricky_19_the_side_of_a_provision_is_that_of_its_sign() -> None:
    parsed = read(new(provisions=[["A", None, -10], ["B", None, 20], ["C", None, 0]]))
    assert values(parsed.provisions, "tipo_cpr") == ["PAGAR", "RECEBER", "RECEBER"]
    assert values(parsed.provisions, "valor") == [10, 20, 0]


@pytest.mark.parametrize(("quota", "places"), [(4.696573, 6), (4.7, 6), (1.23456789, 8), ("4,69657300", 8)])
def test_tricky_21_the_quota_is_as_precise_as_it_is_written(quota: object, places: int) -> None:
    assert read(new(totals=(1500, quota, 1000))).portfolio["casas_cota"] == places


def test_tricky_23_a_total_that_its_rows_do_not_add_up_to_is_said() -> None:
    row = [*FIXED, 10, 0, 6.5, 900, 100, 1000, 0, 1000]
    parsed = read(legacy(fixed_income(row, row, value=2000.5)))
    assert parsed.section_totals == {"Renda Fixa": Decimal("2000.5")}
    assert "x.xlsx: a seção Renda Fixa soma 2000, e o total dela diz 2000.5" in parsed.warnings
    parsed = read(new(holdings=[SHARE], cash=[["C/C", "BRL", 1]], totals=(1500, 1.5, 1000, 1500)))
    assert checks(parsed)["total_assets"].status is Status.DOES_NOT_HOLD
    assert checks(parsed)["quota"].status is Status.HOLDS


def test_tricky_31_without_cash_provisions_and_total_nothing_is_presumed() -> None:
    parsed = read([*TOP, *TOTALS, [1500, 1.5, 1000]])
    assert (parsed.cash, parsed.provisions, parsed.portfolio.get("valorativos")) == ([], [], None)
    assert checks(parsed)["total_assets"].status is Status.CANNOT_BE_CHECKED


@pytest.mark.parametrize("end", [[["Criptoativos"], ["Nome", "Valor"], ["BITCOIN", 2.5]]])
def test_tricky_33_an_unknown_section_is_kept_and_the_fund_read(end: Rows) -> None:
    parsed = read(new(provisions=[["A", None, 1]], end=[[], *end]))
    assert values(parsed.unknown, "conteudo") == ["Nome | Valor", "BITCOIN | 2.5"]
    assert values(parsed.provisions, "valor") == [1]
    assert parsed.quarantine == []


@pytest.mark.parametrize(
    "end", [[["Relatório gerado em 08/01/2026 09:00"]], [[], ["Observações"], ["Valores em reais."]]]
)
def test_tricky_33_a_remark_is_kept_and_is_no_row(end: Rows) -> None:
    parsed = read(new(provisions=[["A", None, 1]], end=end))
    assert values(parsed.unknown, "conteudo") == [row[0] for row in end if row]
    assert (values(parsed.provisions, "valor"), parsed.quarantine) == ([1], [])


def test_tricky_34_a_doctype_is_refused_by_name() -> None:
    parts = parts_of(xlsx(*new()))
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]
    with pytest.raises(FormatError, match=r"x\.xlsx.*DOCTYPE"):
        read_bytes(zipped(parts))


def test_tricky_35_a_portfolio_of_thousands_of_rows_is_read_whole() -> None:
    parsed = read(new(holdings=[SHARE] * 5000, totals=(5250000, 1, 5250000, 5250000)))
    assert len(parsed.holdings) == 5000
    assert checks(parsed)["total_assets"].difference == 0


def _document() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("word/document.xml", "<a/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<html><table><tr><td>Totais</td></tr></table></html>", "parece um XML"),
        (_document(), "parece um arquivo compactado"),
        (xlsx(["Lista", "de", "compras"]), "parece um arquivo compactado"),
        (xls(["Lista", "de", "compras"]), r"parece um documento antigo do Office \(\.xls\)"),
        (b"Totais;Caixa\r\n", 'parece um texto que começa por "Totais;C"'),
    ],
)
def test_tricky_36_another_file_is_nobodys(data: bytes, found: str) -> None:
    with pytest.raises(FormatError, match=found):
        parser_for(ReportFile.of_bytes("CARTEIRA_DIARIA_X.xlsx", data))
