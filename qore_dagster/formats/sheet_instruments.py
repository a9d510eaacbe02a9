"""What a row of an Excel section is, beyond its cells: asset type, direction, side of a provision.

Belongs here: the rules, as functions that complete a row, and their tables of words. Does not: which section has which
(the layouts' tables).

The codes are those of ANBIMA's TABELA NIVEL 1. Excel reports have no such code: a section, a class or a name tells it,
and where none does, the row is UNKN; its section stays in `secao_origem`.
"""

from collections.abc import Mapping
from decimal import Decimal

from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.identifiers import is_valid_cnpj
from qore_dagster.formats.sheet_fields import Completion
from qore_dagster.model.parsed import Row

UNKNOWN = "UNKN"
ISSUER = "Emissor"
CLASS = "Classe"

# First word of a paper's name, where it says the type itself.
_PAPERS = {
    **dict.fromkeys(("LFT", "LTN", "NTN-B", "NTN-C", "NTN-F"), "GOVE"),
    **dict.fromkeys(("DEB", "DEBENTURE"), "DEBE"),
    **dict.fromkeys(("COMPROMISSADA", "OPERACAOCOMPROMISSADA"), "REPO"),
}
_TREASURY = "TESOURONACIONAL"
# Assumed: no source tells the classes that the new layout's files have, nor that they have any.
_CLASSES = {
    "TITULOPUBLICO": "GOVE",
    "OPERACAOCOMPROMISSADA": "REPO",
    "TITULOPRIVADO": "CORP",
    "DEBENTURE": "DEBE",
    "ACAO": "EQUI",
    "PARTICIPACAO": "EQUI",
    "FUTURO": "FUTU",
    "COTADEFUNDO": "SHAR",
    "DIREITOCREDITORIO": "RECE",
}


def of_section(code: str) -> Completion:
    """Rows of a section that has one asset type."""

    def complete(row: Row, texts: Mapping[str, str | None]) -> Row:  # noqa: ARG001 - one of `Completion`
        return {"secao": code, **_direction(row)}

    return complete


def fixed_income(row: Row, texts: Mapping[str, str | None]) -> Row:
    """A paper by its name if that says its type, else by its issuer: the Treasury's is GOVE, another's CORP."""
    name, issuer = row.get("descricao"), normal_code(texts.get(ISSUER) or "")
    word = normal_code(name.split()[0]) if isinstance(name, str) else ""
    by_issuer = ("GOVE" if _TREASURY in issuer else "CORP") if issuer else UNKNOWN
    return {"secao": _PAPERS.get(word, by_issuer), **_direction(row)}


def stake(row: Row, texts: Mapping[str, str | None]) -> Row:  # noqa: ARG001 - one of `Completion`
    """A stake in a company that is not listed; its code is the company's CNPJ if the check digits say so."""
    code = row.get("codigo")
    issuer = "".join(filter(str.isalnum, code)) if isinstance(code, str) else ""
    return {"secao": "EQUI", "cnpj_emissor": issuer if is_valid_cnpj(issuer) else None, **_direction(row)}


def by_class(row: Row, texts: Mapping[str, str | None]) -> Row:
    """A row whose class stands beside it."""
    return {"secao": _CLASSES.get(normal_code(texts.get(CLASS) or ""), UNKNOWN), **_direction(row)}


def provision(row: Row, texts: Mapping[str, str | None]) -> Row:  # noqa: ARG001 - one of `Completion`
    """Negative is payable; a zero enters neither side's total and is kept as receivable."""
    value = row["valor"]
    owed = isinstance(value, Decimal) and value < 0
    return {"tipo_cpr": "PAGAR" if owed else "RECEBER", "valor": abs(value) if isinstance(value, Decimal) else value}


def quota(row: Row, texts: Mapping[str, str | None]) -> Row:  # noqa: ARG001 - one of `Completion`
    """How many decimals the quota has: a cell is a double, so zeros at its end cannot be told."""
    value = row["valorcota"]
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else None
    return {"casas_cota": max(0, -exponent) if isinstance(exponent, int) else None}


def _direction(row: Row) -> Row:
    """A negative quantity is held short; the quantity itself is positive in the model, the value keeps its sign."""
    quantity = row.get("quantidade")
    if not isinstance(quantity, Decimal):
        value = row.get("valor_mercado")
        return {"direcao": "SHOR" if isinstance(value, Decimal) and value < 0 else "LONG"}
    return {"direcao": "SHOR" if quantity < 0 else "LONG", "quantidade": abs(quantity)}
