"""How a table of the warehouse is stated: one row a column, and everything else derived from it.

Belongs here: the vocabulary (column, position table, register). Does not: the tables themselves (`tables`), their DDL
(`sql/*.sql`; a test compares it with these), or how rows get in (`slices`).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from qore_dagster.model.fields import FieldType, Table


class Origin(StrEnum):
    """Who knows a column's name."""

    OURS = "ours"
    USERS = "users' code"
    SEED = "seed's DDL"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: its name; the users' where they have one.
        type: PostgreSQL type; decimals are bare `numeric`, which never rounds.
        source: where its value comes from, as `holdings.pu_mercado`, `fund.cnpj`, `unit.version`, `cad.info_rf` (the id
            of the register's row) or `database` (the database makes it). Empty: no source tells it, so it is null.
        meaning: one English sentence, unit included where it is not BRL.
        origin: who knows the name.
        required: never null.
        generated: the SQL expression of a column that the database derives from its row.
    """

    name: str
    type: str
    source: str
    meaning: str
    origin: Origin = Origin.OURS
    required: bool = False
    generated: str = ""

    @property
    def is_copied(self) -> bool:
        """Whether a load brings its value along."""
        return bool(self.source) and self.source != "database"


@dataclass(frozen=True)
class Register:
    """A table of `cad`: what keeps its identity over days.

    Attributes:
        name: without its schema: `info_rf`.
        grain: what one row is, in English.
        id: the surrogate key's column.
        identity: the unique text column that says which thing it is.
        columns: all columns, in order.
    """

    name: str
    grain: str
    id: str
    identity: str
    columns: tuple[Column, ...]

    @cached_property
    def copied(self) -> tuple[Column, ...]:
        """The columns that a load brings along."""
        return tuple(column for column in self.columns if column.is_copied)


@dataclass(frozen=True)
class PositionTable:
    """A table of `pos`, or one of `ctl` that is loaded like them: rows of a fund's day.

    Attributes:
        schema: `pos` or `ctl`.
        name: without its schema: `pos_rf`.
        grain: what one row is, in English.
        canonical: the canonical table that its rows are of.
        register: the register that each row refers to; None where there is none.
        columns: all columns, in order.
    """

    schema: str
    name: str
    grain: str
    canonical: Table
    register: Register | None
    columns: tuple[Column, ...]

    @property
    def qualified(self) -> str:
        """The name with its schema: `pos.pos_rf`."""
        return f"{self.schema}.{self.name}"

    @cached_property
    def of_unit(self) -> tuple[Column, ...]:
        """The columns that are the same in all rows of a fund's day."""
        return tuple(c for c in self.columns if c.source.startswith("unit."))

    @cached_property
    def of_row(self) -> tuple[Column, ...]:
        """The columns that a canonical row brings along."""
        return tuple(c for c in self.columns if c.is_copied and not c.source.startswith(("unit.", "cad.")))

    @cached_property
    def shaped(self) -> tuple[Column, ...]:
        """The columns whose values are known before the database has told any id, in COPY's order."""
        return (*self.of_unit, *self.of_row)

    @cached_property
    def copied(self) -> tuple[str, ...]:
        """The columns of a load in COPY's order: the shaped ones, then the ids."""
        register = (self.register.id,) if self.register else ()
        return (*(column.name for column in self.shaped), "id_fundo", *register)


_TYPES = {
    FieldType.TEXT: "text",
    FieldType.DATE: "date",
    FieldType.TIMESTAMP: "timestamptz",
    FieldType.INTEGER: "integer",
    FieldType.FLAG: "boolean",
    FieldType.MONEY: "numeric",
    FieldType.QUANTITY: "numeric",
    FieldType.PRICE: "numeric",
    FieldType.RATE: "numeric",
}


def from_canonical(table: Table, name: str, *, called: str = "", origin: Origin = Origin.OURS) -> Column:
    """The column that keeps a canonical one: its type, meaning and whether it must be there.

    Args:
        table: the canonical table.
        name: the canonical column.
        called: its name in the warehouse, where that differs.
        origin: who knows that name.
    """
    field = next(field for field in table.fields if field.name == name)
    return Column(
        called or name, _TYPES[field.type], f"{table.name}.{name}", field.meaning, origin, required=field.required
    )


def unknown(name: str, kind: str, meaning: str, origin: Origin = Origin.USERS) -> Column:
    """A column that people know and no source tells yet: null."""
    return Column(name, kind, "", meaning, origin)


def alias_of(name: str, kind: str, of: str) -> Column:
    """The name that the seed's DDL has for a column of the same table, generated from it."""
    return Column(name, kind, "", f"The same as `{of}`.", Origin.SEED, generated=of)
