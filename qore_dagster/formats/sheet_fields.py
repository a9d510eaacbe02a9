"""How a section of a sheet is stated as data: its title, its columns, and where each goes.

Belongs here: the vocabulary of both Excel layouts' tables. Does not: the tables themselves (`excel_legacy_fields`,
`excel_new_fields`), how they are found in a sheet (`sheet_blocks`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.reading import TextReader
from qore_dagster.model.fields import FieldType, Table
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import Row

Completion = Callable[[Row, Mapping[str, str | None]], Row]
_OF = ("", "DE", "DA", "DO", "DAS", "DOS", "EM")
_END = ":;.-–"
_UNIT = re.compile(r"(?<=\S)\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a section.

    Attributes:
        header: its text as the file has it; blanks, case and accents do not matter, nor a unit in brackets behind it.
        column: the canonical column; empty: kept as a row of `details`, unless `left_out` says why not.
        left_out: why it is not kept.
        required: without it the section cannot be read.
        assumed: no source tells of this column; a value of it that does not fit costs the value, not the row.
        opens: the header may go on behind this text.
        read: text to value, where the column's type does not say enough.
        note: what is not known for sure, and how it was decided.
    """

    header: str
    column: str = ""
    left_out: str = ""
    required: bool = False
    assumed: bool = False
    opens: bool = False
    read: TextReader | None = None
    note: str = ""


def as_the_file_has_it(row: Row, texts: Mapping[str, str | None]) -> Row:  # noqa: ARG001 - one of `Completion`
    """The completion of rows that need none."""
    return {}


@dataclass(frozen=True)
class SheetSection:
    """One section.

    Attributes:
        title: alone in its row, or the first text of the header itself.
        table: the canonical table of its rows; `PORTFOLIO`: one row, the header of the portfolio.
        columns: what is known to stand in it.
        complete: columns that follow from the row; it is given the row and its texts by header.
        total_of: canonical column that the closing row sums; empty where there is none.
        totals: further texts of the closing row, beside `Total` and `Total <title>`.
        by_quota: the values are quotas times the printed quota, so that their sum may miss the total by one unit of the
            quota's last place per quota.
        periods: each column but the first is a period (returns); `columns` is then empty.
        required: a workbook without it is not of this layout.
        assumed: no source tells of this section.
        note: what is not known for sure, and how it was decided.
    """

    title: str
    table: Table
    columns: tuple[SheetColumn, ...]
    complete: Completion = as_the_file_has_it
    total_of: str = ""
    totals: tuple[str, ...] = ()
    by_quota: bool = False
    periods: bool = False
    required: bool = False
    assumed: bool = False
    note: str = ""

    @cached_property
    def closing(self) -> frozenset[str]:
        """Labels of the row that closes the section."""
        title = label_of(self.title)
        return frozenset({"TOTAL", *(f"TOTAL{of}{title}" for of in _OF), *map(label_of, self.totals)})

    @cached_property
    def exact(self) -> dict[str, SheetColumn]:
        """The columns by the label of their header."""
        return {header_of(column.header): column for column in self.columns}

    @cached_property
    def opening(self) -> dict[str, SheetColumn]:
        """The columns whose header may go on, by the label that it opens with."""
        return {header_of(column.header): column for column in self.columns if column.opens}

    @cached_property
    def types(self) -> dict[str, FieldType]:
        """The type of each canonical column."""
        return {known.name: known.type for known in self.table.fields}

    def named(self, text: str) -> SheetColumn | None:
        """The column whose header this is, exactly."""
        return self.exact.get(header_of(text))

    def opened(self, text: str) -> SheetColumn | None:
        """The column whose header this goes on from."""
        label = header_of(text)
        return next((column for start, column in self.opening.items() if label.startswith(start)), None)


@dataclass(frozen=True)
class Layout:
    """One layout of a workbook.

    Attributes:
        name: for people: `Excel legado`.
        file_type: what the portal calls files of it.
        sections: all that are known.
        currency: ISO 4217 code of the money in it.
    """

    name: str
    file_type: FileType
    sections: tuple[SheetSection, ...]
    currency: str

    @cached_property
    def by_title(self) -> dict[str, SheetSection]:
        """The sections by the label of their title."""
        return {label_of(section.title): section for section in self.sections}


def label_of(text: str) -> str:
    """A title in one spelling: no case, accents, blanks or underscores, no colon at its end."""
    return normal_code(text).replace("_", "").rstrip(_END)


def header_of(text: str) -> str:
    """A header in one spelling: as a title, and without a unit in brackets behind it."""
    return label_of(_UNIT.sub("", text.strip()))
