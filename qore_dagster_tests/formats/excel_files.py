"""Workbooks in both layouts, row by row, and how they are read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import CheckResult, reconcile
from qore_dagster_tests.formats.workbooks import xlsx

DAY = date(2026, 1, 7)
Rows = Sequence[list[Any]]

TOP: Rows = [["FUNDO DE AÇÕES"], ["11222333000181", DAY]]
TOTALS: Rows = [["Totais"], ["Patrimônio Líquido", "Valor da Cota", "Quantidade de Cotas", "Total de Ativos"]]
SHARE = ["PETR4", "PETROBRAS PN", "AÇÃO", "BRPETRACNPR6", 100, 10.5, 1050]
FIXED = ["L1", date(2025, 1, 2), date(2024, 1, 2), date(2030, 1, 2), "LFT", "Tesouro Nacional"]


def new(
    *,
    holdings: Rows = (),
    cash: Rows = (),
    provisions: Rows = (),
    totals: Sequence[Any] = (1500, 1.5, 1000),
    end: Rows = (),
) -> list[list[Any]]:
    """The rows of a workbook in the new layout."""
    return [
        *TOP,
        [],
        *TOTALS,
        list(totals),
        [],
        ["Outros (Não Categorizados)"],
        ["Descrição", "Nome", "Classe", "ISIN", "Quantidade", "Preço", "Vl. Mercado (R$)", "% PL"],
        *holdings,
        [],
        ["Caixa"],
        ["Conta", "Moeda", "Saldo"],
        *cash,
        [],
        ["Provisões"],
        ["Descrição", "Vencimento", "Valor"],
        *provisions,
        *end,
    ]


def legacy(*sections: Rows) -> list[list[Any]]:
    """The rows of a workbook in the legacy layout, each section in its place."""
    top: Rows = [["FUNDO"], ["Data da Posição", DAY]]
    quota: Rows = [
        ["Patrimônio Fechamento"],
        ["PL Posição", "QtdeCota_antes", "QtdeCota", "Valor da Cota Bruta", "Valor da Cota Líquida",
         "Valor da Cota Rendimento"],
        [1500, 1000, 1000, 1.5, 1.5, 1.5],
    ]  # fmt: skip
    return [[None, *row] if row else [] for block in (top, *sections, quota) for row in (*block, [])]


def fixed_income(*rows: list[Any], total: str = "Total Renda Fixa:", value: object = None) -> Rows:
    """The legacy section of fixed income; each row: quantity, blocked, applied, price, gross, taxes, net."""
    headings = ["ID", "Operação", "Emissão", "Vencimento", "Titulo", "Emissor", "Qtd", "QtdBloq", "Taxa", "Valor_Aplic",
                "PU_Mercado", "Valor_Bruto", "Tributos", "Valor_Liquido", "%RF", "%PL"]  # fmt: skip
    return [["Renda Fixa"], headings, *rows, [total, *[None] * 12, value]]


def read(rows: Sequence[list[Any]], **about: Any) -> ParsedPortfolio:
    """Read a workbook of these rows, whichever layout it has."""
    return read_bytes(xlsx(*rows), **about)


def read_bytes(data: bytes, **about: Any) -> ParsedPortfolio:
    """Read a workbook, whichever layout it has."""
    file = ReportFile.of_bytes("x.xlsx", data, **about)
    (parsed,) = parser_for(file).parse(file)
    assert isinstance(parsed, ParsedPortfolio)
    return parsed


def checks(parsed: ParsedPortfolio) -> dict[str, CheckResult]:
    """Its reconciliation by check."""
    return {result.check: result for result in reconcile(parsed)}


def values(rows: Sequence[Row], column: str) -> list[Any]:
    """One column."""
    return [row.get(column) for row in rows]
