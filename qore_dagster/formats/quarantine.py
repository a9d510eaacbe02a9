"""A row of an XML file that cannot be read goes to quarantine, and the rest of its portfolio stays.

Belongs here: the row of `quarantine`, what of a reading is undone with the row. Does not: what is wrong (`reading`).
"""

from collections.abc import Callable
from typing import NamedTuple

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.reading import Reading
from qore_dagster.formats.xml_source import XmlElement, path_of, raw_xml
from qore_dagster.model.parsed import ParsedPortfolio, Row


class Kind(NamedTuple):
    """What a row is: its canonical table, and its section as the file names it."""

    table: str
    section: str


def read_or_quarantine(
    parsed: ParsedPortfolio, reading: Reading, kind: Kind, element: XmlElement, read: Callable[[], Row]
) -> Row | None:
    """Count a row, read it, and add it to its table.

    Args:
        parsed: receives the row, in its table or in quarantine.
        reading: loses what the row alone had added to it, if it goes to quarantine.
        kind: what the row is.
        element: the row's element.
        read: reads the row; a `FormatError` is the reason of its quarantine.

    Returns:
        The row; None if it is in quarantine.
    """
    parsed.see(kind.table, kind.section)
    warnings, repaired = len(reading.warnings), len(reading.repaired)
    try:
        row = read()
    except FormatError as error:
        del reading.warnings[warnings:], reading.repaired[repaired:]
        parsed.quarantine.append(
            {
                "tabela": kind.table,
                "secao_origem": kind.section,
                "caminho": path_of(element),
                "linha": element.sourceline,
                "motivo": error.fault.reason,
                "conteudo": raw_xml(element),
            }
        )
        return None
    parsed.rows(kind.table).append(row)
    return row
