"""What all tables of a fund's day have in common, around their own columns.

Belongs here: the key, the ids, the rest of the canonical columns, where a row comes from. Does not: which tables there
are (`tables`, `row_tables`).
"""

from qore_dagster.model.fields import Table
from qore_dagster.model.tables import PORTFOLIO
from qore_dagster.warehouse.columns import Column, Origin, PositionTable, Register, from_canonical

SURROGATE = "((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal"
"""What a surrogate key is generated from."""

LAST_ORDINAL = 99_999
"""The most rows that a fund's day can have in a table: beyond them the surrogate keys of two funds would meet."""

_USERS = Origin.USERS
_OF_KEY = frozenset({"data_pos", "fundo", "ordinal"})
_FILE = ("arquivo", "sha256")


def slice_table(
    name: str,
    canonical: Table,
    columns: tuple[Column, ...] = (),
    register: Register | None = None,
    *,
    grain: str = "",
) -> PositionTable:
    """A table: key, ids, its own columns, the rest of the canonical ones, provenance.

    Args:
        name: with its schema.
        canonical: the canonical table that its rows are of.
        columns: those with a name, or a place, of their own.
        register: the register that each row refers to.
        grain: what one row is; as of the canonical table when empty.
    """
    kept = {column.source for column in columns}
    rest = [
        from_canonical(canonical, field.name)
        for field in canonical.fields
        if field.name not in {*_OF_KEY, *_FILE} and f"{canonical.name}.{field.name}" not in kept
    ]
    schema, _, bare = name.partition(".")
    return PositionTable(
        schema,
        bare,
        grain or canonical.grain,
        canonical,
        register,
        (*_key(canonical), *_referred(register), *columns, *rest, *_provenance(canonical)),
    )


def surrogate(name: str) -> Column:
    """The surrogate key that the users' code knows of a table."""
    meaning = "Surrogate key, made of date, fund and ordinal: the same after every load."
    return Column(name, "bigint", "", meaning, _USERS, generated=SURROGATE)


def _key(canonical: Table) -> tuple[Column, ...]:
    ordinal = "unit.ordinal" if canonical is PORTFOLIO else f"{canonical.name}.ordinal"  # a portfolio is one row
    return (
        Column("data_pos", "date", "unit.data_pos", "Position date.", _USERS, required=True),
        Column("id_fundo", "integer", "cad.info_fundos", "The fund.", _USERS, required=True),
        Column("ordinal", "integer", ordinal, "Order of the row in its file, from 1.", required=True),
    )


def _referred(register: Register | None) -> tuple[Column, ...]:
    if register is None:
        return ()
    meaning = f"Which it is: `cad.{register.name}`."
    return (Column(register.id, "bigint", f"cad.{register.name}", meaning, _USERS, required=True),)


def _provenance(canonical: Table) -> tuple[Column, ...]:
    """Of the portfolio's file; of the row's own, where the canonical table tells of one."""
    own = canonical is not PORTFOLIO and {*_FILE} <= {*canonical.columns}
    source = canonical.name if own else "unit"
    raw, file = ("portfolio's file",) * 2 if own else ("raw file", "file")
    return (
        Column("situacao_conciliacao", "text", "unit.situacao_conciliacao",
               "Whether the portfolio reconciles: ok, fail, not_verifiable.", required=True),
        Column("version", "integer", "unit.version", f"Version of the {raw}.", required=True),
        Column("arquivo", "text", f"{source}.arquivo", "The file's name as the portal gave it.", required=True),
        Column("sha256", "text", f"{source}.sha256", "Hash of the file's bytes, lower-case hex.", required=True),
        Column("guid", "text", "unit.guid", f"The portal's id of the {file}."),
        Column("run_id", "text", "unit.run_id", "The run that loaded the row.", required=True),
        Column("carregado_em", "timestamptz", "database", "When the row was loaded.", required=True),
    )  # fmt: skip
