"""What four different files of one portfolio must agree on, read with lxml, openpyxl and pypdfium2 only.

Nothing here uses the renderers or the project's own readers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2
from lxml import etree

_CENT = Decimal("0.01")
_FIXED, _SHARES, _STAKES, _FUTURES, _QUOTAS, _RIGHTS = "renda fixa", "ações", "participações", "futuros", "cotas", "dc"


@dataclass
class Summary:
    """Totals, and per section the number of rows and their sum (cash and provisions included, signed)."""

    net_worth: Decimal
    quota: Decimal
    units: Decimal
    sections: dict[str, tuple[int, Decimal]] = field(default_factory=dict)

    def add(self, section: str, value: Decimal) -> None:
        """Count a row."""
        rows, total = self.sections.get(section, (0, Decimal(0)))
        self.sections[section] = (rows + 1, total + value)


def of_xml_5_0(data: bytes) -> Summary:
    """By local names; amounts signed by `Sgn`, the quota by the net worth's."""
    report = element_of(etree.fromstring(data), ".//{*}SctiesBalAcctgRpt")
    net_worth = _signed(element_of(report, "{*}AcctBaseCcyTtlAmts/{*}TtlHldgsValOfStmt"))
    fund = element_of(report, "{*}BalForAcct")
    quota = next(
        Decimal(text_of(price, "{*}Val/{*}Amt"))
        for price in fund.findall("{*}PricDtls")
        if price.findtext("{*}Tp/{*}Cd") == "NAVL"
    )
    units = Decimal(text_of(fund, "{*}AggtBal/{*}Qty/{*}Qty/{*}Qty/{*}Unit"))
    summary = Summary(net_worth, quota.copy_sign(net_worth), units)
    for row in report.findall("{*}SubAcctDtls/{*}BalForSubAcct"):
        summary.add(_section_5_0(row), _signed(element_of(row, "{*}AcctBaseCcyAmts/{*}HldgVal")))
    for group in fund.findall("{*}BalBrkdwn"):
        sign = {"PAYA": -1, "RECE": 1}.get(group.findtext("{*}SubBalTp/{*}Prtry/{*}Id", ""), 0)
        for row in group.findall("{*}AddtlBalBrkdwnDtls") if sign else ():
            summary.add("provisões", sign * Decimal(text_of(row, "{*}Qty/{*}Qty/{*}FaceAmt")))
    return summary


def _section_5_0(row: etree._Element) -> str:
    ids = {
        entry.findtext("{*}Tp/{*}Prtry"): text_of(entry, "{*}Id") for entry in row.findall("{*}FinInstrmId/{*}OthrId")
    }
    level = ids["TABELA NIVEL 1"]
    if level == "EQUI":
        return _SHARES if "TICKER" in ids else _STAKES
    return {"CASH": "caixa", "FUTU": _FUTURES, "SHAR": _QUOTAS, "RECE": _RIGHTS}.get(level, _FIXED)


def _signed(element: etree._Element) -> Decimal:
    value = Decimal(text_of(element, "{*}Amt"))
    return value if element.findtext("{*}Sgn") == "true" else -value


def of_xml_4_01(data: bytes) -> Summary:
    """Values as the sections have them; of quotas quantity times price."""
    fund = element_of(etree.fromstring(data), "fundo")
    header = element_of(fund, "header")
    net_worth, quota, units = (Decimal(text_of(header, name)) for name in ("patliq", "valorcota", "quantidade"))
    summary = Summary(net_worth, quota, units)
    for row in fund:
        section = str(row.tag)
        if section in {"titpublico", "titprivado", "debenture", "acoes"}:
            value = Decimal(text_of(row, "valorfindisp")) + Decimal(text_of(row, "valorfinemgar"))
            summary.add(_SHARES if section == "acoes" else _FIXED, value)
        elif section == "cotas":
            held = Decimal(text_of(row, "qtdisponivel")) + Decimal(text_of(row, "qtgarantia"))
            summary.add(_QUOTAS, (held * Decimal(text_of(row, "puposicao"))).quantize(_CENT, ROUND_HALF_UP))
        elif section == "provisao":
            summary.add("provisões", Decimal(text_of(row, "valor")) * (1 if text_of(row, "credeb") == "C" else -1))
        elif section in _VALUE_4_01:
            name, column = _VALUE_4_01[section]
            summary.add(name, Decimal(text_of(row, column)))
    return summary


def element_of(element: etree._Element, path: str) -> etree._Element:
    """The first element at a path, which must be there."""
    found = element.find(path)
    assert found is not None, f"{element.tag} has no {path}"
    return found


def text_of(element: etree._Element, path: str) -> str:
    """The text of the first element at a path, which must be there and have some."""
    text = element_of(element, path).text
    assert text, f"{path} in {element.tag} is empty"
    return text


