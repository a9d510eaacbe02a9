"""A fund as the portal tells of it.

Belongs here: the list entry, the fund's own page, reading the latter. Does not: finding funds in the dashboard
(`discovery`), what the platform knows of a fund (`registry`).
"""

from dataclasses import dataclass
from typing import Any

from qore_dagster.model import cnpj as cnpjs
from qore_dagster.portal.errors import Unreadable
from qore_dagster.portal.shapes import fields_of, shape


@dataclass(frozen=True, slots=True)
class PortalFund:
    """A fund of the portal's list, or of a list that stands in for it.

    Attributes:
        uuid: the portal's id, lower case with hyphens.
        nome_curto: the name the list shows.
        nome: the full legal name; None where the list does not tell it.
        cnpj: 14 characters; None where the list does not tell it.
    """

    uuid: str
    nome_curto: str
    nome: str | None = None
    cnpj: str | None = None


@dataclass(frozen=True, slots=True)
class FundInfo:
    """What `fundos-posicao/{uuid}` says of the fund's identity.

    Attributes:
        uuid: the portal's id.
        nome: the full legal name.
        cnpj: 14 characters.
    """

    uuid: str
    nome: str
    cnpj: str


def read_fund_info(body: Any, *, uuid: str) -> FundInfo:
    """Read the answer of `fundos-posicao/{uuid}`.

    Raises:
        Unreadable: name or CNPJ is not there, or the answer is about another fund.
    """
    action = "abra um chamado com esta mensagem; se o cadastro do fundo no portal estiver incompleto, peça à QORE DTVM"
    fields = fields_of(body)
    nome, document, guid = fields.get("nome"), fields.get("cnpj"), fields.get("guid")
    if not isinstance(nome, str) or not nome.strip() or not isinstance(document, (str, int)):
        raise Unreadable(f"fundo {uuid}: a resposta não tem nome e CNPJ; veio {shape(body)}", action)
    if isinstance(guid, str) and guid.lower() != uuid.lower():
        raise Unreadable(f"fundo {uuid}: o portal respondeu sobre outro fundo ({guid})", action, code="other_fund")
    try:
        cnpj = cnpjs.normalise(str(document))
    except ValueError:
        raise Unreadable(
            f"fundo {uuid} ({nome.strip()}): o CNPJ informado pelo portal não é válido", action, code="bad_cnpj"
        ) from None
    return FundInfo(uuid, " ".join(nome.split()), cnpj)
