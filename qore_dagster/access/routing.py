"""Which table of the Access file a holding goes to.

Belongs here: what the tables of PostgreSQL are called there, and the one that Access splits in two. Does not: which
section goes to which table of PostgreSQL (`warehouse.routing`), stated once for both sinks.
"""

from qore_dagster.access.columns import folded
from qore_dagster.model.parsed import Row
from qore_dagster.warehouse.routing import table_of as position_table_of

NAMES = {
    "pos_rf": "Renda_Fixa_Qore",
    "pos_rv": "Renda_Variável_Qore",
    "pos_cotas_fundos": "Fundos_Qore",
    "pos_dir_cred": "Direito_Creditorio_Qore",
    "pos_derivativos": "Derivativos_Qore",
    "pos_outros": "Outros_Qore",
}

STAKES = "Sociedade_Limitada_QORE"
STAKE_SECTIONS = {"participacoes", "participacao em sociedade limitada"}
"""What 4.01 and Excel call stakes in companies that are not listed."""


def table_of(holding: Row) -> str:
    """The table of a row of the canonical holdings."""
    name = NAMES[position_table_of(holding)]
    return STAKES if name == NAMES["pos_rv"] and _is_stake(holding) else name


def _is_stake(holding: Row) -> bool:
    """Whether it stands among the stakes, or is equity without ISIN and market code, as 5.0 tells of a stake."""
    if folded(str(holding.get("secao_origem") or "")) in STAKE_SECTIONS:
        return True
    return holding.get("secao") == "EQUI" and not holding.get("isin") and not holding.get("codigo")
