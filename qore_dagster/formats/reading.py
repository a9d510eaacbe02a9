"""From taken elements to typed values: one reader per column, and faults that say line and path.

Belongs here: how a column of the canonical model is read from a block, signs and comma repairs included. Does not:
which path a column stands at (the format's field tables), how rows become a portfolio (the format's module).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from qore_dagster.formats.element_map import Found
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
from qore_dagster.formats.remembered import Remembered, TextReader, remembered
from qore_dagster.formats.xml_source import XmlElement, path_of
from qore_dagster.model.fields import FieldType, Table
from qore_dagster.model.parsed import Repair, Row, Value


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


_MET = 1024  # kinds of blocks that one reader knows at a time
_DECIMAL, _BOOLEAN = remembered(decimal_of), remembered(boolean_of)
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
class _Place:
    """A path where a column may stand.

    Attributes:
        column: the column's name.
        texts: the values of its texts.
        leaf: the element of the path.
        attribute: of that element, if the path is one's.
        sign: path of the indicator beside it; empty where the number is unsigned.
        rank: 0 for the best of several paths; None for the only one.
    """

    column: str
    texts: Remembered
    leaf: str
    attribute: str
    sign: str
    rank: int | None

    @property
    def step(self) -> "_Step":
        """What reading it takes."""
        return self.column, self.texts, self.leaf, self.attribute, self.sign


_Step: TypeAlias = tuple[str, Remembered, str, str, str]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Columns with the reader of each; made once per table.

    Attributes:
        empty: all columns, null.
        places: by leaf, the columns that may stand there.
        met: by the leaves that a block has, what is read of it: most blocks have what one before them had.
    """

    empty: Row
    places: dict[str, list[_Place]]
    met: dict[tuple[str, ...], list[_Step]] = field(default_factory=dict[tuple[str, ...], list[_Step]])

    @classmethod
    def of(cls, table: Table, columns: Sequence[Column]) -> "RowReader":
        """Take each column's type from the canonical table."""
        types = {known.name: known.type for known in table.fields}
        places: dict[str, list[_Place]] = {}
        for column in columns:
            texts = remembered(column.read or _BY_TYPE[types[column.name]])
            for rank, path in enumerate(column.paths):
                leaf, _, attribute = path.partition("@")
                only = rank if len(column.paths) > 1 else None
                places.setdefault(leaf, []).append(_Place(column.name, texts, leaf, attribute, column.sign, only))
        return cls(dict.fromkeys(column.name for column in columns), places)

    def row(self, found: Found, reading: "Reading") -> Row:
        """Read all columns of a block, each where it stands best.

        Raises:
            FormatError: a text is no value of its type, or a sign is missing; says line and path.
        """
        row, values = self.empty.copy(), found.values
        leaves = tuple(values)
        steps = self.met.get(leaves)
        for column, texts, leaf, attribute, sign in self._meet(leaves) if steps is None else steps:
            element = values[leaf]
            text = element.get(attribute) if attribute else element.text
            try:
                value = texts[text]
            except ValueError as error:
                value = _repaired(element, text, texts, str(error), reading)
            if sign and isinstance(value, Decimal) and not _positive(values.get(sign), element, reading):
                value = value.copy_negate() if value else value
            row[column] = value
        return row

    def _meet(self, leaves: tuple[str, ...]) -> list[_Step]:
        """What is read of a block that has these leaves: each column once, where it stands best."""
        here = [place for leaf in leaves for place in self.places.get(leaf, ())]
        best: dict[str, _Place] = {}
        for place in here:
            if place.rank is not None and place.rank <= (best.setdefault(place.column, place).rank or 0):
                best[place.column] = place
        steps = [place.step for place in (*(place for place in here if place.rank is None), *best.values())]
        if len(self.met) >= _MET:
            self.met.clear()
        self.met[leaves] = steps
        return steps


@dataclass(slots=True)
class Reading:
    """What is kept while one file is read.

    Attributes:
        file_name: for messages.
        unknown: elements that no table names.
        repaired: values that were repaired.
        warnings: what a person should know (Portuguese).
        origins: of a report that stood in several files, which of them an element and all below it are from.
    """

    file_name: str
    unknown: list[XmlElement] = field(default_factory=list[XmlElement])
    warnings: list[str] = field(default_factory=list[str])
    repaired: list[Repair] = field(default_factory=list[Repair])
    origins: Mapping[XmlElement, str] = field(default_factory=dict[XmlElement, str])

    def fault(self, element: XmlElement, reason: str) -> FormatError:
        """An error at an element."""
        return FormatError(reason, file=self._file_of(element), line=element.sourceline, path=path_of(element))

    def warn(self, element: XmlElement, what: str) -> None:
        """Note something odd at an element."""
        self.warnings.append(f"{self._file_of(element)}, linha {element.sourceline}, {path_of(element)}: {what}")

    def _file_of(self, element: XmlElement) -> str:
        above = (element, *element.iterancestors()) if self.origins else ()
        return next((self.origins[found] for found in above if found in self.origins), self.file_name)


def _repaired(element: XmlElement, text: str | None, texts: Remembered, reason: str, reading: Reading) -> Value:
    value = repaired_decimal_of(text) if texts is _DECIMAL else None
    if value is None:
        raise reading.fault(element, reason)
    reading.repaired.append(Repair(f"{path_of(element)}, linha {element.sourceline}", str(text), str(value)))
    return value


def _positive(indicator: XmlElement | None, amount: XmlElement, reading: Reading) -> bool:
    if indicator is None:
        raise reading.fault(amount, "falta o sinal (Sgn) do valor; ele é obrigatório e não se presume positivo")
    try:
        return _BOOLEAN[indicator.text] is True
    except ValueError as error:
        raise reading.fault(indicator, str(error)) from None
