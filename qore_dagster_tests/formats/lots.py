"""ANBIMA 4.01 files for tests: written here, field by field, and not by what reads them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias
from xml.sax.saxutils import escape

from qore_dagster.formats.anbima_4_01 import Anbima401Parser
from qore_dagster.formats.report import Outcome, ReportFile, Unread
from qore_dagster.model.parsed import ParsedPortfolio

Fields: TypeAlias = "Mapping[str, str | Fields]"

CNPJ = "11222333000181"
HEADER: dict[str, str] = {
    "isin": "BRSYNTCTF009",
    "cnpj": CNPJ,
    "nome": "FUNDO DE TESTE",
    "dtposicao": "20240628",
    "cnpjadm": CNPJ,
    "cnpjgestor": CNPJ,
    "cnpjcustodiante": CNPJ,
    "valorcota": "1.5",
    "quantidade": "1000",
    "patliq": "1500.00",
    "valorativos": "1500.00",
    "valorreceber": "0",
    "valorpagar": "0",
    "vlcotasemitir": "0",
    "vlcotasresgatar": "0",
    "tipofundo": "229",
}
SHARE: dict[str, str] = {
    "isin": "BRSYNTACNPR1",
    "codativo": "SYNT4",
    "qtdisponivel": "100",
    "qtgarantia": "0",
    "valorfindisp": "2000.00",
    "valorfinemgar": "0",
    "puposicao": "20",
    "classeoperacao": "C",
}


def block(name: str, fields: Fields) -> str:
    """One element with its fields."""
    inner = "".join(
        f"<{tag}>{escape(value)}</{tag}>" if isinstance(value, str) else block(tag, value)
        for tag, value in fields.items()
    )
    return f"<{name}>{inner}</{name}>"


def fund(*rows: str, kind: str = "fundo", header: "Fields | None" = None, **changed: str) -> str:
    """A fund with these rows; keyword arguments change its header."""
    return f"<{kind}>{block('header', {**(header or HEADER), **changed})}{''.join(rows)}</{kind}>"


def lot(*portfolios: str) -> bytes:
    """A lot, each portfolio on a line of its own, from line 2."""
    return "\n".join(["<arquivoposicao_4_01>", *portfolios, "</arquivoposicao_4_01>"]).encode()


def outcomes(data: bytes) -> list[Outcome]:
    """Read a file under an invented name."""
    return list(Anbima401Parser().parse(ReportFile.of_bytes("lote.xml", data)))


def portfolios(data: bytes) -> list[ParsedPortfolio]:
    """Read a file all of whose portfolios are good."""
    found = outcomes(data)
    assert not [outcome for outcome in found if isinstance(outcome, Unread)]
    return [outcome for outcome in found if isinstance(outcome, ParsedPortfolio)]


def read(*rows: str, **changed: str) -> ParsedPortfolio:
    """Read one fund with these rows."""
    (parsed,) = portfolios(lot(fund(*rows, header={**HEADER, **changed})))
    return parsed


def texts(rows: Iterable[Mapping[str, object]], column: str) -> list[object]:
    """One column of some rows."""
    return [row[column] for row in rows]
