"""Reconciliation as asset checks, one result per fund and day.

Belongs here: what Dagster shows of the rules. Does not: the rules (`model.reconciliation`, `model.cross_checks`).
Concept: dagster.io, "Testing assets with asset checks".
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from qore_dagster.instance.check_events import log_check_evaluations
from qore_dagster.model.batch import Batch
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CHECKS, CheckResult, Status

_STATUS_TEXT = {
    Status.HOLDS: "confere",
    Status.DOES_NOT_HOLD: "não confere",
    Status.CANNOT_BE_CHECKED: "não pode ser verificado",
}


def reconciliation_specs(asset: dg.AssetKey, partitions_def: dg.PartitionsDefinition) -> list[dg.AssetCheckSpec]:
    """One check a rule; none blocks: a portfolio that does not reconcile is loaded and flagged."""
    return [
        dg.AssetCheckSpec(
            check.name,
            asset=asset,
            description=check.meaning,
            partitions_def=partitions_def,
        )
        for check in CHECKS
    ]


def log_check_results(
    context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext,
    specs: list[dg.AssetCheckSpec],
    *checked: Batch[Sequence[CheckResult]],
) -> Iterator[object]:
    """Log every result of every good fund-day, and yield what Dagster wants of a step that has checks.

    A fund-day without positions is told as one that cannot be checked: Dagster would show its checks as broken off.

    Args:
        context: of the step.
        specs: its checks.
        *checked: the results of each fund-day, whether it is a partition of the run or not.
    """
    selected = [spec for spec in specs if spec.key in context.selected_asset_check_keys]
    names = {spec.name: spec.asset_key for spec in selected}
    for spec in selected:
        yield dg.Output(None, output_name=spec.get_python_identifier())
    results = [(key, result) for batch in checked for key, good in batch.good.items() for result in good.value]
    reasons = {key: key.unnamed(fault.reason) for batch in checked for key, fault in batch.failed.items()}
    reasons |= {key: key.unnamed(why) for batch in checked for key, why in batch.missing.items()}
    results += [
        (key, CheckResult(spec.name, Status.CANNOT_BE_CHECKED, None, None, f"{key}: não há posições: {why}"))
        for key, why in reasons.items()
        for spec in specs
    ]
    yield from log_check_evaluations(
        context,
        [
            _evaluation(names[found.check], key, found)
            for key, found in sorted(results, key=_order)
            if found.check in names
        ],
    )


def _order(item: tuple[FundDay, CheckResult]) -> tuple[bool, bool, FundDay]:
    """What is broken comes last: the UI shows the latest result of a check first."""
    key, result = item
    return _severity(result) is dg.AssetCheckSeverity.ERROR, result.status is Status.DOES_NOT_HOLD, key


def _evaluation(asset: dg.AssetKey, key: FundDay, result: CheckResult) -> dg.AssetCheckEvaluation:
    return dg.AssetCheckEvaluation(
        asset_key=asset,
        check_name=result.check,
        passed=result.status is Status.HOLDS or not result.applies,
        severity=_severity(result),
        partition=str(key),
        description=result.explanation,
        metadata={
            "resultado": _STATUS_TEXT[result.status] if result.applies else "não se aplica",
            "diferenca": "" if result.difference is None else str(result.difference),
            "tolerancia": "" if result.tolerance is None else str(result.tolerance),
        },
    )


def _severity(result: CheckResult) -> dg.AssetCheckSeverity:
    """An error only where the portfolio really does not close; what cannot be checked is a warning."""
    broken = result.status is Status.DOES_NOT_HOLD and result.blocking
    return dg.AssetCheckSeverity.ERROR if broken else dg.AssetCheckSeverity.WARN
