"""The portal's funds: who they are and what is odd about each.

Belongs here: identity and profile, fixed for ever. Does not: what a fund holds (`composition`).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qore_dagster.simulator.content import names
from qore_dagster.simulator.content.draw import Draw
from qore_dagster.simulator.content.identifiers import base36, cnpj, isin, uuid
from qore_dagster.simulator.content.instruments import BANK, Company, company


class Envelope(StrEnum):
    """Which of the two published envelopes of ANBIMA 5.0 a fund's files have."""

    GALGO = "GalgoAssBalStmt"
    ANBIMA = "PosicaoAtivosCarteira"


class Oddity(StrEnum):
    """What is unusual about a fund."""

    NONE = ""
    CASH_ONLY = "nothing but cash"
    NEGATIVE_NET_WORTH = "payables exceed assets"
    NEGATIVE_CASH = "an overdrawn account"


@dataclass(frozen=True, slots=True)
class FundType:
    """A type of fund: short and legal name, code of ANBIMA 4.01's `tipofundo`."""

    short: str
    suffix: str
    legal: str
    code: int


@dataclass(frozen=True, slots=True)
class SimFund:
    """An invented fund.

    Attributes:
        index: its place, from 0.
        uuid: the portal's id.
        cnpj: 14 digits.
        isin: of its quota.
        nome: full legal name.
        nome_curto: the portal's short name.
        tipo: FIP, FIDC, FIM, FIA or FIRF.
        tipo_codigo: the type in ANBIMA 4.01.
        codigo_anbima: six digits.
        shell_cnpj: the shell fund's CNPJ, for a class under RCVM 175; None for a fund not adapted to it.
        envelope: of its 5.0 files.
        quota_places: decimals to which its 5.0 files cut the quota (its 4.01 files always have 8).
        positions: lots it holds, cash apart.
        size: BRL of assets on the first day of all walks.
        quotas: units issued; constant.
        oddity: what is unusual.
        administrator, manager, custodian: service providers.
    """

    index: int
    uuid: str
    cnpj: str
    isin: str
    nome: str
    nome_curto: str
    tipo: str
    tipo_codigo: int
    codigo_anbima: str
    shell_cnpj: str | None
    envelope: Envelope
    quota_places: int
    positions: int
    size: int
    quotas: Decimal
    oddity: Oddity
    administrator: Company
    manager: Company
    custodian: Company

    @property
    def slug(self) -> str:
        """The short name as the portal writes it in file names: lower case, no accents, underscores."""
        return slug(self.nome_curto, "_")

    @property
    def first_quota(self) -> Decimal:
        """About what one quota was worth on the first day of all walks, BRL."""
        return self.size / self.quotas

    def has_new_layout(self, day: date) -> bool:
        """Whether the portal's new file names and Excel layout are in force: from 19 December 2025, of some earlier."""
        return day >= (_EARLY_SWITCH if self.index % 17 == 4 else _SWITCH)  # one fund in 17


def slug(text: str, between: str) -> str:
    """A text in lower-case ASCII letters and digits, with `between` in place of everything else."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return between.join(re.findall("[a-z0-9]+", ascii_text))


_SWITCH = date(2025, 12, 19)
_EARLY_SWITCH = date(2025, 12, 8)
_TYPES = (
    FundType("FIP", " MULT", "FUNDO DE INVESTIMENTO EM PARTICIPAÇÕES MULTIESTRATÉGIA", 341),
    FundType("FIDC", "", "FUNDO DE INVESTIMENTO EM DIREITOS CREDITÓRIOS", 345),
    FundType("FIM", " CP", "FUNDO DE INVESTIMENTO MULTIMERCADO CRÉDITO PRIVADO", 229),
    FundType("FIP", " INFRA", "FUNDO DE INVESTIMENTO EM PARTICIPAÇÕES EM INFRAESTRUTURA", 342),
    FundType("FIRF", " LP", "FUNDO DE INVESTIMENTO RENDA FIXA LONGO PRAZO", 211),
    FundType("FIA", "", "FUNDO DE INVESTIMENTO EM AÇÕES", 251),
    FundType("FIM", " AB", "FUNDO DE INVESTIMENTO MULTIMERCADO", 228),
)
_ODDITIES = {3: Oddity.CASH_ONLY, 7: Oddity.NEGATIVE_NET_WORTH, 5: Oddity.NEGATIVE_CASH}
# Positions of a fund by its rank: smallest, quartiles, median and largest as in real files (facts: 62 fund-days).
_POSITIONS = (2, 5, 8, 10, 12, 14, 16, 18, 19, 20, 20, 20, 21, 22, 24, 27, 31, 38, 50, 72, 100)
_UNIT_PLACES = 6  # with up to nine digits before the point no more than the 15 that a spreadsheet keeps
_ROOT_FUNDS = 99_100_000
_ROOT_SHELLS = 99_300_000
_CUSTODIANS = (80, 81, 82)


def make_funds(seed: int, count: int) -> tuple[SimFund, ...]:
    """The funds of a world; each depends on the seed, the count and its place."""
    shuffled = sorted(range(count), key=lambda index: Draw(seed, "rank", index).below(1 << 62))
    last = len(_POSITIONS) - 1
    positions = {
        index: _POSITIONS[rank * last // (count - 1) if count > 1 else last // 2] for rank, index in enumerate(shuffled)
    }
    return tuple(_fund(seed, index, positions[index]) for index in range(count))


def _fund(seed: int, index: int, positions: int) -> SimFund:
    draw = Draw(seed, "fund", index)
    type_ = _TYPES[index % len(_TYPES)]
    stem = _stem(index)
    oddity = _ODDITIES.get(index % 100, Oddity.NONE)
    if index % 9 == 5:  # one fund in nine is overdrawn
        oddity = oddity or Oddity.NEGATIVE_CASH
    size = draw.between(4_000_000, 90_000_000) * draw.choice((1, 1, 2, 10))
    return SimFund(
        index=index,
        uuid=uuid(seed, "fund", index),
        cnpj=cnpj(_ROOT_FUNDS + index * 13),
        isin=isin(f"Y{base36(index, 3)}CTF00"),
        nome=f"{stem} {type_.legal}".upper(),
        nome_curto=f"{type_.short} {stem}{type_.suffix}".upper(),
        tipo=type_.short,
        tipo_codigo=type_.code,
        codigo_anbima=f"{700_000 + index}",
        shell_cnpj=None if index % 5 == 4 else cnpj(_ROOT_SHELLS + index * 13),  # one in five
        envelope=Envelope.ANBIMA if index % 3 == 1 else Envelope.GALGO,
        quota_places=6 if index % 4 == 2 else 8,  # one in four
        positions=0 if oddity is Oddity.CASH_ONLY else positions,
        size=size,
        quotas=round(Decimal(size * 1000) / (draw.choice((1, 10, 100, 1000)) * draw.between(950, 2400)), _UNIT_PLACES),
        oddity=oddity,
        administrator=company(70, "{} Administradora Fiduciária DTVM S.A."),
        manager=company(75, "{} Gestão de Recursos Ltda."),
        custodian=company(_CUSTODIANS[index % len(_CUSTODIANS)], BANK),
    )


def _stem(index: int) -> str:
    """The fund's own word; one fund in eight shares its neighbour's, with a number behind, as sister funds do."""
    sister = index % 8 == 7  # one in eight
    generation, place = divmod(index, names.WORDS)
    number = generation * 2 + 1 + sister
    text = names.fund_word(place - sister)
    return f"{text} {number}" if number > 1 else text
