"""Closing rows: which they are, and whether the rows above add up to them.

Belongs here: what makes a row a total, and the comparison. Does not: records (`sheet_rows`).
"""

from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.formats.sheet_blocks import Header, first_text
from qore_dagster.formats.sheet_cells import value_of
from qore_dagster.formats.sheet_fields import SheetSection, label_of
from qore_dagster.formats.sheet_reading import SheetReading
from qore_dagster.formats.workbook_cells import Cell, Line
from qore_dagster.model.fields import FieldType

_CENTS = Decimal("0.05")
_ROUNDED = Decimal("0.005")  # of each row, at most, where the total was made of values that were not yet rounded
_TOTAL = "TOTAL"
_STARTS = (_TOTAL, "SUBTOTAL")


@dataclass(slots=True)
class SectionSum:
    """What the rows of a section add up to, as the file has them: signed, and those in quarantine included.

    Attributes:
        section: its table.
        name: its title as the file has it.
        header: where its columns are.
        reading: receives totals and warnings.
    """

    section: SheetSection
    name: str
    header: Header
    reading: SheetReading
    _rows: int = 0
    _all: Decimal = Decimal(0)
    _since: Decimal = Decimal(0)  # the last subtotal

    @property
    def place(self) -> int | None:
        """The column of the sheet that is summed."""
        return next((at for at, known in self.header.places.items() if known.column == self.section.total_of), None)

    def is_total(self, line: Line) -> bool:
        """Whether a row closes the section or a part of it.

        `Total <title>` always does; `Total` does unless it has other texts, as a paper of that name would; a row that
        only starts with the word does if it has no more than the value and shares, for a holder may be called so.
        """
        label = label_of(first_text(line))
        if not label.startswith(_STARTS):
            return False
        shares = {at for at, known in self.header.places.items() if known.left_out}
        others = [at for at in line.filled[1:] if at not in shares]
        if label in self.section.closing:
            return label != _TOTAL or not any(isinstance(line.at(at), str) for at in others)
        return label_of(first_text(line).split()[0]).startswith(_STARTS) and set(others) == {self.place}

    def add(self, line: Line) -> None:
        """Count a record."""
        value = None if self.place is None else number_in(line.at(self.place))
        if value is not None:
            self._rows, self._all, self._since = self._rows + 1, self._all + value, self._since + value

    def compare(self, line: Line) -> None:
        """Keep a total, and warn where the rows do not add up to it."""
        closes = label_of(first_text(line)) in self.section.closing
        declared = None if self.place is None else number_in(line.at(self.place))
        if declared is None:
            self.reading.warn(line, f"seção {self.name!r}: total sem valor; não foi comparado com as linhas")
            return
        name = self.name if closes else f"{self.name}: {first_text(line).strip()}"
        totals = self.reading.parsed.section_totals
        totals[name] = totals.get(name, Decimal(0)) + declared
        tolerance = max(_CENTS, _ROUNDED * self._rows) + self._of_quota()
        added = min([self._all] if closes else [self._since, self._all], key=lambda found: abs(found - declared))
        if abs(added - declared) > tolerance:
            self.reading.warn(
                line,
                f"seção {self.name!r}: as linhas somam {added:f} e o total diz {declared:f}; "
                f"diferença {added - declared:f}, tolerância {tolerance:f}",
            )
        self._since = Decimal(0)

    def _of_quota(self) -> Decimal:
        """What the printed quota may miss of all quotas' value."""
        units, places = (self.reading.parsed.portfolio.get(name) for name in ("quantidade", "casas_cota"))
        if not self.section.by_quota or not isinstance(units, Decimal) or not isinstance(places, int):
            return Decimal(0)
        return abs(units).scaleb(-places)


def number_in(cell: Cell) -> Decimal | None:
    """The cell's number, written as one or as text; None for anything else."""
    try:
        value, _ = value_of(cell, FieldType.MONEY)
    except ValueError:
        return None
    return value if isinstance(value, Decimal) else None
