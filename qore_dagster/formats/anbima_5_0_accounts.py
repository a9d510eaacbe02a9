"""The `BalForAcct` blocks of an ANBIMA 5.0 file: one fund, a class with its subclasses, or series of one class.

Belongs here: which block is the portfolio, how the others' totals enter it, and the others as rows of `classes`. Does
not: reading of single values (`reading`).

Source: manual of XML 5.0, Annex VI (p. 187): with subclasses, receivables and payables are summed over class and
subclasses, quotas to issue and to redeem over the subclasses; with series, all is taken from the first but the
quotas to issue and to redeem, which are summed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.element_map import Found, normal_code
from qore_dagster.formats.numbers import places_of
from qore_dagster.formats.reading import Reading
from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import CLASSES

_CLASS = "CLASSE"
_SUBCLASS = "SUBCLASSE"
_SERIES = "SERIE"
_FLOWS = ("valorreceber", "valorpagar", "despesas")
_QUOTA_FLOWS = ("vlcotasemitir", "vlcotasresgatar")


@dataclass(frozen=True, slots=True)
class Header:
    """What the blocks say together.

    Attributes:
        row: columns of the portfolio.
        main: the block that is the portfolio.
        provision_accounts: the blocks whose payables and receivables belong to it.
        series: several series share the net worth.
        classes: the other blocks, as rows of `tables.CLASSES`.
    """

    row: Row
    main: Found
    provision_accounts: list[Found]
    series: bool
    classes: list[Row]


def header_of(accounts: Sequence[Found], reading: Reading) -> Header:
    """Choose the portfolio among the blocks, and bring the others' totals into it.

    Args:
        accounts: all blocks of a file, at least one.
        reading: receives repairs and warnings.

    Raises:
        FormatError: a value of a block is none.
    """
    rows = [_row(account, reading) for account in accounts]
    levels = [row["nivel"] for row in rows]
    not_subclass = [place for place, level in enumerate(levels) if level != _SUBCLASS]
    main = levels.index(_CLASS) if _CLASS in levels else (not_subclass or [0])[0]
    others = [place for place in range(len(rows)) if place != main]
    subclasses = [place for place in others if levels[place] == _SUBCLASS] if levels[main] != _SUBCLASS else []
    row = dict(rows[main])
    if subclasses:
        row.update(_sums([row, *(rows[place] for place in subclasses)], _FLOWS))
        row.update(_sums([rows[place] for place in subclasses], _QUOTA_FLOWS))
    elif others:
        row.update(_sums(rows, _QUOTA_FLOWS))
    provisions = [accounts[place] for place in (main, *subclasses)]
    classes = [_class_row(rows[place]) for place in others]
    return Header(row, accounts[main], provisions, series=bool(others) and not subclasses, classes=classes)


def _class_row(row: Row) -> Row:
    return {name: row.get(name) for name in CLASSES.columns if name in row} | {"nivel": row["nivel"] or _SERIES}


def _row(account: Found, reading: Reading) -> Row:
    row = fields.ACCOUNT_READER.row(account, reading)
    level = row["nivel"]
    row["nivel"] = normal_code(level) if isinstance(level, str) else None
    row["casas_cota"] = None if row["valorcota"] is None else places_of(account.text(fields.QUOTA))
    return row


def _sums(rows: Sequence[Row], columns: Sequence[str]) -> Row:
    return {column: _sum([row[column] for row in rows]) for column in columns}


def _sum(values: Sequence[object]) -> Decimal | None:
    present = [value for value in values if isinstance(value, Decimal)]
    return sum(present, Decimal(0)) if present else None
