"""From taken elements to typed values: one reader per column, and faults that say line and path.

Belongs here: how a column of the canonical model is read from a block, signs and comma repairs included, and what its
table demands of the row. Does not:
which path a column stands at (the format's field tables), how rows become a portfolio (the format's module).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from qore_dagster.formats.element_map import Found, leaf_of
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import text_of
from qore_dagster.formats.numbers import (
    boolean_of,
    date_of,
    decimal_of,
    integer_of,
    repaired_decimal_of,
    timestamp_of,
)
from qore_dagster.formats.xml_source import XmlElement, path_of
from qore_dagster.model.fields import FieldType, Table
from qore_dagster.model.parsed import Repair, Row, Value

TextReader = Callable[[str | None], Value]


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column of the canonical model stands in a block.

    Attributes:
        name: the column's name.
        paths: where to look, the best first; one that gives no value is passed over.
        sign: path of the indicator that must stand beside the amount; empty where the number is unsigned.
        read: text to value, where the field's type does not say enough.
        total: the paths are parts, and the column is the sum of those that are there.
    """

    name: str
    paths: tuple[str, ...]
    sign: str = ""
    read: TextReader | None = None
    total: bool = False


def signed(name: str, path: str) -> Column:
    """An AmountAndDirection of ISO 20022: `Amt`, never negative, and `Sgn`, which is required."""
    return Column(name, (f"{path}/Amt",), sign=f"{path}/Sgn")


def paths_of(columns: Iterable[Column]) -> Iterator[str]:
    """All paths that the columns need."""
    for column in columns:
        yield from column.paths
        if column.sign:
            yield column.sign


def flag_of(text: str | None) -> bool | None:
    """Read an XML Schema boolean that may be absent."""
    return None if text_of(text) is None else boolean_of(text)


_BY_TYPE: dict[FieldType, TextReader] = {
    FieldType.TEXT: text_of,
    FieldType.DATE: date_of,
    FieldType.TIMESTAMP: timestamp_of,
    FieldType.INTEGER: integer_of,
    FieldType.FLAG: flag_of,
    FieldType.MONEY: decimal_of,
    FieldType.QUANTITY: decimal_of,
    FieldType.PRICE: decimal_of,
    FieldType.RATE: decimal_of,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A column with its reader, and the leaves where it may stand."""

    column: Column
    read: TextReader
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Columns with the reader of each; made once per table.

    Attributes:
        empty: a row without values.
        by_leaf: which columns a leaf may give a value to.
    """

    empty: Row
    by_leaf: dict[str, tuple[_Place, ...]]

    @classmethod
    def of(cls, table: Table, columns: Sequence[Column]) -> "RowReader":
        """Take each column's type from the canonical table."""
        types = {known.name: known.type for known in table.fields}
        by_leaf: dict[str, tuple[_Place, ...]] = {}
        for column in columns:
            leaves = tuple(map(leaf_of, column.paths))
            place = _Place(column, column.read or _BY_TYPE[types[column.name]], leaves)
            for leaf in dict.fromkeys(leaves):
                by_leaf[leaf] = (*by_leaf.get(leaf, ()), place)
        return cls(dict.fromkeys(column.name for column in columns), by_leaf)

    def row(self, found: Found, reading: "Reading") -> Row:
        """Read all columns of a block; what gave a value is noted in `found.used`.

        Raises:
            FormatError: a text is no value of its type, or a sign is missing; says line and path.
        """
        row, by_leaf = self.empty.copy(), self.by_leaf
        done: set[str] = set()
        for leaf in found.values:
            for place in by_leaf.get(leaf, ()):
                name = place.column.name
                if name not in done:
                    done.add(name)
                    row[name] = _column(place, found, reading)
        return row


def _column(place: _Place, found: Found, reading: "Reading") -> Value:
    """A column's value: the first of its paths that has one, or the sum of all."""
    column, values = place.column, found.values
    taken: list[str] = []
    total: Value = None
    for path, leaf in zip(column.paths, place.leaves, strict=True):
        if leaf not in values:
            continue
        value = _value(column, place.read, path, found, reading)
        if value is not None:
            total = total + value if isinstance(total, Decimal) and isinstance(value, Decimal) else value
            taken.append(leaf)
            if not column.total:
                break
    if len(taken) == 1:  # the parts of a sum stay facts of their own
        found.used.update(taken)
        if column.sign:
            found.used.add(column.sign)
    return total


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What a canonical table demands of a row, and what only its reader can say is missing.

    Attributes:
        required: columns that must have a value.
        allowed: by column, the only values that it may have.
    """

    required: tuple[str, ...]
    allowed: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def of(cls, table: Table) -> "RowCheck":
        """Take both from the table; its key is filled later."""
        return cls(
            tuple(known.name for known in table.fields if known.required and known.name not in table.key),
            tuple((known.name, frozenset(known.allowed)) for known in table.fields if known.allowed),
        )

    def demand(self, row: Row, element: XmlElement, reading: "Reading") -> None:
        """Refuse a row that its table would refuse.

        Raises:
            FormatError: a column that is required is null, or a value is not among those allowed.
        """
        for name in self.required:
            if row.get(name) is None:
                raise reading.fault(element, f"falta {name}, que é obrigatório")
        for name, allowed in self.allowed:
            value = row.get(name)
            if value is not None and value not in allowed:
                raise reading.fault(element, f"{name} é {value!r}, e não um de: {', '.join(sorted(allowed))}")


@dataclass(slots=True)
class Reading:
    """What is kept while one file is read.

    Attributes:
        file_name: for messages.
        unknown: elements that no table names.
        warnings: what a person should know (Portuguese).
        repaired: numbers that were written with a comma.
    """

    file_name: str
    unknown: list[XmlElement] = field(default_factory=list[XmlElement])
    warnings: list[str] = field(default_factory=list[str])
    repaired: list[Repair] = field(default_factory=list[Repair])

    def fault(self, element: XmlElement, reason: str) -> FormatError:
        """An error at an element."""
        return FormatError(reason, file=self.file_name, line=element.sourceline, path=path_of(element))

    def warn(self, element: XmlElement, what: str) -> None:
        """Note something odd at an element."""
        self.warnings.append(f"{self.file_name}, linha {element.sourceline}, {path_of(element)}: {what}")


def _value(column: Column, reader: TextReader, path: str, found: Found, reading: Reading) -> Value:
    element, text = found.values[leaf_of(path)], found.text(path)
    try:
        value = reader(text)
    except ValueError as error:
        value = repaired_decimal_of(text) if reader is decimal_of else None
        if value is None:
            raise reading.fault(element, str(error)) from None
        place = f"{path_of(element)}, linha {element.sourceline}"
        reading.repaired.append(Repair(place, text or "", f"{value:f}"))
    if isinstance(value, Decimal) and column.sign:
        return _with_sign(value, column, element, found, reading)
    return value


def _with_sign(value: Decimal, column: Column, element: XmlElement, found: Found, reading: Reading) -> Decimal:
    indicator = found.values.get(column.sign)
    if indicator is None:
        raise reading.fault(element, "falta o sinal (Sgn) do valor; ele é obrigatório e não se presume positivo")
    try:
        positive = boolean_of(indicator.text)
    except ValueError as error:
        raise reading.fault(indicator, str(error)) from None
    return value if positive or not value else value.copy_negate()
