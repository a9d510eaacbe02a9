"""The tables that are looked up: names to funds, days to business days, parameters of funds. Every column stated once.

Belongs here: names, types and meanings; they drive `docs/tables.md` and the test of the DDL
(`sql/0300_access_migration.sql`, `sql/0310_parameters.sql`). Does not: what fills them (`migration`, `parameters`).
"""

from dataclasses import dataclass

from qore_dagster.warehouse.columns import Column, Origin

_USERS = Origin.USERS


@dataclass(frozen=True)
class Lookup:
    """A table that is looked up.

    Attributes:
        name: with its schema: `aux.depara_fundos`.
        grain: what one row is, in English.
        key: the columns of its primary key.
        columns: all columns, in order.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _text(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name, "text", "migration", meaning, required=required)


_WRITTEN = Column("atualizado_em", "timestamptz", "database", "When the row was written last.", required=True)


def _names_of(what: str) -> tuple[Column, ...]:
    return (
        _text("de", f"What the {what} is called."),
        _text("para", f"The {what} that it is."),
        _text("fonte", "Who says so."),
        _WRITTEN,
    )


DEPARA_FUNDOS = Lookup(
    "aux.depara_fundos",
    "one name or code of a fund in one system; of two funds under one name neither holds, until a person says which",
    ("sistema", "codigo", "id_fundo"),
    (
        _text("sistema", "Who calls it so: QORE (names), BRITECH (Id_Carteira), MAPS."),
        _text("codigo", "The name or code, as it is written there."),
        Column("id_fundo", "integer", "cad.info_fundos", "The fund.", _USERS, required=True),
        _text("fonte", "Who says so: pessoa (before all others), cadastro, BriTech_Carteiras, DEPARA."),
        _WRITTEN,
    ),
)
DEPARA_ATIVOS = Lookup("aux.depara_ativos", "one name of an instrument", ("de",), _names_of("instrument"))
DEPARA_EMISSORES = Lookup("aux.depara_emissores", "one name of an issuer", ("de",), _names_of("issuer"))
INFO_CALENDARIO = Lookup(
    "cad.info_calendario",
    "one day of the calendar that people keep",
    ("data",),
    (
        Column("data", "date", "migration", "The day.", required=True),
        Column("dia_util", "boolean", "migration", "Whether it is a business day.", required=True),
        _text("descricao", "Free text, such as the holiday's name.", required=False),
        _text("fonte", "Who says so."),
        _WRITTEN,
    ),
)

PARAMETROS = Lookup(
    "aux.parametros",
    "one parameter of a fund, which holds instead of a setting from a day on, until the next row of the same",
    ("parametro", "fundo", "vigente_desde"),
    (
        Column("parametro", "text", "qore params",
               "variacao_cota_maxima: largest change of the quota in a business day, %, instead of QORE_QUOTA_JUMP.",
               required=True),
        Column("fundo", "text", "fund.slug", "The fund's immutable slug in the registry.", required=True),
        Column("vigente_desde", "date", "qore params", "The first position date for which it holds.", required=True),
        Column("valor", "numeric", "qore params", "The value; null: the setting holds again."),
        Column("fonte", "text", "database", "Who says so: the database's user.", required=True),
        _WRITTEN,
    ),
)  # fmt: skip

LOOKUPS = (DEPARA_FUNDOS, DEPARA_ATIVOS, DEPARA_EMISSORES, INFO_CALENDARIO, PARAMETROS)
