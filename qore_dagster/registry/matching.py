"""Match the portal's list with the registry, and say what changed.

Belongs here: identity by UUID, then CNPJ, never by name; conflicts. Does not: what people want of a fund (`choices`),
the order of keys (`order`), the database (`sync`, `store`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from qore_dagster.model.file_type import FileType
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import Changed, RegistryChange, RegistryError
from qore_dagster.registry.filing_names import with_filing_names
from qore_dagster.registry.funds import Fund
from qore_dagster.registry.order import in_order
from qore_dagster.registry.slugs import make_slugs


def match(known: Sequence[Fund], seen: Sequence[PortalFund]) -> tuple[list[Fund], RegistryChange]:
    """Merge the portal's whole list into the registry.

    Args:
        known: all funds of the registry, in order.
        seen: all funds of the list.

    Returns:
        All funds in their new order, and what changed.

    Raises:
        RegistryError: the list is empty; two entries claim one UUID, one CNPJ or one known fund; or an entry's UUID and
            CNPJ belong to two known funds. Names both.
    """
    if not seen:
        raise RegistryError(
            "a lista de fundos está vazia", "nada foi mudado; confira a lista e rode de novo", code="no_funds"
        )
    _refuse_twins(seen)
    owners = _owners(known, seen)
    claimed = {owners[fund].slug: fund for fund in seen if fund in owners}
    new = [fund for fund in seen if fund not in owners]
    slugs = make_slugs(new, [fund.slug for fund in known])
    added = [
        Fund(
            slug,
            fund.uuid,
            fund.cnpj,
            fund.nome or fund.nome_curto,
            fund.nome_curto,
            listed=True,
            wanted=True,
            types=tuple(FileType),
            position=0,
        )
        for slug, fund in zip(slugs, new, strict=True)
    ]
    updated = [_updated(fund, claimed.get(fund.slug)) for fund in known]
    merged = in_order(with_filing_names([*updated, *added]))
    after = {fund.slug: fund for fund in merged}
    pairs = [(fund, after[fund.slug]) for fund in known]
    return merged, RegistryChange(
        added=tuple(after[fund.slug] for fund in added),
        renamed=_changes(pairs, lambda fund: f"{fund.nome_curto} ({fund.nome})"),
        reidentified=_changes(
            [pair for pair in pairs if pair[0].cnpj],  # a CNPJ that was not known yet is no change
            lambda fund: f"UUID {fund.uuid}, CNPJ {fund.cnpj}",
        ),
        vanished=tuple(now for was, now in pairs if was.listed and not now.listed),
        returned=tuple(now for was, now in pairs if now.listed and not was.listed),
    )


def _refuse_twins(seen: Sequence[PortalFund]) -> None:
    identities: tuple[tuple[str, Callable[[PortalFund], str | None]], ...] = (
        ("UUID", lambda fund: fund.uuid),
        ("CNPJ", lambda fund: fund.cnpj),
    )
    for what, identity in identities:
        owner: dict[str, PortalFund] = {}
        for fund in seen:
            value = identity(fund)
            if value is None:
                continue
            other = owner.setdefault(value, fund)
            if other is not fund:
                raise RegistryError(
                    f"dois fundos da lista têm o {what} {value}: {_named(other)} e {_named(fund)}",
                    "nada foi mudado; peça à QORE DTVM que corrija o cadastro e rode de novo",
                    code="same_identity",
                )


def _owners(known: Sequence[Fund], seen: Sequence[PortalFund]) -> dict[PortalFund, Fund]:
    """The known fund that each entry is, where it is one."""
    by_uuid = {fund.uuid: fund for fund in known}
    by_cnpj = {fund.cnpj: fund for fund in known if fund.cnpj}
    owners: dict[PortalFund, Fund] = {}
    claimed: dict[str, PortalFund] = {}
    for entry in seen:
        by_id, by_document = by_uuid.get(entry.uuid), by_cnpj.get(entry.cnpj) if entry.cnpj else None
        if by_id and by_document and by_id is not by_document:
            raise RegistryError(
                f"o fundo {_named(entry)} da lista tem o UUID de {by_id.nome_curto} ({by_id.slug}) e o "
                f"CNPJ de {by_document.nome_curto} ({by_document.slug})",
                "nada foi mudado; confira no portal qual dos dois ele é",
                code="two_identities",
            )
        owner = by_id or by_document
        if owner is None:
            continue
        other = claimed.setdefault(owner.slug, entry)
        if other is not entry:
            raise RegistryError(
                f"dois fundos da lista são o mesmo fundo {owner.slug}, um pelo UUID e outro pelo CNPJ: "
                f"{_named(other)} e {_named(entry)}",
                "nada foi mudado; confira os dois no portal",
                code="same_identity",
            )
        owners[entry] = owner
    return owners


def _updated(fund: Fund, entry: PortalFund | None) -> Fund:
    if entry is None:
        return replace(fund, listed=False)
    return replace(
        fund,
        uuid=entry.uuid,
        cnpj=entry.cnpj or fund.cnpj,
        nome=entry.nome or fund.nome,
        nome_curto=entry.nome_curto,
        listed=True,
    )


def _changes(pairs: Iterable[tuple[Fund, Fund]], shown: Callable[[Fund], str]) -> tuple[Changed, ...]:
    return tuple(Changed(now.slug, now.nome, shown(was), shown(now)) for was, now in pairs if shown(was) != shown(now))


def _named(fund: PortalFund) -> str:
    return f"{fund.nome_curto} (UUID {fund.uuid}, CNPJ {fund.cnpj or '-'})"
