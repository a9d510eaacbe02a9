"""Which of two readings of a fund's day is the better one, as one number.

Belongs here: the order of the sources, and the number that orders (source, version). Does not: versions themselves
(the ledger gives them), what is done with an older edition (`warehouse.slices`).

A portfolio is read from the best file there is: ANBIMA 5.0, else 4.01, else Excel. When the better one comes late it
replaces the other, whatever their version numbers; and never the other way round, whichever run ends last.
"""

from qore_dagster.model.file_type import FileType

SOURCES = (FileType.XML_5_0, FileType.XML_4_01, FileType.CARTEIRA_EXCEL)
"""What positions are read from, the best first. A PDF has totals only."""

_STEP = 1_000_000

MIGRATED = 0
"""What the migration of the old Access database brought, of no file of the portal: no file has this edition."""


def edition_of(source: FileType, version: int) -> int:
    """The edition of a version of a file: greater is better.

    Editions of 5.0 are its version numbers; those of other sources lie below zero, a million apart.

    Args:
        source: one of `SOURCES`.
        version: of the raw file, from 1 to 999,999.
    """
    return version - SOURCES.index(source) * _STEP


def source_of(edition: int) -> tuple[FileType, int]:
    """Source and version of an edition."""
    place = -((edition - 1) // _STEP)
    return SOURCES[place], edition + place * _STEP
