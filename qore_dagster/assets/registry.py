"""`registry/funds`: the funds that the portal knows, synchronised before a range is requested.

Belongs here: the asset, and telling Dagster its fund partitions. Does not: the rules of the synchronisation
(`registry.sync`).
"""

import logging
from collections.abc import Sequence
from typing import Any

import dagster as dg

from qore_dagster.assets.keys import REGISTRY
from qore_dagster.instance.unfinished import UNFINISHED
from qore_dagster.partitions import FUNDS
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.errors import Interrupted, PortalError, WrongCredentials
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryChange
from qore_dagster.registry.choices import Choice
from qore_dagster.registry.store import FundStore
from qore_dagster.registry.sync import synchronise
from qore_dagster.resources import QoreResource, WarehouseResource

_log = logging.getLogger(__name__)


def refresh_registry(
    instance: dg.DagsterInstance, warehouse: WarehouseResource, portal: PortalClient
) -> RegistryChange:
    """Synchronise from the portal's list before a request; where only that cannot be had, go on with the known funds.

    That is what `qore funds import` is for: nobody has written down what the portal's list looks like.

    Raises:
        PortalError: neither the list nor the page of a known fund can be had, or no fund is known.
    """
    try:
        change = synchronise_registry(instance, warehouse, portal.discover())
    except (WrongCredentials, Interrupted):
        raise
    except PortalError as error:
        known = [fund for fund in warehouse.funds().values() if fund.active]
        if not known or not _answers_about(known[0].uuid, portal):
            raise
        _log.warning("%s; a execução segue com os %d fundos do cadastro", error.fault.reason, len(known))
        every = [fund.slug for fund in warehouse.funds().values()]
        order_fund_keys(instance, every, [fund.slug for fund in known])  # Dagster's database may be a new one
        return RegistryChange()
    tell_registry(instance, change)
    return change


def _answers_about(uuid: str, portal: PortalClient) -> bool:
    try:
        portal.fund_info(uuid)
    except PortalError:
        return False
    return True


def synchronise_registry(
    instance: dg.DagsterInstance,
    warehouse: WarehouseResource,
    seen: Sequence[PortalFund] | None,
    choices: Sequence[Choice] = (),
) -> RegistryChange:
    """Bring the registry and Dagster's fund partitions up to what was seen (None: nothing was) and what people chose.

    New funds go to the end of the keys; history is never lost: a vanished fund keeps its key.
    """
    with warehouse.connect() as connection:
        store = FundStore(connection)
        change = synchronise(store, seen, choices)
        funds = store.all()
    order_fund_keys(instance, [fund.slug for fund in funds], [fund.slug for fund in funds if fund.active])
    return change


def tell_registry(instance: dg.DagsterInstance, change: RegistryChange) -> None:
    """Show a synchronisation that changed something, and that no run of the asset made, as its materialization."""
    if change:
        instance.report_runless_asset_event(dg.AssetMaterialization(REGISTRY, metadata=_metadata(change)))


def _metadata(change: RegistryChange) -> dict[str, dg.MetadataValue]:
    return {"mudancas": dg.MetadataValue.md("\n".join(f"- {line}" for line in change.lines()) or "nenhuma")}


def order_fund_keys(instance: dg.DagsterInstance, every: Sequence[str], active: Sequence[str]) -> None:
    """Make every fund a partition key, and keep the active ones in one stretch, so that one range covers a day.

    A key that is deleted and added again goes to the end and keeps its history. That is done only where a fund that
    left splits the stretch, and only while no unfinished run could name the keys.
    """
    name = FUNDS.name or ""
    keys = list(instance.get_dynamic_partitions(name))
    new = [slug for slug in every if slug not in keys]
    if new:
        instance.add_dynamic_partitions(name, new)
        keys += new
    places = [keys.index(slug) for slug in active]
    split = bool(places) and max(places) - min(places) + 1 != len(places)
    if split and not instance.get_runs(dg.RunsFilter(statuses=UNFINISHED), limit=1):
        for slug in active:
            instance.delete_dynamic_partition(name, slug)
        instance.add_dynamic_partitions(name, list(active))


@dg.asset(
    key=REGISTRY,
    description="The funds of the portal: identity (UUID, CNPJ), names, what is wanted of each.",
    group_name="registry",
    kinds={"postgres"},
    owners=["team:backoffice"],
)
def registry_funds(
    context: dg.AssetExecutionContext, qore: QoreResource, warehouse: WarehouseResource
) -> dg.MaterializeResult[Any]:
    """Synchronise from the portal."""
    with qore.session(context.run.run_id) as client:
        change = synchronise_registry(context.instance, warehouse, client.discover())
    return dg.MaterializeResult(metadata=_metadata(change))
