"""Identifiers in ANBIMA files: CNPJs, ISINs and the fillers that stand for none.

Belongs here: how files write them, what they write for none, and the warning of those that cannot be right. Does not:
the rule of the check digits (`model.cnpj`).
"""

import re
from functools import lru_cache

from qore_dagster.model.cnpj import check_digits
from qore_dagster.model.parsed import ParsedPortfolio

_CNPJ_LENGTH = 14
_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_PUNCTUATION = re.compile(r"[.\-/\s]")
_FILLER = re.compile(r"\*+|0+|[A-Z]{2}0{10}")


def text_of(text: str | None) -> str | None:
    """Strip a text; None for an absent, empty or blank one."""
    return (text or "").strip() or None


def identifier_of(text: str | None) -> str | None:
    """Strip an identifier; None for an absent one and for fillers: `************`, `BR0000000000`, zeros."""
    found = text_of(text)
    return None if found is None or _FILLER.fullmatch(found) else found


def cnpj_of(text: str | None) -> str | None:
    """Bring a CNPJ to its 14 characters, numeric or alphanumeric (issued since July 2026), as text.

    Zeros that a typed writer lost are put back; punctuation is dropped. Check digits are not required, see
    `is_valid_cnpj`.

    Returns:
        The CNPJ; None for an absent one, for fillers and for nothing but zeros.
    """
    found = _PUNCTUATION.sub("", text or "").upper()
    if not found.strip("0*"):
        return None
    return found.zfill(_CNPJ_LENGTH)


def document_of(text: str | None) -> str | None:
    """A CNPJ or CPF without its punctuation; None for an absent one, for fillers and for nothing but zeros."""
    found = _PUNCTUATION.sub("", text or "").upper()
    return found if found.strip("0*") else None


def is_valid_cnpj(cnpj: str) -> bool:
    """Whether a CNPJ of 14 characters has the right check digits."""
    return _CNPJ.fullmatch(cnpj) is not None and cnpj[12:] == check_digits(cnpj[:12])


_ISSUED = lru_cache(4096)(is_valid_cnpj)  # many funds hold papers of the same issuers
_OF_PORTFOLIO = ("cnpj", "cnpj_administrador", "cnpj_gestor", "cnpj_custodiante")
_OF_HOLDING = ("cnpj_emissor", "cnpj_contraparte", "cnpj_corretora", "aluguel_cnpj_intermediario")


def wrong_cnpjs(parsed: ParsedPortfolio) -> list[str]:
    """A warning that names the CNPJs whose check digits are wrong; nothing where all are right."""
    numbers = [parsed.portfolio.get(column) for column in _OF_PORTFOLIO]
    numbers += [number for row in parsed.holdings for column in _OF_HOLDING if (number := row.get(column))]
    wrong = dict.fromkeys(number for number in numbers if isinstance(number, str) and not _ISSUED(number))
    told = f"{parsed.portfolio['arquivo']}: CNPJ com dígito verificador errado: {', '.join(wrong)}"
    return [told] if wrong else []
