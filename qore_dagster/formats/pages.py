"""Several pages of one ANBIMA 5.0 report, joined into the portfolio that they are of.

Belongs here: whether the pages are one report and all of it, and how their rows come together. Does not: how a page is
read (`anbima_5_0`), which files are pages of one report (the caller's search).

Source: semt.003.001.04, `Pgntn` (page number, last-page indicator); manual of XML 5.0 (09/2024): a report may be split
over files, which then carry the same reference.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qore_dagster.formats.details import Fact, put_detail
from qore_dagster.formats.errors import FormatError
from qore_dagster.model.parsed import ParsedPortfolio, Row, Value
from qore_dagster.model.tables import ROW_TABLES

_NEXT_BUT_ONE = 2
_SEND_ALL = "baixe ou peça ao administrador todas as páginas do relatório, de uma mesma publicação"
_OF_THE_FILE = ("arquivo", "sha256", "criado_em")
_IDENTITY = ("data_pos", "cnpj", "documento_titular", "codigo_carteira", "codigo_subclasse")
_REQUIRED = ("patliq", "moeda")
_KEYS = frozenset({"data_pos", "fundo", "ordinal"})
# Rows that come from the fund's own block, which each page may repeat whole.
_OF_THE_FUND = frozenset({"provisions", "expenses", "classes"})
_FUNDS_HOLDING = "ReceInvstmtFnd"


def join_pages(pages: Sequence[ParsedPortfolio]) -> ParsedPortfolio:
    """Join all pages of one report.

    Args:
        pages: in any order; each as the parser gave it.

    Returns:
        One portfolio, finished: the header of all pages, and their rows in the order of the pages. What the fund's own
        block says is taken once where pages repeat it. Name and hash are the first file's; the others' are details.

    Raises:
        FormatError: a page is missing (says which) or there twice, or pages are not of one fund, date and report, or
            contradict each other in a total.
    """
    ordered = sorted(pages, key=lambda page: page.page)
    _demand_whole(ordered)
    first = ordered[0]
    joined = ParsedPortfolio(_header(ordered), series=any(page.series for page in ordered))
    joined.envelope, joined.encoding, joined.report_id = first.envelope, first.encoding, first.report_id
    for place, page in enumerate(ordered):
        _append(joined, page, before=ordered[:place])
    for page in ordered[1:]:
        _note_file(joined, page)
    joined.warnings = [text for page in ordered for text in page.warnings if text != warning_of(page)]
    joined.repaired = [repair for page in ordered for repair in page.repaired]
    return joined.finish()


def warning_of(page: ParsedPortfolio) -> str:
    """What a person should know of a page that is read by itself (Portuguese)."""
    return (
        f"{page.portfolio['arquivo']}: é a página {page.page} de um relatório em várias páginas; "
        "as outras não foram lidas"
    )


def _demand_whole(ordered: Sequence[ParsedPortfolio]) -> None:
    """All pages from 1 to the last, each once, of one report."""
    if not ordered:
        raise FormatError("nenhuma página para juntar", _SEND_ALL)
    names = ", ".join(str(page.portfolio["arquivo"]) for page in ordered)
    count = Counter(page.page for page in ordered)
    twice = [str(number) for number, times in count.items() if times > 1]
    if twice:
        raise FormatError(f"página(s) repetida(s): {', '.join(twice)}", _SEND_ALL, file=names)
    if ordered[0].page < 1:
        raise FormatError(f"não há página {ordered[0].page}: a primeira é a 1", _SEND_ALL, file=names)
    lacking = [_gap(one, other) for one, other in pairwise((0, *count)) if other - one > 1]
    if not ordered[-1].last_page:
        lacking.append(f"{ordered[-1].page + 1} e seguintes")
    if lacking:
        raise FormatError(f"falta(m) a(s) página(s): {', '.join(lacking)}", _SEND_ALL, file=names)
    early = [str(page.page) for page in ordered[:-1] if page.last_page]
    if early:
        raise FormatError(f"a página {', '.join(early)} diz ser a última, e há outras depois", _SEND_ALL, file=names)
    if len({page.report_id for page in ordered}) > 1:
        ids = ", ".join(f"página {page.page}: {page.report_id or 'sem referência'}" for page in ordered)
        raise FormatError(f"as páginas são de relatórios diferentes ({ids})", _SEND_ALL, file=names)


def _gap(one: int, other: int) -> str:
    """The pages between two, in words."""
    return str(one + 1) if other - one == _NEXT_BUT_ONE else f"{one + 1} a {other - 1}"


def _header(ordered: Sequence[ParsedPortfolio]) -> Row:
    """Each column from the first page that has it; the other pages must say the same."""
    names = ", ".join(str(page.portfolio["arquivo"]) for page in ordered)
    row: Row = {}
    for column in ordered[0].portfolio:
        values = [value for page in ordered if (value := page.portfolio[column]) is not None]
        row[column] = values[0] if values else None
        if column not in _OF_THE_FILE and any(value != values[0] for value in values):
            said = ", ".join(f"página {page.page}: {page.portfolio[column]}" for page in ordered)
            raise FormatError(f"as páginas divergem em {column} ({said})", _SEND_ALL, file=names)
    absent = [column for column in _REQUIRED if row[column] is None]
    if all(row[column] is None for column in _IDENTITY[1:]):
        absent.append("o fundo (BalForAcct)")
    if absent:
        raise FormatError(f"nenhuma página traz {' nem '.join(absent)}", _SEND_ALL, file=names)
    return row


def _append(joined: ParsedPortfolio, page: ParsedPortfolio, *, before: Sequence[ParsedPortfolio]) -> None:
    """Add a page's rows, what of it is not read, and its details under the new numbers of the rows they are of."""
    numbers: dict[tuple[str, Value], int] = {}
    for table in ROW_TABLES:
        if table.name == "details":
            continue
        rows = joined.rows(table.name)
        for row in _news(table.name, page, before):
            rows.append(dict(row))
            joined.see(table.name, str(row.get("secao_origem") or table.name))
            numbers[table.name, row["ordinal"]] = len(rows)
    joined.unknown.extend(dict(row) for row in page.unknown)
    refused = {(row["tabela"], row["conteudo"]) for row in joined.quarantine if row["tabela"] in _OF_THE_FUND}
    for row in page.quarantine:
        if (row["tabela"], row["conteudo"]) not in refused:
            joined.see(str(row["tabela"]), str(row["secao_origem"]))
            joined.quarantine.append(dict(row))
    known = {_content(row) for row in joined.details if row["linha_tabela"] is None}
    for row in page.details:
        if str(row["campo"]).endswith("@Ccy") and row["valor"] == joined.portfolio["moeda"]:
            continue  # the page did not know the portfolio's currency
        of_portfolio = row["linha_tabela"] is None
        number = numbers.get((str(row["tabela"]), row["linha_tabela"]))
        if (of_portfolio and _content(row) not in known) or number is not None:
            joined.see("details", str(row["bloco"]))
            joined.details.append({**row, "linha_tabela": number})


def _news(table: str, page: ParsedPortfolio, before: Sequence[ParsedPortfolio]) -> Iterator[Row]:
    """A page's rows of a table that no page before it has; only the fund's own block is ever repeated."""
    rows = page.rows(table)
    if table in _OF_THE_FUND:
        repeated = any(_contents(rows) == _contents(earlier.rows(table)) for earlier in before)
        yield from () if repeated else rows
        return
    funds = {_content(row) for earlier in before for row in earlier.rows(table) if _is_funds(row)}
    yield from (row for row in rows if not (_is_funds(row) and _content(row) in funds))


def _is_funds(row: Row) -> bool:
    return row.get("secao_origem") == _FUNDS_HOLDING


def _contents(rows: Sequence[Row]) -> list[frozenset[tuple[str, Value]]]:
    return [_content(row) for row in rows]


def _content(row: Row) -> frozenset[tuple[str, Value]]:
    return frozenset((column, value) for column, value in row.items() if column not in _KEYS)


def _note_file(joined: ParsedPortfolio, page: ParsedPortfolio) -> None:
    for column in ("arquivo", "sha256"):
        fact = Fact("Pgntn", f"{column}[{page.page}]", str(page.portfolio[column]))
        put_detail(joined, "portfolio", None, fact)
