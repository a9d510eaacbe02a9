"""What the rows of both Excel layouts are made of.

Belongs here: the types and the one computed cell. Does not: any layout.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Cell: TypeAlias = str | Decimal | date | None
Row: TypeAlias = Sequence[Cell]


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part in % of the whole; nothing where there is no whole."""
    return round(part / whole * 100, 4) if whole else None
