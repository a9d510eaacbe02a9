"""How a table of the canonical model is stated: one row a column, and everything else derived from it.

Belongs here: the vocabulary (column, type, table), and the columns that every table has. Does not: the tables
themselves (`tables`), the pandera schemas derived from them (`schemas`), the frames (`frames`).
"""

from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """What a column holds. All numbers with a point are `Decimal`, never float."""

    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INTEGER = "integer"
    FLAG = "flag"
    MONEY = "money"  # BRL or `moeda`, signed
    QUANTITY = "quantity"
    PRICE = "price"
    RATE = "rate"  # per cent

    @property
    def is_decimal(self) -> bool:
        """Whether values are `Decimal`."""
        return self in {FieldType.MONEY, FieldType.QUANTITY, FieldType.PRICE, FieldType.RATE}


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes:
        name: the column's name; Portuguese where users know it.
        type: what it holds.
        meaning: one English sentence, unit included where it is not BRL.
        source: where ANBIMA 5.0 has it (path under the block), empty when derived.
        required: null is a fault of the file.
        allowed: the only values a text may take; empty when any.
    """

    name: str
    type: FieldType
    meaning: str
    source: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the canonical model.

    Attributes:
        name: as in the asset key: `holdings`.
        grain: what one row is, in English.
        key: the columns that identify a row.
        fields: its columns, in order.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(field.name for field in self.fields)


KEY = (
    Field("data_pos", FieldType.DATE, "Position date.", "StmtGnlDtls/StmtDtTm", required=True),
    Field("fundo", FieldType.TEXT, "The fund's slug in the registry.", required=True),
)
"""The columns that every canonical table begins with."""

ROW = (*KEY, Field("ordinal", FieldType.INTEGER, "Order of the row in its file, from 1.", required=True))
"""And those of every table of rows."""
