"""What Dagster is told of a reconciliation: each outcome of each rule, one result a fund and day."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import dagster as dg

from qore_dagster.assets.keys import positions_key
from qore_dagster.checks import log_check_results, reconciliation_specs
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CHECKS, CheckResult, Status

DAY = "2026-01-07"
FUNDS = ["confere", "difere", "nao-verificavel", "falhou", "ausente"]
DECISIVE = {"total_assets", "net_worth", "quota", "rows_read"}
PORTFOLIO = positions_key("portfolio")

days = dg.MultiPartitionsDefinition(
    {"date": dg.StaticPartitionsDefinition([DAY]), "fund": dg.StaticPartitionsDefinition(FUNDS)}
)
WHOLE = {
    "dagster/asset_partition_range_start": f"{DAY}|{FUNDS[0]}",
    "dagster/asset_partition_range_end": f"{DAY}|{FUNDS[-1]}",
}


def checked() -> Batch[Sequence[CheckResult]]:
    """One fund for each outcome of the rules, one that could not be read, one without a file."""
    holds, differs, unchecked, failed, missing = (FundDay.parse(f"{DAY}|{fund}") for fund in FUNDS)
    batch: Batch[Sequence[CheckResult]] = Batch()
    for key, status, difference in (
        (holds, Status.HOLDS, Decimal("0.00")),
        (differs, Status.DOES_NOT_HOLD, Decimal("-1234567.89")),
        (unchecked, Status.CANNOT_BE_CHECKED, None),
    ):
        tolerance = None if difference is None else Decimal("0.01")
        results = (CheckResult(check.name, status, difference, tolerance, f"{key}: {status}") for check in CHECKS)
        batch.succeed(key, tuple(results), 1)
    batch.fail(failed, Fault("format", f"{failed}: o arquivo não é XML", "baixe de novo"))
    batch.miss(missing, "o portal ainda não tem o arquivo")
    return batch


def evaluations() -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
    """By fund and check, what a real run logged."""
    specs = reconciliation_specs(PORTFOLIO, days)

    @dg.multi_asset(
        outs={"portfolio": dg.AssetOut(key=PORTFOLIO)},
        check_specs=specs,
        partitions_def=days,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def positions(context: dg.AssetExecutionContext) -> Iterator[object]:
        yield dg.Output(None, output_name="portfolio")
        yield from log_check_results(context, specs, checked())

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([positions], instance=instance, tags=WHOLE, resources={"io_manager": dg.mem_io_manager})
        logged = instance.all_logs(result.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    found = [entry.dagster_event.asset_check_evaluation_data for entry in logged if entry.dagster_event]
    assert len(found) == len(FUNDS) * len(CHECKS)
    return {((each.partition or "").partition("|")[2], each.check_name): each for each in found}


def test_every_outcome_of_every_rule_is_told_of_its_own_partition() -> None:
    found = evaluations()
    assert set(found) == {(fund, check.name) for fund in FUNDS for check in CHECKS}
    for (fund, _), evaluation in found.items():
        assert evaluation.asset_key == PORTFOLIO
        assert evaluation.passed is (fund == "confere")
        assert evaluation.metadata["resultado"].value == {
            "confere": "confere",
            "difere": "não confere",
        }.get(fund, "não pode ser verificado")
        assert fund in (evaluation.description or "")


def test_only_a_decisive_rule_that_does_not_hold_is_an_error() -> None:
    errors = {of for of, evaluation in evaluations().items() if evaluation.severity is dg.AssetCheckSeverity.ERROR}
    assert errors == {("difere", check) for check in DECISIVE}


def test_differences_are_shown_to_the_cent_and_absent_ones_not_as_zero() -> None:
    shown = {
        fund: (evaluation.metadata["diferenca"].value, evaluation.metadata["tolerancia"].value)
        for (fund, check), evaluation in evaluations().items()
        if check == "total_assets"
    }
    assert shown == {
        "confere": ("0.00", "0.01"),
        "difere": ("-1234567.89", "0.01"),
        **dict.fromkeys(("nao-verificavel", "falhou", "ausente"), ("", "")),
    }


def test_why_there_is_nothing_to_check_is_said() -> None:
    found = evaluations()
    failed = FundDay.parse(f"{DAY}|falhou")
    assert found["falhou", "quota"].description == f"{failed}: não há posições: o arquivo não é XML"
    assert "o portal ainda não tem o arquivo" in (found["ausente", "quota"].description or "")
