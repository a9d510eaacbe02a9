"""How a source of the migration is stated: one row a column, and everything else derived from it.

Belongs here: the vocabulary (kind, field, landing, source). Does not: the sources themselves (`sources`), how a cell is
read (`cells`).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from qore_dagster.access.columns import folded
from qore_dagster.warehouse.columns import Register


class Kind(StrEnum):
    """What a column holds, whatever type it has in the Access file."""

    TEXT = "text"
    CODE = "code"  # a number or a text that names something; 12.0 is 12
    DOCUMENT = "document"  # CPF or CNPJ
    DATE = "date"
    FLAG = "flag"
    MONEY = "money"
    QUANTITY = "quantity"
    PRICE = "price"
    RATE = "rate"


SCALES = {Kind.MONEY: 8, Kind.QUANTITY: 12, Kind.PRICE: 14, Kind.RATE: 12}
"""Digits after the point that are kept of a double; the rest of it, and what is beyond 15 digits in all, is noise of
the binary form."""

FUND_CHARACTERS = 255
"""What a fund's name or a portfolio's code may have: as much as a short text of Access."""

KEY_BYTES = 1800
"""What the texts that say which thing a row is of may have together: with the fund's slug and the days they make an
identity, and an index of PostgreSQL takes 2,704 bytes."""

_READING = 2
"""Raise it when cells come to be read in another way: what was staged before is then read anew."""

SQL_TYPES = {
    Kind.TEXT: "text",
    Kind.CODE: "text",
    Kind.DOCUMENT: "text",
    Kind.DATE: "date",
    Kind.FLAG: "boolean",
    **dict.fromkeys(SCALES, "numeric"),
}


class System(StrEnum):
    """Who names the funds of a source, and so which names of `aux.depara_fundos` hold for it."""

    QORE = "QORE"
    BRITECH = "BRITECH"
    NONE = ""


@dataclass(frozen=True, slots=True)
class SourceField:
    """One column of a source.

    Attributes:
        name: its name in `stage`.
        kind: what it holds.
        called: its names in the Access file, the first that is there; case and accents do not count.
        required: a row without it goes to quarantine, and a table without it cannot be read. One that is not required
            is null where it does not read, and told; so an amount that is summed is required.
        not_negative: a row in which it is negative goes to quarantine.
    """

    name: str
    kind: Kind
    called: tuple[str, ...]
    required: bool = False
    not_negative: bool = False


@dataclass(frozen=True, slots=True)
class Landing:
    """How the rows of a source get into a position table. SQL reads `s`, a row of `stage`.

    Attributes:
        columns: SQL per column of the table, besides key and provenance.
        total: SQL of the source's sum over the table, whose rows are `p`.
        register: the register that each row refers to.
        described: SQL per canonical column of what the register is told.
        told: SQL per further column of the register, written where it is null.
        joins: SQL of what is joined to `s` besides.
        missing: SQL that is true where what is joined is not there.
        needs: the source that is joined; of the same file, or the rows would be joined with those of another.
        one_a_day: a fund's day has one row.
    """

    columns: Mapping[str, str]
    total: str
    register: Register | None = None
    described: Mapping[str, str] = field(default_factory=dict[str, str])
    told: Mapping[str, str] = field(default_factory=dict[str, str])
    joins: str = ""
    missing: str = "false"
    needs: str = ""
    one_a_day: bool = False


@dataclass(frozen=True)
class Source:
    """One table of the Access file that is migrated.

    Attributes:
        table: its name there; case and accents do not count.
        target: where its rows go: `pos.pos_cota`.
        grain: what one row is, in English.
        matching: how a row finds its fund, or what it is the same as, in English.
        fields: its columns.
        system: who names its funds.
        total: the field whose sum is reconciled; empty where there is none.
        landing: the way into a position table; None for the others, which have modules of their own.
        after: sources of the same target whose slices win over those of this one.
        documented: whether its columns are known; else their names are assumed, and those found are told.
    """

    table: str
    target: str
    grain: str
    matching: str
    fields: tuple[SourceField, ...]
    system: System = System.NONE
    total: str = ""
    landing: Landing | None = None
    after: tuple[str, ...] = ()
    documented: bool = True

    @cached_property
    def stage(self) -> str:
        """Its table in `stage`, with the schema."""
        return f"stage.stg_{folded(self.table)}"

    @cached_property
    def mark(self) -> str:
        """What stands in `run_id` of the rows that it brought."""
        return f"migracao:{self.table}"

    @cached_property
    def marks_before(self) -> tuple[str, ...]:
        """The marks of the sources that win over this one."""
        return tuple(f"migracao:{table}" for table in self.after)

    @cached_property
    def has_fund(self) -> bool:
        """Whether its rows are of funds."""
        return self.system is not System.NONE

    @cached_property
    def shape(self) -> str:
        """Changes when its fields do, so that rows staged by another version of the program are not mixed in."""
        return hashlib.sha256(f"{_READING}{self.fields!r}".encode()).hexdigest()[:16]

    @cached_property
    def fund_field(self) -> str:
        """The field that names the fund or portfolio; empty where there is none."""
        return next((one.name for one in self.fields if one.name in {"fundo", "id_carteira"}), "")

    @cached_property
    def key_texts(self) -> frozenset[str]:
        """The fields of text that end up in an index, the fund's apart.

        Those that say which thing of a register a row is of; of a source that is no position, all.
        """
        said = None if self.landing is None else " ".join(self.landing.described.values())
        return frozenset(
            one.name
            for one in self.fields
            if SQL_TYPES[one.kind] == "text" and one.name != self.fund_field
            if said is None or re.search(rf"\bs\.{one.name}\b", said)
        )
