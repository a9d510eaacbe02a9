"""The request as schedule and sensor make it, inside the daemon's tick.

Belongs here: opening what a request needs. Does not: the request itself (`requests`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

import dagster as dg

from qore_dagster.assets.registry import refresh_registry
from qore_dagster.automation.places import Places
from qore_dagster.automation.requests import Asked, Request, make_request
from qore_dagster.automation.unfinished import covered_by_unfinished_runs
from qore_dagster.intake.fetch import Intake
from qore_dagster.resources import QoreResource, RawStoreResource, WarehouseResource, portal_session
from qore_dagster.settings import Settings


def request_days(
    instance: dg.DagsterInstance,
    settings: Settings,
    days: Sequence[date],
    *,
    qore: QoreResource,
    raw_store: RawStoreResource,
    warehouse: WarehouseResource,
    vain: bool,
) -> Request:
    """Synchronise the registry, then list, compare and say what to run for all active funds; `vain` as in `Asked`."""
    session = f"tick-{uuid4().hex}"
    try:
        with qore.session(session) as portal, warehouse.ledger() as ledger:
            refresh_registry(instance, warehouse, portal)
            active = [fund for fund in warehouse.funds().values() if fund.active]
            intake = Intake(portal, raw_store.open(), ledger, {fund.slug: fund for fund in active}, session)
            asked = replace(Asked.of(days, active, settings.qore_types), vain=vain)
            running = covered_by_unfinished_runs(instance)
            return make_request(instance, intake, asked, running, places=Places.of(settings))
    finally:
        portal_session(settings, session).forget()
