"""The checks that look beyond one portfolio: one step after all tables are loaded.

Belongs here: what Dagster shows of them, and when they run. Does not: the rules (`model.cross_checks`), what they
compare (`intake.cross_checks`).
"""

from collections.abc import Collection, Iterator

import dagster as dg

from qore_dagster.assets.keys import SINK, table_key
from qore_dagster.checks import log_check_results
from qore_dagster.intake.cross_checks import CrossChecks
from qore_dagster.intake.portal_figures import Answers, portal_figures
from qore_dagster.model.cross_checks import CROSS_CHECKS, Unchecked
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CHECKS
from qore_dagster.partitions import keys_of
from qore_dagster.resources import SESSION_TAG, QoreResource, WarehouseResource
from qore_dagster.settings import Settings
from qore_dagster.warehouse.loaded_quotas import LoadedQuotas
from qore_dagster.warehouse.parameters import FundParameters

STEP = "cross_checks"

_OFF = Unchecked("a conferência com o portal está desligada (QORE_PORTAL_CHECK)", applies=False)
_MOST_RETRIES = 2
_LONGEST_READ = 20.0  # seconds: a check that only warns does not hold a run up for long


def cross_checks(partitions_def: dg.PartitionsDefinition, settings: Settings) -> dg.AssetChecksDefinition:
    """One step for all of them; none blocks, and a portal that does not answer makes none fail."""
    specs = [
        dg.AssetCheckSpec(
            check.name,
            asset=table_key(f"pos.{check.table}"),
            description=check.meaning,
            additional_deps=[key for key in SINK if key != table_key(f"pos.{check.table}")],  # all tables are loaded
            partitions_def=partitions_def,
        )
        for check in CROSS_CHECKS
    ]

    @dg.multi_asset_check(
        name=STEP, specs=specs, description="Portal, fundos da casa em carteira e dia anterior: só avisam."
    )
    def checks(
        context: dg.AssetCheckExecutionContext, qore: QoreResource, warehouse: WarehouseResource
    ) -> Iterator[object]:
        keys = keys_of(context.partition_keys)
        session = context.run.tags.get(SESSION_TAG, context.run.run_id)

        def ask_portal(loaded: Collection[FundDay]) -> Answers:
            if not settings.qore_portal_check:
                return dict.fromkeys(loaded, _OFF)
            with qore.session(
                session,
                qore_retries=min(settings.qore_retries, _MOST_RETRIES),
                qore_read_timeout=min(settings.qore_read_timeout, _LONGEST_READ),
            ) as portal:
                return portal_figures(portal, loaded, funds)

        funds = warehouse.funds()
        with warehouse.connect() as connection:
            loaded, parameters = LoadedQuotas(connection), FundParameters(connection)
            made = CrossChecks(loaded, funds, ask_portal, parameters, settings.qore_quota_jump)
            results, again = made.run(keys), made.again(keys)
        with warehouse.ledger() as ledger:
            ledger.record_reconciliations(context.run.run_id, results, first_place=len(CHECKS))
            for place, check in enumerate(CROSS_CHECKS, len(CHECKS)):
                if check.name in again:
                    ledger.record_reconciliations(context.run.run_id, again[check.name], first_place=place)
        yield from log_check_results(context, specs, results, *again.values())

    return checks
