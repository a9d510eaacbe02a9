"""Make the immutable, readable key of a fund.

Belongs here: the form and how two equal names are told apart. Does not: when one is made (`matching`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from qore_dagster.model.file_names import is_device
from qore_dagster.portal.funds import PortalFund

LONGEST = 60
_ROOT = 8  # digits of a CNPJ that name the company


def make_slugs(funds: Sequence[PortalFund], taken: Collection[str]) -> list[str]:
    """One new slug for each fund, in their order: `zed-fip-mult`.

    A name that another fund has too, now or before, gets its CNPJ behind it; the result does not depend on the order of
    the funds.

    Args:
        funds: those without a slug.
        taken: all slugs ever given.
    """
    bases = [_base(fund.nome_curto) for fund in funds]
    count = Counter(bases)
    used = set(taken)
    slugs: list[str] = []
    for fund, base in zip(funds, bases, strict=True):
        alone = [base] if count[base] == 1 and base and not is_device(base) else []
        told_apart = [_with(base, tail) for tail in _tails(fund)]
        slug = next(slug for slug in (*alone, *told_apart) if slug not in used)
        used.add(slug)
        slugs.append(slug)
    return slugs


def _base(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:LONGEST].strip("-")


def _tails(fund: PortalFund) -> tuple[str, ...]:
    document = (fund.cnpj or "").lower()
    return tuple(tail for tail in (document[:_ROOT], document, fund.uuid[:_ROOT], fund.uuid) if tail)


def _with(base: str, tail: str) -> str:
    return f"{(base or 'fundo')[: LONGEST - len(tail) - 1].strip('-')}-{tail}"
