"""Sections of a portfolio on a sheet: a title, a row of headings, rows, a total.

Belongs here: what a section is, and finding them on a sheet. Does not: reading their rows (`sheet_reader`); which
sections and columns a layout has (`excel_legacy_fields`, `excel_new_fields`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.workbook_cells import Cell, Cells, Line
from qore_dagster.model.fields import Table
from qore_dagster.model.parsed import Row

_TOTAL = "TOTAL"
_GRAND_TOTAL = "TOTALGERAL"
_SUBTOTAL = "SUBTOTAL"
NEARLY = Decimal("0.05")
"""By how much a total may differ from its rows: a sheet shows them to the cent, and adds up what it has."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a section.

    Attributes:
        text: the heading; upper and lower case, accents and blanks do not count. A `*` at its end stands for any rest.
        column: the canonical column; empty for a detail of the row, and `None` for what other columns say already.
        assumed: no source documents the column: where it is missing the section is read all the same.
        or_text: a text that is none of the column's type, such as a rate with its index, is a detail of the row.
    """

    text: str
    column: str | None
    assumed: bool = False
    or_text: bool = False

    def names(self, text: str) -> bool:
        """Whether a heading on the sheet is this one."""
        own = normal_code(self.text)
        return normal_code(text).startswith(own[:-1]) if own.endswith("*") else normal_code(text) == own


Complete = Callable[[Row], None]


@dataclass(frozen=True, slots=True)
class Block:
    """One section.

    Attributes:
        title: its title, which stands alone in its row; the first heading where it has no title.
        table: the canonical table.
        headings: its columns.
        complete: adds what follows from the row: the section, the side.
        untitled: the row of headings is the first row.
        total: what its total is a total of, where that is not its title.
    """

    title: str
    table: Table
    headings: tuple[Heading, ...]
    complete: Complete
    untitled: bool = False
    total: str = ""


@dataclass(slots=True)
class Found:
    """A section on the sheet: its place and rows, blank ones apart.

    Attributes:
        title: as the sheet has it.
        block: what it is; None for a section that nobody knows.
        rows: without the margin.
    """

    title: str
    block: Block | None
    rows: list[Line] = field(default_factory=list[Line])
    _totals: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """How its total may be called."""
        named = (self.title, self.block.total if self.block else "")
        self._totals = frozenset({_TOTAL + _label(name) for name in named} | {_TOTAL, _GRAND_TOTAL})

    def is_total(self, cells: Cells) -> bool:
        """Whether a row is the section's total, by its name alone, whatever stands beside it.

        A paper, bank or debtor may have a name that begins with the word as well.
        """
        return _label(cells[0]) in self._totals


def adds_up(cells: Cells, before: Iterable[Line]) -> bool:
    """Whether a row that is called the total of something else has figures only, each the sum of those above it.

    No source tells what the total of every section is called (that of cash: "Total Conta Corrente"?). A holder or an
    account whose name begins so has a price or a balance of its own; one without a balance is none to leave out.

    Args:
        cells: the row.
        before: the section's rows above it.
    """
    if not _label(cells[0]).startswith(_TOTAL) or any(isinstance(cell, str | date) for cell in cells[1:]):
        return False
    rows = list(before)
    figures = {at: cell for at, cell in enumerate(cells) if isinstance(cell, Decimal)}
    return any(abs(cell) > NEARLY for cell in figures.values()) and all(
        abs(_sum_of(rows, at) - cell) <= NEARLY for at, cell in figures.items()
    )


def _sum_of(rows: Iterable[Line], at: int) -> Decimal:
    figures = (cells[at] for _, cells in rows if len(cells) > at)
    return sum((figure for figure in figures if isinstance(figure, Decimal)), Decimal(0))


def split(lines: Sequence[Line], margin: int, blocks: Sequence[Block]) -> tuple[list[Line], list[Found]]:
    """Split a sheet into what stands before the first section, and the sections.

    Args:
        lines: the sheet.
        margin: empty columns at the left.
        blocks: the sections that the layout has.

    Returns:
        Both without the margin.
    """
    titles = {_label(block.title): block for block in blocks}
    filled = [(number, cells[margin:]) for number, cells in lines if len(cells) > margin]
    before: list[Line] = []
    found: list[Found] = []
    for at, (number, cells) in enumerate(filled):
        first = cells[0]
        block = titles.get(_label(first))
        alone = len(cells) == 1 and isinstance(first, str)
        if block is not None and (alone or block.untitled):
            found.append(Found(str(first), block, [(number, cells)] if block.untitled else []))
        elif alone and found and not _adds_up(found[-1], cells) and _heads_a_section(filled[at : at + 2]):
            found.append(Found(str(first), None))
        elif found:
            found[-1].rows.append((number, cells))
        else:
            before.append((number, cells))
    return before, found


def _heads_a_section(lines: Sequence[Line]) -> bool:
    """Whether the row right below the first has headings: several texts and nothing else."""
    if len(lines) < 2 or lines[1][0] != lines[0][0] + 1:  # noqa: PLR2004 - the row and the one below it
        return False
    following = lines[1][1]
    return len(following) > 1 and all(cell is None or isinstance(cell, str) for cell in following)


def _adds_up(section: Found, cells: Cells) -> bool:
    return section.is_total(cells) or is_subtotal(cells)


def is_subtotal(cells: Cells) -> bool:
    """Whether a row adds some of the rows before it up: beside its name it has figures only."""
    return _label(cells[0]).startswith(_SUBTOTAL) and not any(isinstance(cell, str | date) for cell in cells[1:])


def _label(cell: Cell) -> str:
    """A text as titles are compared; empty for what is none."""
    return normal_code(cell).rstrip(":") if isinstance(cell, str) else ""
