"""Which section of a portfolio goes to which position table.

Belongs here: that table, as data. Does not: the tables' columns (`tables`).

Nothing is lost and nothing becomes fixed income by default: a section that is not listed goes to `pos_outros`.
"""

from qore_dagster.model.parsed import Row

OTHERS = "pos_outros"

SECTIONS = {
    "GOVE": "pos_rf",
    "CORP": "pos_rf",
    "DEBE": "pos_rf",
    "REPO": "pos_rf",
    "EQUI": "pos_rv",
    "SHAR": "pos_cotas_fundos",
    "RECE": "pos_dir_cred",
    "STRU": "pos_dir_cred",
    "FUTU": "pos_derivativos",
    "OPTN": "pos_derivativos",
    "FWRD": "pos_derivativos",
    "SWAP": "pos_derivativos",
    "REAL": OTHERS,
    "UNKN": OTHERS,
}
"""By asset type (TABELA NIVEL 1), loans apart."""

LENT = {"EQUI": "pos_rv", "GOVE": "pos_rf", "CORP": "pos_rf", "DEBE": "pos_rf"}
"""A loan (NIVEL 1 = LOAN) stands with the paper lent (TABELA NIVEL 2); `secao` keeps it apart."""


def table_of(holding: Row) -> str:
    """The position table of a row of the canonical holdings."""
    if holding.get("secao") == "LOAN":
        return LENT.get(str(holding.get("nivel_2")), OTHERS)
    return SECTIONS.get(str(holding.get("secao")), OTHERS)


def type_of(holding: Row) -> str:
    """The asset type; of a loan, that of the paper lent."""
    if holding.get("secao") == "LOAN" and holding.get("nivel_2"):
        return str(holding.get("nivel_2"))
    return str(holding.get("secao"))
