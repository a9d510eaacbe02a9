"""Payables, receivables and expenses of an ANBIMA 5.0 file: the entries of `PAYA`, `RECE` and `EXPN`.

Belongs here: rows of `provisions` and `expenses`, with the account behind each code. Does not: the totals, which the
fund's block has beside them (`anbima_5_0_accounts`).
"""

from dataclasses import dataclass

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.anbima_5_0_accounts import Account
from qore_dagster.formats.anbima_5_0_codes import account_of
from qore_dagster.formats.anbima_5_0_maps import (
    DETAILS,
    EXPENSE_CHECK,
    EXPENSE_READER,
    FEE_READERS,
    PROVISION_CHECK,
    PROVISION_READER,
)
from qore_dagster.formats.details import Fact, put_detail
from qore_dagster.formats.element_map import Found
from qore_dagster.formats.quarantine import Kind, read_or_quarantine
from qore_dagster.formats.reading import Reading, RowCheck, RowReader
from qore_dagster.model.parsed import ParsedPortfolio, Row, Value


@dataclass(frozen=True, slots=True)
class _Section:
    """One section's entries: where they stand and what they become.

    Attributes:
        name: as the file has it.
        table: canonical table of its rows.
        given: columns that the section itself says.
    """

    name: str
    table: str
    reader: RowReader
    check: RowCheck
    given: tuple[tuple[str, Value], ...]


_SECTIONS = (
    *(
        _Section(name, "provisions", PROVISION_READER, PROVISION_CHECK, (("tipo_cpr", side),))
        for name, side in fields.SIDES.items()
    ),
    _Section(fields.EXPENSES, "expenses", EXPENSE_READER, EXPENSE_CHECK, (("secao_origem", fields.EXPENSES),)),
)


def add_entries(parsed: ParsedPortfolio, account: Account, reading: Reading) -> None:
    """Add one block's entries; those of a further series, which do not count, are details of it."""
    for section in _SECTIONS:
        for found in account.found.rows.get(fields.entries(section.name), []):
            if account.counts:
                _add(parsed, section, found, account, reading)
            else:
                DETAILS.add(parsed, found, table=account.table, number=account.number, within=account.found.element)


def add_fees(parsed: ParsedPortfolio, account: Account, reading: Reading) -> None:
    """Add the fees that the block's extension states as rates.

    Raises:
        FormatError: a rate is no number; it stands in the fund's own block.
    """
    for code, known, reader in FEE_READERS:
        row = reader.row(account.found, reading)
        if any(value is not None for value in row.values()):
            parsed.see("expenses", fields.FEES_SECTION)
            parsed.expenses.append({"secao_origem": fields.FEES_SECTION, "codigo": code, "conta": known, **row})
            _note_class(parsed, account, "expenses")


def warn_of_codes(parsed: ParsedPortfolio, reading: Reading) -> None:
    """Say which codes the manual does not list."""
    codes = [row["codigo"] for row in (*parsed.provisions, *parsed.expenses) if row["conta"] is None]
    named = dict.fromkeys(str(code) for code in codes if code is not None)
    if named:
        reading.warnings.append(f"{reading.file_name}: contas fora da lista da ANBIMA: {', '.join(named)}")


def _add(parsed: ParsedPortfolio, section: _Section, found: Found, account: Account, reading: Reading) -> None:
    def read() -> Row:
        row: Row = {**section.reader.row(found, reading), **dict(section.given)}
        row["conta"] = account_of(_text(row["codigo"]), _text(row["descricao"]))
        section.check.demand(row, found.element, reading)
        return row

    row = read_or_quarantine(parsed, reading, Kind(section.table, section.name), found.element, read)
    if row is not None:
        DETAILS.add(parsed, found, table=section.table, number=len(parsed.rows(section.table)))
        _note_class(parsed, account, section.table)


def _note_class(parsed: ParsedPortfolio, account: Account, table: str) -> None:
    """What is a subclass's is the portfolio's too; whose it is, only a detail can say."""
    if account.number is not None:
        path, text = account.identity
        put_detail(parsed, table, len(parsed.rows(table)), Fact(fields.ACCOUNTS, path, text))


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
