"""The name by which a fund's files are filed: made once from its short name, and changed by people only.

A renamed fund keeps it, so that no file is filed twice, and no two funds ever share one, not even one after the other,
so that none takes another's place. Belongs here: making it, and refusing two alike. Does not: what a name may be
(`model.file_names`), where files are put (`archive`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qore_dagster.model.file_names import LONGEST, folded, safe_name
from qore_dagster.registry.changes import RegistryError
from qore_dagster.registry.funds import Fund

_LIKE_A_VERSION = re.compile(r".*\([0-9]+\)")  # `ZED (1)` would be the second version of ZED's file


def with_filing_names(funds: Sequence[Fund]) -> list[Fund]:
    """The same funds, each with a name for its files; those that have one keep it.

    A name that another fund has too gets the slug behind it; the result does not depend on the order of the funds.
    """
    taken = {folded(name) for fund in funds for name in _names(fund)}
    new = [fund for fund in funds if not fund.filing_name]
    count = Counter(folded(safe_name(fund.nome_curto)) for fund in new)
    names: dict[str, str] = {}
    for fund in sorted(new, key=lambda fund: fund.slug):
        alone = count[folded(safe_name(fund.nome_curto))] == 1
        name = next(name for name in _candidates(fund, alone=alone) if folded(name) not in taken)
        taken.add(folded(name))
        names[fund.slug] = name
    return [replace(fund, filing_name=names.get(fund.slug, fund.filing_name)) for fund in funds]


def may_be_filing_name(name: str) -> bool:
    """Whether no version of another fund's file could have this name."""
    return not _LIKE_A_VERSION.fullmatch(name)


def refuse_same_names(funds: Iterable[Fund]) -> None:
    """See that no two funds are filed under one name, nor one under a name that another's files bear from before.

    Raises:
        RegistryError: two are; names both.
    """
    owner: dict[str, Fund] = {}
    for fund in funds:
        for name in _names(fund):
            other = owner.setdefault(folded(name), fund)
            if other is not fund:
                raise RegistryError(
                    f"os fundos {other.slug} e {fund.slug} teriam arquivos de mesmo nome: {name}",
                    "nada foi mudado; dê a um deles outro nome_arquivo, que nenhum outro fundo tenha ou já tenha tido",
                    code="same_name",
                )


def _names(fund: Fund) -> Iterable[str]:
    """Its name now, and those that it had."""
    return (*([fund.filing_name] if fund.filing_name else ()), *fund.former_filing_names)


def _candidates(fund: Fund, *, alone: bool) -> Iterable[str]:
    name = safe_name(fund.nome_curto)
    if alone and name and may_be_filing_name(name):
        yield name
    for tail in (fund.slug, fund.uuid):
        room = LONGEST - len(tail) - len(" - ")
        yield f"{safe_name(name, room)} - {tail}" if room > 0 and safe_name(name, room) else tail
