"""What workbooks have that other files have not, and what the system before did with both layouts.

Belongs here: `.xls`, cells without a value, merged and hidden ones, titles and headings as people write them. Does not:
the numbered cases (`test_excel_tricky`).
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel import EXCEL_LEGACY, EXCEL_NEW
from qore_dagster.formats.report import ReportFile
from qore_dagster_tests.formats.excel_files import (
    DAY,
    FIXED,
    SHARE,
    fixed_income,
    legacy,
    new,
    read,
    read_bytes,
    values,
)
from qore_dagster_tests.formats.workbooks import saved, xls, xlsx


@pytest.mark.parametrize(
    "rows",
    [
        new(holdings=[SHARE], cash=[["C/C", "BRL", 450.25]], provisions=[["A", DAY, -1]]),
        legacy(fixed_income([*FIXED, 10, 1, 6.5, 900, 100, 1000, 0, 1000])),
    ],
)
def test_an_xls_is_read_as_the_same_xlsx(rows: list[list[Any]]) -> None:
    one, other = read(rows), read_bytes(xls(*rows))
    for table in ("holdings", "cash", "provisions", "details", "unknown"):
        assert one.rows(table) == other.rows(table)
    assert one.portfolio | {"sha256": ""} == other.portfolio | {"sha256": ""}
    assert (other.quarantine, other.repaired) == ([], [])


@pytest.mark.parametrize("make", [xlsx, xls])
@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_a_cell_with_an_error_sets_its_row_apart_and_is_never_empty(make: Any, error: str) -> None:
    parsed = read_bytes(make(*new(holdings=[[*SHARE[:5], error, 1050], SHARE])))
    assert len(parsed.holdings) == 1
    (row,) = parsed.quarantine
    assert row["motivo"] == f"F10, coluna Preço: a célula não tem valor: erro {error}"
    assert f"<erro {error}>" in str(row["conteudo"])


def test_a_formula_that_was_never_calculated_sets_its_row_apart() -> None:
    parsed = read(new(holdings=[[*SHARE[:6], "=E10*F10"], SHARE]))
    assert len(parsed.holdings) == 1
    assert "G10, coluna Vl. Mercado*: a célula não tem valor: fórmula sem valor calculado" in str(
        parsed.quarantine[0]["motivo"]
    )


def test_an_error_in_the_net_worth_costs_the_portfolio_and_says_where() -> None:
    with pytest.raises(FormatError, match=r"x\.xlsx, linha 6: A6, coluna Patrimônio\*: .* erro #REF!"):
        read(new(totals=("#REF!", 1.5, 1000)))


def test_an_error_in_a_total_is_said() -> None:
    row = [*FIXED, 10, 0, 6.5, 900, 100, 1000, 0, 1000]
    parsed = read(legacy(fixed_income(row, value="#REF!")))
    assert "x.xlsx: seção Renda Fixa: o total em O7 não tem valor: erro #REF!" in parsed.warnings
    assert len(parsed.holdings) == 1


def test_an_error_in_a_return_sets_it_apart() -> None:
    returns = [["Rentabilidades"], ["Indicador", "Dia", "Mês"], ["Fundo (%)", "#DIV/0!", "0,25"], [None, 1]]
    rows = legacy()
    parsed = read([*rows, *[[None, *row] for row in returns]])
    assert [(row["descricao"], row["periodo"], row["rentabilidade"]) for row in parsed.returns] == [
        ("Fundo (%)", "Mês", Decimal("0.25"))
    ]
    assert ["erro #DIV/0!" in str(row["motivo"]) for row in parsed.quarantine] == [True, False]
    assert "não tem título ou período" in str(parsed.quarantine[1]["motivo"])


def test_merged_cells_have_their_value_once_and_titles_across_columns_are_titles() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    for row in new(holdings=[SHARE, SHARE, SHARE]):
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A8:H8")
    sheet.merge_cells("A10:A11")
    parsed = read_bytes(saved(book))
    assert parsed.portfolio["nome"] == "FUNDO DE AÇÕES"
    assert values(parsed.holdings, "codigo") == ["PETR4", None, "PETR4"], "nothing is invented for the second row"
    assert values(parsed.holdings, "valor_mercado") == [1050] * 3


def test_hidden_rows_and_columns_are_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    for row in new(holdings=[SHARE, SHARE]):
        sheet.append(row)
    sheet.row_dimensions[10].hidden = True
    sheet.column_dimensions["G"].hidden = True
    assert values(read_bytes(saved(book)).holdings, "valor_mercado") == [1050] * 2


@pytest.mark.parametrize("name", ["Caixa", "Renda Fixa", "Provisões", "Total Ações FI", "Cotas de Investimento"])
def test_a_paper_that_is_called_as_a_section_is_a_paper(name: str) -> None:
    """Sections were cut by texts that stand anywhere in a cell."""
    quotas = [
        ["Cotas de Investimento"],
        ["CNPJ", "Fundo", "Cota", "Valor_Mercado"],
        ["191", name, 1, 2],
        ["Total Cotas de Investimento: ", None, None, 2],
    ]
    row = ["X", name, *SHARE[2:]]
    assert values(read(legacy(quotas)).holdings, "descricao") == [name]
    assert values(read(new(holdings=[row])).holdings, "descricao") == [name]


@pytest.mark.parametrize(
    "total", ["Total Renda Fixa:", "TOTAL RENDA FIXA: ", "total renda fixa", "Total  Renda  Fixa :"]
)
def test_a_total_is_known_however_it_is_written(total: str) -> None:
    row = [*FIXED, 10, 0, 6.5, 900, 100, 1000, 0, 1000]
    parsed = read(legacy(fixed_income(row, total=total, value=1000)))
    assert (len(parsed.holdings), parsed.section_totals) == (1, {"Renda Fixa": 1000})


def test_a_paper_or_account_whose_name_begins_with_total_is_no_total() -> None:
    cash = [["TOTAL BANK S.A. 1234-5", "BRL", 9.5], ["C/C", "BRL", 1]]
    holdings = [["TOTAL-FIA", *SHARE[1:]], SHARE]
    provisions = [["Total Energia - dividendos", DAY, 3], ["A", DAY, -1]]
    parsed = read(new(holdings=holdings, cash=cash, provisions=provisions))
    assert values(parsed.cash, "saldo") == [Decimal("9.5"), 1]
    assert (len(parsed.holdings), len(parsed.provisions)) == (2, 2)
    assert (parsed.unknown, parsed.quarantine) == ([], [])


@pytest.mark.parametrize("beside", [None, date(2026, 1, 7), "BRL", "em 07/01/2026"])
@pytest.mark.parametrize("total", ["Total", "TOTAL GERAL:", "Total Caixa", "total  caixa :"])
def test_a_total_is_one_whatever_stands_beside_it(total: str, beside: object) -> None:
    parsed = read(new(cash=[["C/C", "BRL", 1], [total, beside, 1]]))
    assert values(parsed.cash, "descricao") == ["C/C"]
    assert parsed.section_totals["Caixa"] == 1
    assert (parsed.unknown, parsed.quarantine) == ([], [])


def test_the_total_of_what_is_to_be_settled_has_a_name_of_its_own() -> None:
    headings = ["Descrição", "Lançamento", "Vencimento", "Valor", "%Valores", "%PL"]
    rows = [["Taxa", DAY, DAY, -1], ["Total Liquidação:", None, "BRL", -1]]
    parsed = read(legacy([["Valores a Liquidar"], headings, *rows]))
    assert values(parsed.provisions, "descricao") == ["Taxa"]
    assert parsed.section_totals == {"Valores a Liquidar": -1}


@pytest.mark.parametrize("name", ["Total Energia", "Total Conta Corrente", "Total Caixa Econômica", "TOTALCRED"])
def test_a_row_is_no_total_though_its_name_begins_so_and_only_figures_stand_beside_it(name: str) -> None:
    parsed = read(new(cash=[[name, None, 9], ["C/C", "BRL", 1]]))
    assert values(parsed.cash, "descricao") == [name, "C/C"]
    assert "Caixa" not in parsed.section_totals


@pytest.mark.parametrize("name", ["Total Conta Corrente", "Total de Disponibilidades:"])
def test_a_total_of_another_name_is_known_by_what_it_adds_up(name: str) -> None:
    """Read as an account it would count all cash twice."""
    accounts = [["C/C", "BRL", 1], ["C/I", "BRL", Decimal("2.50")]]
    parsed = read(new(cash=[*accounts, [name, None, Decimal("3.50")]]))
    assert values(parsed.cash, "saldo") == [1, Decimal("2.5")]
    assert parsed.section_totals["Caixa"] == Decimal("3.5")
    other = read(new(cash=[*accounts, [name, None, Decimal("3.40")]]))
    assert values(other.cash, "descricao") == ["C/C", "C/I", name]


def test_a_holder_whose_name_begins_so_is_one_though_a_figure_of_his_stood_above() -> None:
    holders = [
        ["Investidor", "QtdeCota", "Valor da Cota", "Valor"],
        ["A", 1, 1.5, 1.5],
        ["Total Participações Ltda", 2, 1.5, 3],
        ["Total", 3, None, 4.5],
    ]
    parsed = read([*legacy(), *[[None, *row] for row in holders]])
    assert values(parsed.holders, "nome") == ["A", "Total Participações Ltda"]


def test_an_account_without_a_balance_is_one_whatever_its_name() -> None:
    parsed = read(new(cash=[["C/C", "BRL", 0], ["Total Bank", None, 0]]))
    assert values(parsed.cash, "descricao") == ["C/C", "Total Bank"]


@pytest.mark.parametrize("name", ["Subtotal Distribuidor X", "SUBTOTAL"])
def test_a_subtotal_has_only_figures_beside_it(name: str) -> None:
    parsed = read(new(cash=[["C/C", "BRL", 1], [name, None, 1], [name, "BRL", 2]]))
    assert values(parsed.cash, "saldo") == [1, 2], "a text beside it: an account of that name"


def test_rows_after_the_total_of_their_section_are_kept_and_said() -> None:
    late = [["C/I", "BRL", 5], ["C/P", "BRL", 6]]
    parsed = read(new(cash=[["C/C", "BRL", 1], ["Total", None, 1], *late, ["(valores em R$)"]]))
    assert values(parsed.cash, "saldo") == [1]
    assert values(parsed.unknown, "conteudo") == ["C/I | BRL | 5", "C/P | BRL | 6", "(valores em R$)"]
    told = "x.xlsx: seção Caixa: linhas depois do total dela, não lidas: A15, A16"
    assert [warning for warning in parsed.warnings if "depois do total" in warning] == [told]


@pytest.mark.parametrize("title", ["AÇÕES", "Acoes", "ações:", " Ações "])
def test_a_title_is_known_however_it_is_written(title: str) -> None:
    shares = [[title], ["Código", "Nome", "Qtde", "PU_Mercado", "Valor_Mercado"], ["PETR4", "PETROBRAS", 1, 2, 2]]
    assert values(read(legacy(shares)).holdings, "secao") == ["EQUI"]


def test_subtotals_of_the_holders_are_no_holders_and_do_not_end_them() -> None:
    holders = [
        ["Investidor", "QtdeCota", "Valor da Cota", "Valor"],
        ["A", 1, 1.5, 1.5],
        ["Subtotal Distribuidor X", 1, None, 1.5],
        ["B", 2, 1.5, 3],
        ["Total", 3, None, 4.5],
    ]
    parsed = read([*legacy(), *[[None, *row] for row in holders]])
    assert values(parsed.holders, "nome") == ["A", "B"]


def test_headings_need_not_stand_right_below_their_title() -> None:
    rows = new(cash=[["C/C", "BRL", 1]])
    at = rows.index(["Caixa"])
    rows[at + 1 : at + 1] = [["(valores em R$)"], []]
    parsed = read(rows)
    assert values(parsed.cash, "saldo") == [1]
    assert values(parsed.unknown, "conteudo") == ["(valores em R$)"]


def test_a_second_column_of_values_is_told_and_never_taken_for_the_first() -> None:
    """The last heading with `Valor` in it used to win."""
    rows = new(provisions=[["A", None, -10, -99]])
    rows[rows.index(["Descrição", "Vencimento", "Valor"])].append("Valor Original")
    parsed = read(rows)
    assert values(parsed.provisions, "valor") == [10]
    assert any("coluna não lida: Valor Original" in warning for warning in parsed.warnings)


def test_several_columns_and_rows_are_told_in_the_plural_and_one_in_the_singular() -> None:
    rows = new(cash=[["C/C", "BRL", 1, 2, 3], ["Total", None, 1], ["C/I", "BRL", 1]])
    rows[rows.index(["Conta", "Moeda", "Saldo"])] += ["A", "B"]
    told = " ".join(read(rows).warnings)
    assert "seção Caixa: colunas não lidas: A, B" in told
    assert "seção Caixa: linha depois do total dela, não lida: A15" in told
    assert "seção Totais: faltam as colunas A Receber, A Pagar" in told


@pytest.mark.parametrize("parser", [EXCEL_NEW, EXCEL_LEGACY])
def test_at_most_one_layout_knows_a_workbook(parser: Any) -> None:
    rows = new() if parser is EXCEL_NEW else legacy()
    other = EXCEL_LEGACY if parser is EXCEL_NEW else EXCEL_NEW
    for data in (xlsx(*rows), xls(*rows)):
        assert parser.can_parse(ReportFile.of_bytes("x", data))
        assert not other.can_parse(ReportFile.of_bytes("x", data))


@pytest.mark.parametrize(
    ("cell", "rate", "detail"),
    [(6.5, Decimal("6.5"), []), ("6,5", Decimal("6.5"), []), ("IPCA + 6,5%", None, ["IPCA + 6,5%"])],
)
def test_a_rate_with_its_index_costs_no_row(cell: object, rate: Decimal | None, detail: list[str]) -> None:
    parsed = read(legacy(fixed_income([*FIXED, 10, 10, cell, 900, 100, 1000, 0, 1000])))
    assert values(parsed.holdings, "taxa") == [rate]
    assert [row["valor"] for row in parsed.details if row["campo"] == "Taxa"] == detail
    assert parsed.quarantine == []