_VALUE_4_01 = {
    "futuros": (_FUTURES, "vlajuste"),
    "caixa": ("caixa", "saldo"),
    "participacoes": (_STAKES, "valorfinanceiro"),
    "fidc": (_RIGHTS, "valorfinanceiro"),
}
_CLASSES = {
    "Título Público": _FIXED,
    "Operação Compromissada": _FIXED,
    "Título Privado": _FIXED,
    "Debênture": _FIXED,
    "Ação": _SHARES,
    "Participação": _STAKES,
    "Futuro": _FUTURES,
    "Cota de Fundo": _QUOTAS,
    "Direito Creditório": _RIGHTS,
    "Caixa": "caixa",
    "Provisões": "provisões",
}


def of_new_excel(data: bytes) -> Summary:
    """Blocks one below the other, titles in column A."""
    rows = _sheet(data)
    starts = [row[0] for row in rows]
    totals = rows[starts.index("Totais") + 2]
    summary = Summary(_number(totals[0]), _number(totals[1]), _number(totals[2]))
    holdings = _block(rows, starts.index("Outros (Não Categorizados)"))
    columns = dict(zip(holdings[0], range(20), strict=False))
    for row in holdings[1:]:
        summary.add(_CLASSES[row[columns["Classe"]]], _number(row[columns["Vl. Mercado (R$)"]]))
    for title, column in (("Caixa", "Saldo"), ("Provisões", "Valor")):
        block = _block(rows, starts.index(title))
        for row in block[1:]:
            summary.add(_CLASSES[title], _number(row[block[0].index(column)]))
    return summary


def of_legacy_excel(data: bytes) -> Summary:
    """Sections from a title in column B to its total, which must be the sum of the rows."""
    rows = [row[1:] for row in _sheet(data)]
    starts = [row[0] for row in rows]
    quota = rows[starts.index("Patrimônio Fechamento") + 2]
    summary = Summary(_number(quota[0]), _number(quota[4]), _number(quota[2]))
    for title, (total, section, column) in _LEGACY.items():
        if title in starts:
            block = _block(rows, starts.index(title))
            place = block[0].index(column)
            body = block[1:-1] if total else block[1:]
            for row in body:
                summary.add(section, _number(row[place]))
            if total:
                assert block[-1][0] == total
                assert _number(block[-1][place]) == sum(_number(row[place]) for row in body)
    return summary


_LEGACY = {
    "Ações": ("Total Ações: ", _SHARES, "Valor_Mercado"),
    "Participação em Sociedade Limitada": ("Total Participação em Sociedade Limitada", _STAKES, "Valor_Mercado"),
    "Renda Fixa": ("Total Renda Fixa:", _FIXED, "Valor_Liquido"),
    "Cotas de Investimento": ("Total Cotas de Investimento: ", _QUOTAS, "Valor_Mercado"),
    "Direito Creditório": ("Total Direito Creditório", _RIGHTS, "Valor_Presente"),
    "Futuros": ("Total Futuros:", _FUTURES, "Ajuste"),
    "Valores a Liquidar": ("Total Liquidação:", "provisões", "Valor"),
    "Saldos em Conta Corrente": ("", "caixa", "Valor"),
}


def _sheet(data: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return list(book.worksheets[0].iter_rows(values_only=True))


def _block(rows: list[tuple[Any, ...]], start: int) -> list[tuple[Any, ...]]:
    """The rows below a title until an empty one: headings first."""
    end = next((n for n in range(start + 1, len(rows)) if not any(rows[n])), len(rows))
    return rows[start + 1 : end]


def _number(cell: object) -> Decimal:
    """A cell's number, without the noise of a double."""
    return Decimal(repr(cell)) if isinstance(cell, int | float) else Decimal(0)


def of_pdf(data: bytes) -> Summary:
    """The text, line by line; every section's total must be the sum of its rows."""
    lines = list(_lines(data))
    net_worth, quota, units = (next(_amount(line) for line in lines if line.startswith(label)) for label in _PDF_TOTALS)
    summary = Summary(net_worth, quota, units)
    for title, section in _CLASSES.items():
        if title in lines:
            start = lines.index(title)
            end = next(n for n in range(start, len(lines)) if lines[n].startswith(f"Total {title}"))
            values = [_amount(line) for line in lines[start + 2 : end]]
            assert sum(values) == _amount(lines[end])
            for value in values:
                summary.add(section, value)
    return summary


_PDF_TOTALS = ("Patrimônio Líquido", "Valor da Cota", "Quantidade de Cotas")


def _lines(data: bytes) -> Iterable[str]:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        for line in page.get_textpage().get_text_range().splitlines()[2:]:
            if not line.startswith("Página "):
                yield line.strip()


def _amount(line: str) -> Decimal:
    found = re.search(r"(-?[\d.]+(,\d+)?)$", line)
    assert found, line
    return Decimal(found[1].replace(".", "").replace(",", "."))
