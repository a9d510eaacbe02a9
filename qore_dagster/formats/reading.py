"""From taken elements to typed values: one reader per column, and faults that say line and path.

Belongs here: how a column of the canonical model is read from a block, signs and comma repairs included. Does not:
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
        paths: where to look, the best first.
        sign: path of the indicator that must stand beside the amount; empty where the number is unsigned.
        read: text to value, where the field's type does not say enough.
    """

    name: str
    paths: tuple[str, ...]
    sign: str = ""
    read: TextReader | None = None


def signed(name: str, path: str) -> Column:
    """An AmountAndDirection of ISO 20022: `Amt`, never negative, and `Sgn`, which is required."""
    return Column(name, (f"{path}/Amt",), sign=f"{path}/Sgn")


def paths_of(columns: Iterable[Column]) -> Iterator[str]:
    """All paths that the columns need."""
    for column in columns:
        yield from column.paths
        if column.sign:
            yield column.sign


def _flag_of(text: str | None) -> bool | None:
    return None if text_of(text) is None else boolean_of(text)


_BY_TYPE: dict[FieldType, TextReader] = {
    FieldType.TEXT: text_of,
    FieldType.DATE: date_of,
    FieldType.TIMESTAMP: timestamp_of,
    FieldType.INTEGER: integer_of,
    FieldType.FLAG: _flag_of,
    FieldType.MONEY: decimal_of,
    FieldType.QUANTITY: decimal_of,
    FieldType.PRICE: decimal_of,
    FieldType.RATE: decimal_of,
}


@dataclass(frozen=True, slots=True)
class RowReader:
    """Columns with the reader of each; made once per table.

    Attributes:
        columns: column, reader, and the paths of the leaves where it may stand.
    """

    columns: tuple[tuple[Column, TextReader, tuple[str, ...]], ...]

    @classmethod
    def of(cls, table: Table, columns: Sequence[Column]) -> "RowReader":
        """Take each column's type from the canonical table."""
        types = {known.name: known.type for known in table.fields}
        return cls(
            tuple(
                (column, column.read or _BY_TYPE[types[column.name]], tuple(map(leaf_of, column.paths)))
                for column in columns
            )
        )

    def row(self, found: Found, reading: "Reading") -> Row:
        """Read all columns of a block.

        Raises:
            FormatError: a text is no value of its type, or a sign is missing; says line and path.
        """
        row: Row = {}
        values = found.values
        for column, reader, leaves in self.columns:
            row[column.name] = None
            for path, leaf in zip(column.paths, leaves, strict=True):
                if leaf in values:
                    row[column.name] = _value(column, reader, path, found, reading)
                    break
        return row


@dataclass(slots=True)
class Reading:
    """What is kept while one file is read.

    Attributes:
        file_name: for messages.
        unknown: elements that no table names.
        repaired: values that were repaired.
        warnings: what a person should know (Portuguese).
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
        reading.repaired.append(Repair(f"{path_of(element)}, linha {element.sourceline}", str(text), str(value)))
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
