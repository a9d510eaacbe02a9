"""What follows from a row of either Excel layout: its side, its section, its sign.

Belongs here: the completions that the field tables name. Does not: which section uses which (`excel_legacy_fields`,
`excel_new_fields`).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from qore_dagster.model.parsed import Row

Complete = Callable[[Row], None]


def nothing(_: Row) -> None:
    """The row says all there is."""


def holding(section: str) -> Complete:
    """A lot of a section whose asset type is known; a negative quantity is a short one."""

    def complete(row: Row) -> None:
        row["secao"] = section
        _sided(row)

    return complete


def classed(by: str, sections: Mapping[str, str], otherwise: str) -> Complete:
    """A lot whose asset type a column tells; `otherwise` where that says nothing known."""

    def complete(row: Row) -> None:
        told = row.get(by)
        row["secao"] = sections.get(str(told).strip().upper(), otherwise) if told is not None else otherwise
        _sided(row)

    return complete


def provision(row: Row) -> None:
    """Payables are negative on the sheet; the side says so in the model."""
    value = row.get("valor")
    if isinstance(value, Decimal):
        row["tipo_cpr"] = "PAGAR" if value < 0 else "RECEBER"
        row["valor"] = value.copy_abs()


def _sided(row: Row) -> None:
    quantity = row.get("quantidade")
    short = isinstance(quantity, Decimal) and quantity < 0
    if isinstance(quantity, Decimal):
        row["quantidade"] = quantity.copy_abs()
    row["direcao"] = "SHOR" if short else "LONG"
