"""What a step before, of the same run, has passed on.

Belongs here: waiting for it. Does not: what stands in for it where the run does not make the asset (each IO manager).

An executor that goes on after a failed step starts a step when the outputs before it are yielded, which is a moment
before their IO manager has written them. Mostly a process takes longer to start than that; where it does not, its step
would read what an earlier run passed on, and say nothing.
"""

import time

import dagster as dg

from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import QoreError
from qore_dagster.warehouse.ledger import Ledger

PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.05


class NotPassedOnError(QoreError):
    """A step of this run yielded an output, and what it passed on was never written."""

    code = "not_passed_on"


def outcome_of_run(context: dg.InputContext, ledger: Ledger, run_id: str) -> Batch[str] | None:
    """What the run that reads an asset has itself made of it, values being locators; None if it does not make it.

    Args:
        context: of the asset that is read.
        ledger: where it is written.
        run_id: the run that reads.

    Raises:
        NotPassedOnError: it makes it, and did not write it in time: the step before has died.
    """
    asset = context.asset_key.to_user_string()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        outcome = ledger.outcome(run_id, asset)
        if outcome is not None or not _makes(context, run_id):
            return outcome
        if time.monotonic() > deadline:
            raise NotPassedOnError(
                f"a execução {run_id} não gravou o que fez de {asset} em {PATIENCE_SECONDS:.0f} s",
                "rode de novo: a próxima execução refaz o que falta",
            )
        time.sleep(_POLL_SECONDS)


def _makes(context: dg.InputContext, run_id: str) -> bool:
    """Whether a step of the run makes the asset: not if it is not selected, nor in a run again from the failure on."""
    run = context.instance.get_run_by_id(run_id) if run_id else None
    before = context.upstream_output
    if run is None or before is None:
        return False
    if run.step_keys_to_execute is None:
        return run.asset_selection is None or context.asset_key in run.asset_selection
    return before.step_key in run.step_keys_to_execute
