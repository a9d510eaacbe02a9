"""What becomes of each section of an ANBIMA 4.01 portfolio: rows of canonical tables, or of quarantine.

Belongs here: one function a kind of section. Does not: fields (`anbima_4_01_fields`), the value of a position
(`anbima_4_01_values`), the header and the lot (`anbima_4_01`).
"""

from collections.abc import Callable

from qore_dagster.formats import anbima_4_01_fields as fields
from qore_dagster.formats.anbima_4_01_values import direction_of, total_quantity, value_of
from qore_dagster.formats.anbima_accounts import account_of
from qore_dagster.formats.flat_rows import BadValueError, Fact, FlatReader, Notes, place_of
from qore_dagster.formats.identifiers import text_of
from qore_dagster.formats.xml_source import XmlElement, local_name, path_of, raw_xml
from qore_dagster.model.parsed import BadRow, ParsedPortfolio

Section = Callable[[ParsedPortfolio, XmlElement, str, Notes], None]

_REPO_LEVEL_3 = {"C": "RERA", "V": "REAM"}
_UNEXPLAINED = "A"  # of classeoperacao; only termorf may have it


def _holding(parsed: ParsedPortfolio, element: XmlElement, name: str, notes: Notes) -> None:
    parsed.see("holdings", name)
    try:
        row, facts = fields.HOLDING_READERS[name].row(element, notes)
        row["quantidade"] = total_quantity(row)
        row["direcao"] = direction_of(row)
        row["valor_mercado"] = value_of(name, row)
    except ValueError as error:
        _set_apart(parsed, "holdings", element, name, error)
        return
    if row.get("operacao") == _UNEXPLAINED:
        parsed.warnings.append(f"{place_of(element)}: operação A, sem explicação no layout; valor tomado como escrito")
    if "compromisso_operacao" in row:
        row["nivel_3"] = _REPO_LEVEL_3.get(str(row["compromisso_operacao"]))
    if "serie" in row:
        row["codigo"] = f"{row['ativo_objeto'] or ''}{row['serie'] or ''}" or None
    if "tipo_codigo" in row and row["codigo"] is None:
        row["tipo_codigo"] = None
    parsed.holdings.append(row)
    if facts:
        parsed.owe("details", len(facts))
        _add_facts(parsed, facts, name, table="holdings", line=len(parsed.holdings))


def _plain(parsed: ParsedPortfolio, element: XmlElement, name: str, notes: Notes) -> None:
    table, reader = PLAIN[name]
    parsed.see(table, name)
    try:
        row, _ = reader.row(element, notes)
    except BadValueError as error:
        _set_apart(parsed, table, element, name, error)
        return
    if "codigo" in row:
        row["conta"] = account_of(str(row["codigo"]))
    parsed.rows(table).append(row)


PLAIN = {
    "caixa": ("cash", fields.CASH_READER),
    "provisao": ("provisions", fields.PROVISION_READER),
    "outrasdespesas": ("expenses", fields.OTHER_EXPENSE_READER),
}
"""Sections whose rows are rows of one canonical table, as their fields say; with that table's name."""


def _fees(parsed: ParsedPortfolio, element: XmlElement, name: str, notes: Notes) -> None:
    """One block of several fees: each that the block tells anything of is an expense."""
    fields_of_block = [(local_name(child), child) for child in element]
    told = {field for field, child in fields_of_block if text_of(child.text)}
    present = [reader for reader in fields.FEE_READERS if not told.isdisjoint(reader.columns)]
    parsed.see("expenses", name, rows=len(present))
    for reader in present:
        _fee(parsed, element, name, reader, notes)
    facts = [
        Fact(field, text) for field, child in fields_of_block if field in _FEE_FACTS and (text := text_of(child.text))
    ]
    parsed.owe("details", len(facts))
    _add_facts(parsed, facts, name, table="portfolio")
    notes.unknown.extend(child for field, child in fields_of_block if field not in _FEE_FIELDS)


def _fee(parsed: ParsedPortfolio, element: XmlElement, name: str, reader: FlatReader, notes: Notes) -> None:
    # The other fees' fields are no news to this one; a field of its own that stands twice is.
    own = Notes(repaired=notes.repaired)
    try:
        row, _ = reader.row(element, own)
    except BadValueError as error:
        _set_apart(parsed, "expenses", element, name, error)
    else:
        parsed.expenses.append(row)
    notes.unknown.extend(child for child in own.unknown if local_name(child) in reader.columns)


_FEE_FACTS = {tag.name for tag in fields.FEE_FACTS}
_FEE_FIELDS = _FEE_FACTS | {tag.name for fee in fields.FEES for tag in fee.tags}


def _details(parsed: ParsedPortfolio, element: XmlElement, name: str, notes: Notes) -> None:
    """A block of facts of the portfolio; the second of its kind is `corretagem[2]`."""
    _, facts = fields.DETAIL_READERS[name].row(element, notes)
    parsed.see("details", name, rows=len(facts))
    number = parsed.seen["details", name]
    _add_facts(parsed, facts, name if number == 1 else f"{name}[{number}]", table="portfolio")


SECTIONS: dict[str, Section] = {
    **dict.fromkeys(fields.HOLDING_READERS, _holding),
    **dict.fromkeys(fields.DETAIL_READERS, _details),
    **dict.fromkeys(PLAIN, _plain),
    "despesas": _fees,
}
"""What reads each section, by its name."""


def add_header_facts(parsed: ParsedPortfolio, facts: list[Fact]) -> None:
    """Keep what the header of a managed account tells and no column holds."""
    parsed.owe("details", len(facts))
    _add_facts(parsed, facts, fields.HEADER, table="portfolio")


def _set_apart(parsed: ParsedPortfolio, table: str, element: XmlElement, section: str, error: ValueError) -> None:
    at = error.element if isinstance(error, BadValueError) else element
    parsed.set_apart(table, section, BadRow(path_of(at), at.sourceline, str(error), raw_xml(element)))


def _add_facts(parsed: ParsedPortfolio, facts: list[Fact], block: str, *, table: str, line: int | None = None) -> None:
    parsed.add_details(table, line, block, ((fact.name, fact.text) for fact in facts))
