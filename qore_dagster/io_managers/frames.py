"""Canonical tables between assets: Parquet with decimal types, one file per asset, run and day.

Belongs here: which rows a downstream step sees, and which partitions of a positions asset are materialized. Does not:
how rows are read from files (`intake.positions`) or what their columns are (`model.tables`).
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

import dagster as dg
from upath import UPath

from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.io_managers.never_made import NO_POSITIONS
from qore_dagster.io_managers.same_run import outcome_of_run
from qore_dagster.model.batch import Batch
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import TABLES
from qore_dagster.partitions import keys_of
from qore_dagster.resources import WarehouseResource

if TYPE_CHECKING:
    from datetime import date


class FrameIOManager(dg.ConfigurableIOManager):
    """Keeps a `Batch[list[Row]]` of one canonical table.

    Attributes:
        base: folder of the frames.
        warehouse: where the ledger is.
    """

    base: str
    warehouse: WarehouseResource

    def handle_output(self, context: dg.OutputContext, obj: Batch[list[Row]]) -> None:
        """Write one file per day, then the outcome, then narrow the output to the fund-days that are good."""
        from qore_dagster.model.frames import frame, to_parquet  # pandas: not for who only asks for a run

        asset = context.asset_key.to_user_string()
        table = TABLES[context.asset_key.path[-1]]
        by_day: defaultdict[date, list[FundDay]] = defaultdict(list)
        for key in sorted(obj.good):
            by_day[key.date].append(key)
        locators: dict[FundDay, str] = {}
        for day, keys in by_day.items():
            locator = f"{asset}/{day.isoformat()}/{context.run_id}.parquet"
            rows = [row for key in keys for row in obj.good[key].value]
            target = UPath(self.base) / locator
            target.parent.mkdir(parents=True, exist_ok=True)
            to_parquet(table, frame(table, rows), target)  # named by the run: a torn file of a killed one is never read
            locators |= dict.fromkeys(keys, locator)
        with self.warehouse.ledger() as ledger:
            ledger.record_outcome(context.run_id, asset, obj, locators)
        narrow(context, obj.good)

    def load_input(self, context: dg.InputContext) -> Batch[list[Row]]:
        """The rows of the requested keys: of this run where it made them, else of the last run that did."""
        from qore_dagster.model.frames import from_parquet  # as above

        asset = context.asset_key.to_user_string()
        table = TABLES[context.asset_key.path[-1]]
        keys = keys_of(context.asset_partition_keys)
        with self.warehouse.ledger() as ledger:
            outcome = outcome_of_run(context, ledger, self.warehouse.run_id)
            if outcome is None:
                outcome = ledger.latest_outcomes(asset, keys)
        outcome = outcome.only(keys)
        known = outcome.keys()
        batch: Batch[list[Row]] = Batch(failed=dict(outcome.failed), missing=dict(outcome.missing))
        wanted: defaultdict[str, list[FundDay]] = defaultdict(list)
        for key, good in outcome.good.items():
            wanted[good.value].append(key)
        for locator, held in wanted.items():
            read = from_parquet(table, UPath(self.base) / locator, {key.fund for key in held})
            rows: defaultdict[FundDay, list[Row]] = defaultdict(list)
            for row in cast("list[dict[str, Any]]", read.to_dict("records")):
                rows[FundDay(row["data_pos"], row["fundo"])].append(row)
            for key in held:
                batch.succeed(key, rows[key], outcome.good[key].version)
        for key in keys:
            if key not in known:
                batch.miss(key, NO_POSITIONS)
        return batch
