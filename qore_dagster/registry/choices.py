"""What people want of the funds: which are on, which file types, and where their files are filed.

Belongs here: a choice, and applying choices to the registry's funds. Does not: reading them from a file (`importing`),
the portal's list (`matching`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qore_dagster.model.file_type import FileType
from qore_dagster.registry.changes import RegistryChange, RegistryError
from qore_dagster.registry.filing_names import refuse_same_names
from qore_dagster.registry.funds import Fund
from qore_dagster.registry.order import in_order


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said of one fund.

    Attributes:
        nome: how the person calls it; for messages, never for identity.
        uuid: the portal's id, or None.
        cnpj: 14 characters, or None; one of both is there.
        wanted: whether its files are to be asked for; None leaves it as it is.
        types: the file types wanted; None leaves them as they are.
        filing_name: the fund in the names of its archived files; None leaves it as it is.
        filing_folder: its folder below the archive's root; None leaves it as it is.
    """

    nome: str
    uuid: str | None
    cnpj: str | None
    wanted: bool | None = None
    types: tuple[FileType, ...] | None = None
    filing_name: str | None = None
    filing_folder: str | None = None


def choose(funds: Sequence[Fund], choices: Sequence[Choice]) -> tuple[list[Fund], RegistryChange]:
    """Apply choices; funds that none is about stay as they are.

    Args:
        funds: all funds of the registry.
        choices: at most one of each fund.

    Returns:
        All funds in their new order, and what changed.

    Raises:
        RegistryError: choices are about funds that the registry does not have, two are about the same fund,
            or two funds would be filed under one name.
    """
    chosen = _by_slug(funds, choices)
    after = [_chosen(fund, chosen.get(fund.slug)) for fund in funds]
    refuse_same_names(after)
    pairs = list(zip(funds, after, strict=True))
    return in_order(after), RegistryChange(
        switched_off=tuple(now for was, now in pairs if was.wanted and not now.wanted),
        switched_on=tuple(now for was, now in pairs if now.wanted and not was.wanted),
        retyped=tuple(now for was, now in pairs if now.types != was.types),
        refiled=tuple(
            now for was, now in pairs if (now.filing_name, now.filing_folder) != (was.filing_name, was.filing_folder)
        ),
    )


def _chosen(fund: Fund, choice: Choice | None) -> Fund:
    if choice is None:
        return fund
    renamed = choice.filing_name and fund.filing_name and choice.filing_name != fund.filing_name
    return replace(
        fund,
        wanted=fund.wanted if choice.wanted is None else choice.wanted,
        types=fund.types if choice.types is None else choice.types,
        filing_name=choice.filing_name or fund.filing_name,
        filing_folder=choice.filing_folder or fund.filing_folder,
        former_filing_names=_before(fund) if renamed else fund.former_filing_names,
    )


def _before(fund: Fund) -> tuple[str, ...]:
    """The names that it will have had, each once."""
    return tuple(dict.fromkeys((*fund.former_filing_names, *([fund.filing_name] if fund.filing_name else ()))))


def _by_slug(funds: Sequence[Fund], choices: Sequence[Choice]) -> dict[str, Choice]:
    by_uuid = {fund.uuid: fund for fund in funds}
    by_cnpj = {fund.cnpj: fund for fund in funds if fund.cnpj}
    chosen: dict[str, Choice] = {}
    unknown: list[Choice] = []
    for choice in choices:
        fund = by_uuid.get(choice.uuid or "") or by_cnpj.get(choice.cnpj or "")
        if fund is None:
            unknown.append(choice)
        elif chosen.setdefault(fund.slug, choice) is not choice:
            raise RegistryError(
                f"o arquivo fala duas vezes do fundo {fund.slug}: como {chosen[fund.slug].nome} e como {choice.nome}",
                "nada foi mudado; deixe só uma das entradas",
                code="same_identity",
            )
    if unknown:
        raise RegistryError(
            "fundos que não estão no cadastro: "
            + ", ".join(f"{choice.nome} (CNPJ {choice.cnpj or '-'})" for choice in unknown),
            "nada foi mudado; rode `qore funds --sync` antes, ou corrija o CNPJ ou tire o fundo do arquivo",
            code="unknown_fund",
        )
    return chosen
