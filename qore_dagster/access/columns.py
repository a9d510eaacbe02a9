"""How a table of the Access file is stated: one row a column, and everything else derived from it.

Belongs here: the vocabulary (kind, column, table), and how a table found in a file is told (`Found`). Does not: the
tables themselves (`tables`), where a value comes from (`shaping`), which SQL or Java type a kind is (the engines).
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from qore_dagster.model.fields import FieldType, Table

PRECISION = 28
"""Digits of a decimal: the most that Access has."""

TEXT_SIZE = 255
"""Characters of a short text: the most that Access has."""


class Kind(StrEnum):
    """What a column of an Access file holds."""

    DATE = "date/time"
    TEXT = "short text"
    MEMO = "long text"
    INTEGER = "long integer"
    DECIMAL = "decimal"
    DOUBLE = "double"  # found only: a user's number
    SINGLE = "single"  # found only, likewise
    MONEY = "currency"  # found only
    OTHER = "other"  # found only, and read only: yes/no, pictures, attachments


class Origin(StrEnum):
    """Who knows a column's name."""

    USERS = "users' database"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: its name, with the users' accents and blanks where they have one.
        kind: what it holds.
        sources: where its value comes from, the first that is not null: `holdings.pu_mercado`, `fund.slug`,
            `unit.version`, `derived.perc_pl`. Empty: no source tells it, so it is null.
        meaning: one English sentence, unit included where it is not BRL.
        origin: who knows the name.
        scale: digits after the point, of a decimal.
    """

    name: str
    kind: Kind
    sources: tuple[str, ...]
    meaning: str
    origin: Origin = Origin.OURS
    scale: int = 0


@dataclass(frozen=True)
class AccessTable:
    """One table.

    Attributes:
        name: its name in the file.
        grain: what one row is, in English.
        canonical: the canonical table that its rows are of; empty for the control table.
        columns: all columns, in order.
    """

    name: str
    grain: str
    canonical: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Found:
    """A column as a file has it, whoever made it.

    Attributes:
        name: its name there.
        kind: what it holds.
        size: characters of a short text, digits of a decimal; 0 where there is no limit to know.
        scale: digits after the point, of a decimal.
    """

    name: str
    kind: Kind
    size: int = 0
    scale: int = 0


def unaccented(name: str) -> str:
    """A name without accents, for where only ASCII may stand."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def folded(name: str) -> str:
    """A name without case and accents: `PL Posicao` of one user's file is `PL Posição` of another's."""
    return unaccented(name).casefold()


SCALES = {FieldType.MONEY: 8, FieldType.QUANTITY: 12, FieldType.PRICE: 14, FieldType.RATE: 12}
"""Digits after the point by what a canonical column holds. Access keeps 28 digits at a scale fixed by the column;
digits beyond it are rounded half to even here, and only here: PostgreSQL keeps them all."""

_KINDS = {FieldType.TEXT: Kind.TEXT, FieldType.DATE: Kind.DATE, FieldType.INTEGER: Kind.INTEGER}

_LONG_TEXTS = {"descricao", "nome", "nome_emissor", "arquivo"}
"""Free text of the file, which nothing limits to 255 characters."""


def kept(table: Table, name: str, called: str = "", *also: str, derived: str = "") -> Column:
    """The column that keeps a canonical one: its kind and meaning.

    Args:
        table: the canonical table.
        name: the canonical column.
        called: its name in the users' database; empty where that is unknown and the canonical name is used.
        also: further canonical columns, for rows in which it is null.
        derived: the computation that gives the value, where it is not the column itself.
    """
    field = next(field for field in table.fields if field.name == name)
    kind = Kind.DECIMAL if field.type.is_decimal else Kind.MEMO if name in _LONG_TEXTS else _KINDS[field.type]
    sources = (f"derived.{derived}",) if derived else tuple(f"{table.name}.{one}" for one in (name, *also))
    origin = Origin.USERS if called else Origin.OURS
    return Column(called or name, kind, sources, field.meaning, origin, SCALES.get(field.type, 0))


def share(name: str, computed: str, meaning: str, origin: Origin = Origin.USERS) -> Column:
    """A percentage that is computed."""
    return Column(name, Kind.DECIMAL, (f"derived.{computed}",), meaning, origin, SCALES[FieldType.RATE])


def untold(name: str, kind: Kind, meaning: str, scale: int = 0) -> Column:
    """A column that people know and no source tells: null, never a guess."""
    return Column(name, kind, (), meaning, Origin.USERS, scale)
