"""Rows whose fields are elements directly below them, each with a text, as ANBIMA 4.01 has them; read by a table.

Belongs here: how such a row is read, what is unknown in it, and which text is at fault. Does not: any section's fields
(`anbima_4_01_fields`), what becomes of a row (`anbima_4_01_rows`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from qore_dagster.formats.identifiers import text_of
from qore_dagster.formats.numbers import date_of, decimal_of, integer_of, repaired_decimal_of, shown
from qore_dagster.formats.remembered import Remembered, TextReader, remembered
from qore_dagster.formats.xml_source import XmlElement, local_name, path_of
from qore_dagster.model.fields import FieldType, Table
from qore_dagster.model.parsed import Repair, Row, Value


@dataclass(frozen=True, slots=True)
class Tag:
    """One field of a row.

    Attributes:
        name: the element's name.
        column: the canonical column that it fills; empty for a fact that has none and becomes a row of `details`.
        read: text to value, where the column's type does not say enough.
        note: what the column's meaning does not tell of this field.
    """

    name: str
    column: str = ""
    read: TextReader | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that has no column: its name and text."""

    name: str
    text: str


@dataclass(slots=True)
class Notes:
    """What is gathered while one portfolio is read.

    Attributes:
        unknown: elements that no table names.
        repaired: values that were not written as they should be, and whose meaning is beyond doubt.
    """

    unknown: list[XmlElement] = field(default_factory=list[XmlElement])
    repaired: list[Repair] = field(default_factory=list[Repair])


class BadValueError(ValueError):
    """A field's text is no value of its type: the row cannot be read.

    Attributes:
        element: the field.
        reason: what is wrong with it (Portuguese).
    """

    def __init__(self, element: XmlElement, reason: str) -> None:
        """Keep the place."""
        super().__init__(reason)
        self.element = element
        self.reason = reason


def one_of(words: Mapping[str, Value]) -> TextReader:
    """A reader of a code that means a value; None for absent or empty text, an error for any other."""

    def read(text: str | None) -> Value:
        found = text_of(text)
        if found is None:
            return None
        try:
            return words[found]
        except KeyError:
            raise ValueError(f"{shown(found)} não é um de: {', '.join(words)}") from None

    return read


decimal = remembered(decimal_of)
_BY_TYPE = {
    FieldType.TEXT: remembered(text_of),
    FieldType.DATE: remembered(date_of),
    FieldType.INTEGER: remembered(integer_of),
    FieldType.MONEY: decimal,
    FieldType.QUANTITY: decimal,
    FieldType.PRICE: decimal,
    FieldType.RATE: decimal,
}


@dataclass(frozen=True, slots=True)
class FlatReader:
    """The fields of one row, compiled.

    Attributes:
        empty: a row without values: all its columns, null, and the constant ones.
        columns: by element name, the column and the values of its texts.
        facts: by element name, the reader of a field without column.
        blocks: by element name, fields that stand one level deeper and belong to the same row.
        required: columns that must have a value, with the field that has it.
    """

    empty: Row
    columns: dict[str, tuple[str, Remembered]]
    facts: dict[str, TextReader]
    blocks: "dict[str, FlatReader]"
    required: dict[str, str]

    @classmethod
    def of(
        cls,
        table: Table,
        tags: Sequence[Tag],
        *,
        constant: Row | None = None,
        blocks: Mapping[str, Sequence[Tag]] | None = None,
    ) -> "FlatReader":
        """Take each column's type, and what it may hold, from the canonical table.

        Args:
            table: which rows it reads.
            tags: the fields.
            constant: columns that every row of the section has the same.
            blocks: fields of the blocks within the row, by the block's name.
        """
        known = {column.name: column for column in table.fields}

        def reader(tag: Tag) -> Remembered:
            if tag.read is not None:
                return remembered(tag.read)
            allowed = known[tag.column].allowed
            return remembered(one_of({word: word for word in allowed})) if allowed else _BY_TYPE[known[tag.column].type]

        below = {name: cls.of(table, inner) for name, inner in (blocks or {}).items()}
        columns = {tag.name: (tag.column, reader(tag)) for tag in tags if tag.column}
        empty: Row = dict.fromkeys(column for column, _ in columns.values())
        for block in below.values():
            empty.update(block.empty)
        empty.update(constant or {})
        facts = {tag.name: tag.read or text_of for tag in tags if not tag.column}
        required = {column: name for name, (column, _) in columns.items() if known[column].required}
        return cls(empty, columns, facts, below, required)

    def row(self, element: XmlElement, notes: Notes) -> tuple[Row, list[Fact]]:
        """Read one row, and the facts that have no column.

        Raises:
            BadValueError: a text is no value of its type, or a required one is missing.
        """
        row = self.empty.copy()
        facts: list[Fact] = []
        self._read(element, row, facts, notes)
        for column in self.required:
            if row[column] is None:
                lacking = [name for column, name in self.required.items() if row[column] is None]
                raise BadValueError(element, f"falta {', '.join(lacking)}")
        return row, facts

    def _read(self, element: XmlElement, row: Row, facts: list[Fact], notes: Notes) -> None:
        known = cast("Callable[[object], tuple[str, Remembered] | None]", self.columns.get)
        for child in element[:]:
            found = known(child.tag) or known(local_name(child))
            if found is None:
                self._other(child, row, facts, notes)
                continue
            if len(child):
                notes.unknown.append(child)
            text = child.text
            if text is None:
                continue
            column, values = found
            try:
                value = values[text]
            except ValueError as error:
                value = _repaired(child, text, values, str(error), notes)
            if row[column] is None:
                row[column] = value
            elif row[column] != value:
                notes.unknown.append(child)

    def _other(self, child: XmlElement, row: Row, facts: list[Fact], notes: Notes) -> None:
        name = local_name(child)
        block, fact = self.blocks.get(name), self.facts.get(name)
        if block is not None:
            block._read(child, row, facts, notes)  # noqa: SLF001 - the same class, one level deeper
            return
        if fact is None or len(child):
            notes.unknown.append(child)
        if fact is not None and (value := fact(child.text)) is not None:
            facts.append(Fact(name, str(value)))


def place_of(element: XmlElement) -> str:
    """Where an element stands, for people."""
    return f"{path_of(element)}, linha {element.sourceline}"


def _repaired(element: XmlElement, text: str, values: Remembered, reason: str, notes: Notes) -> Value:
    value = repaired_decimal_of(text) if values is decimal else None
    if value is None:
        raise BadValueError(element, f"{local_name(element)}: {reason}")
    notes.repaired.append(Repair(place_of(element), text.strip(), f"{value:f}"))
    return value
