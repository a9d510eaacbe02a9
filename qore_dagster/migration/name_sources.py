"""The old tables of names and days: funds, holders, what stands for what, business days.

Belongs here: names, kinds and targets of their columns. Does not: how they are loaded (`names`, `holders`, `lookups`).
"""

from qore_dagster.migration.fields import Kind, Source
from qore_dagster.migration.source_fields import field

CARTEIRAS = Source(
    "BriTech_Carteiras",
    "cad.info_fundos",
    "one portfolio of BriTech; its names go to aux.depara_fundos",
    "a name of the registry's fund, letter by letter but for case, accents and blanks; else a fund of its own, "
    "`britech-<Id_Carteira>`",
    (
        field("id_carteira", Kind.CODE, "Id_Carteira", required=True),
        field("nome", Kind.TEXT, "Nome", required=True),
        field("de_para_qore", Kind.TEXT, "de_para_qore"),
        field("tipo_fundo", Kind.TEXT, "Tipo_Fundo"),
        field("de_para_maps", Kind.CODE, "de_para_maps"),
    ),
)

DEPARA = Source(
    "DEPARA",
    "aux.depara_fundos, aux.depara_ativos, aux.depara_emissores",
    "one name and what it stands for",
    "the kind of the row says which table; of a fund, PARA is a name of it",
    (
        field("tipo", Kind.TEXT, "TIPO", "TABELA", "SISTEMA"),
        field("de", Kind.TEXT, "DE", "ORIGEM", "DEPARA", required=True),
        field("para", Kind.TEXT, "PARA", "DESTINO", required=True),
    ),
    documented=False,
)

COTISTAS = Source(
    "BriTech_Cotistas",
    "cad.info_cotistas",
    "one holder of quotas in BriTech",
    "CPF or CNPJ with its lost zeros put back; a holder without a valid one is `BRITECH|<ID_COTISTA>`",
    (
        field("id_cotista", Kind.CODE, "ID_COTISTA", required=True),
        field("nome", Kind.TEXT, "NOME", required=True),
        field("documento", Kind.DOCUMENT, "CPF_CNPJ"),
    ),
)

DIAS_UTEIS = Source(
    "DIAS_UTEIS",
    "cad.info_calendario",
    "one day; a business day unless a column says otherwise",
    "the day",
    (
        field("data", Kind.DATE, "DATA", "DIA", "DIAS_UTEIS", "DIAS UTEIS", required=True),
        field("dia_util", Kind.FLAG, "DIA_UTIL", "UTIL"),
        field("descricao", Kind.TEXT, "DESCRICAO", "FERIADO"),
    ),
    documented=False,
)
