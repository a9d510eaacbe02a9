"""The `BalForAcct` blocks of an ANBIMA 5.0 file: one fund, a class with its subclasses, or series of one class.

Belongs here: which block is the portfolio, how the others' totals enter it, and the rows of `classes` that they become.
Does not: payables, receivables and expenses (`anbima_5_0_entries`), reading of single values (`reading`).

Source: manual of XML 5.0, Annex VI (p. 187): with subclasses, receivables and payables are summed over class and
subclasses, quotas to issue and to redeem over the subclasses; with series, all is taken from the first but the
quotas to issue and to redeem, which are summed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.anbima_5_0_maps import ACCOUNT_READER
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
_IDENTITIES = (
    ("codigo_subclasse", "FinInstrmId/OthrId[CODIGOSUBCLASSE]/Id"),
    ("isin", "FinInstrmId/ISIN"),
    ("nome", "FinInstrmId/Desc"),
)
_CLASS_COLUMNS = tuple(known.name for known in CLASSES.fields if known.name not in {*CLASSES.key, "nivel"})


@dataclass(frozen=True, slots=True)
class Account:
    """One block, read.

    Attributes:
        found: the block.
        row: its columns, as of a portfolio.
        number: its ordinal in `classes`; None for the portfolio itself.
        counts: its payables, receivables and expenses are the portfolio's.
    """

    found: Found
    row: Row
    number: int | None = None
    counts: bool = True

    @property
    def table(self) -> str:
        """The canonical table that the block is a row of."""
        return "portfolio" if self.number is None else "classes"

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from the others: path below the block, and text."""
        for column, path in _IDENTITIES:
            value = self.row[column]
            if isinstance(value, str):
                return path, value
        return fields.ACCOUNTS, str(self.number)


@dataclass(frozen=True, slots=True)
class Header:
    """What the blocks say together.

    Attributes:
        row: columns of the portfolio.
        main: the block that is the portfolio.
        others: the others, in the file's order.
        series: several series share the net worth.
    """

    row: Row
    main: Account
    others: tuple[Account, ...]
    series: bool

    @property
    def classes(self) -> list[Row]:
        """The rows of `classes`."""
        return [
            {"nivel": _level(account.row), **{column: account.row[column] for column in _CLASS_COLUMNS}}
            for account in self.others
        ]

    @property
    def is_managed(self) -> bool:
        """Whether it is a managed account, which has a holder and no quota."""
        return any(self.row[column] is not None for column in ("documento_titular", "codigo_carteira"))

    @property
    def has_subclasses(self) -> bool:
        """Whether the quotas are the subclasses'."""
        return bool(self.others) and not self.series


def header_of(blocks: Sequence[Found], reading: Reading) -> Header:
    """Choose the portfolio among the blocks, and bring the others' totals into it.

    Args:
        blocks: all blocks of a file, at least one.
        reading: receives repairs.

    Raises:
        FormatError: a value of a block is none, or a fund has no quota or number of quotas.
    """
    rows = [_row(block, reading) for block in blocks]
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
    header = Header(
        row,
        Account(blocks[main], rows[main]),
        tuple(
            Account(blocks[place], rows[place], number, counts=place in subclasses)
            for number, place in enumerate(others, start=1)
        ),
        series=bool(others) and not subclasses,
    )
    _demand_quota(header, reading)
    return header


def _demand_quota(header: Header, reading: Reading) -> None:
    """A managed account has none; a class with subclasses has theirs."""
    missing = [column for column in ("valorcota", "quantidade") if header.row[column] is None]
    if missing and not header.is_managed and not header.has_subclasses:
        raise reading.fault(
            header.main.found.element,
            f"o fundo não traz {' nem '.join(missing)} (cota: {fields.QUOTA}; quantidade: AggtBal/Qty)",
        )


def _row(block: Found, reading: Reading) -> Row:
    row = ACCOUNT_READER.row(block, reading)
    level = row["nivel"]
    row["nivel"] = normal_code(level) if isinstance(level, str) else None
    row["casas_cota"] = None if row["valorcota"] is None else places_of(block.text(fields.QUOTA))
    return row


def _level(row: Row) -> str:
    level = row["nivel"]
    return str(level) if level in {_CLASS, _SUBCLASS} else _SERIES  # a series has no level of its own


def _sums(rows: Sequence[Row], columns: Sequence[str]) -> Row:
    return {column: _sum([row[column] for row in rows]) for column in columns}


def _sum(values: Sequence[object]) -> Decimal | None:
    present = [value for value in values if isinstance(value, Decimal)]
    return sum(present, Decimal(0)) if present else None
