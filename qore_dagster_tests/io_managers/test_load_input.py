"""What a downstream step is given: of its own run where that made something, of the last one that did otherwise."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import dagster as dg
import pandas as pd
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, positions_key, raw_key, table_key
from qore_dagster.definitions import build_defs
from qore_dagster.intake.fetch import RawFile
from qore_dagster.intake.positions import POSITION_TABLES
from qore_dagster.io_managers import FrameIOManager, RawFileIOManager
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.resources import WarehouseResource
from qore_dagster_tests.rooms_fixture import DAYS, Rooms

DAY = DAYS[-1]
XML = raw_key(FileType.XML_5_0)
CHAIN = (XML, *POSITIONS, *SINK)


def files_for(rooms: Rooms, run_id: str) -> Batch[RawFile]:
    """What a step of a run is given of the day's XML 5.0 files; of no run that fetched any when `run_id` is empty."""
    return RawFileIOManager(warehouse=_in_run(run_id)).load_input(_asking(rooms, XML))


def rows_for(rooms: Rooms, run_id: str) -> Batch[list[Row]]:
    """The same of the day's portfolios."""
    base = str(rooms.settings.qore_home / "frames")
    return FrameIOManager(base=base, warehouse=_in_run(run_id)).load_input(_asking(rooms, positions_key("portfolio")))


def _in_run(run_id: str) -> WarehouseResource:
    warehouse = WarehouseResource()
    warehouse._run_id = run_id
    return warehouse


def _asking(rooms: Rooms, asset: dg.AssetKey) -> dg.InputContext:
    keys = rooms.keys(DAY)
    return dg.build_input_context(
        asset_key=asset,
        asset_partition_key_range=dg.PartitionKeyRange(str(keys[0]), str(keys[-1])),
        asset_partitions_def=rooms.partitions,
        instance=rooms.instance,
    )


def test_files_and_rows_are_those_of_the_run_and_the_latest_elsewhere(rooms: Rooms) -> None:
    first = rooms.execute(days=[DAY], assets=CHAIN)
    corrected = rooms.keys(DAY)[1]
    rooms.portal.add_fault("replaced", fund=rooms.funds[1].uuid, date=DAY)
    second = rooms.execute(days=[DAY], assets=CHAIN)
    assert first.success
    assert second.success

    for given in (files_for, rows_for):
        versions = {
            run_id: {key: good.version for key, good in given(rooms, run_id).good.items()}
            for run_id in (first.run_id, second.run_id, "")
        }
        assert versions[first.run_id] == dict.fromkeys(rooms.keys(DAY), 1)
        assert versions[second.run_id] == versions[""] == {**versions[first.run_id], corrected: 2}
    before, now = files_for(rooms, first.run_id).good[corrected].value, files_for(rooms, "").good[corrected].value
    assert before.sha256 != now.sha256
    [was], [now_is] = rows_for(rooms, first.run_id).good[corrected].value, rows_for(rooms, "").good[corrected].value
    assert (was["sha256"], now_is["sha256"]) == (before.sha256, now.sha256)
    assert isinstance(was["patliq"], Decimal)


def test_what_failed_or_is_missing_in_a_run_is_not_replaced_by_an_older_file(rooms: Rooms) -> None:
    rooms.execute(days=[DAY], assets=CHAIN)
    failed, missing, good = rooms.keys(DAY)
    rooms.portal.add_fault("replaced", fund=rooms.funds[0].uuid)
    rooms.portal.add_fault("html", fund=rooms.funds[0].uuid)
    rooms.portal.add_fault("late", fund=rooms.funds[1].uuid)

    run = rooms.execute(days=[DAY], assets=CHAIN)

    for given in (files_for, rows_for):
        batch = given(rooms, run.run_id)
        assert (set(batch.good), set(batch.failed), set(batch.missing)) == ({good}, {failed}, {missing})
        assert set(given(rooms, "").good) == {failed, missing, good}, "the older ones are there, for others"
    for asset in (*POSITIONS, *SINK):
        told = rooms.materializations(asset)
        assert [told.count(str(key)) for key in (failed, missing, good)] == [1, 1, 2]


def test_positions_read_the_files_of_earlier_runs(rooms: Rooms) -> None:
    rooms.execute(one=rooms.keys(DAY)[0], assets=[XML])
    result = rooms.execute(days=[DAY], assets=POSITIONS)
    assert result.success
    fetched, *others = rooms.keys(DAY)
    assert rooms.materializations(positions_key("cash")) == [str(fetched)]
    read = rows_for(rooms, "")
    assert set(read.good) == {fetched}
    assert set(read.missing) == set(others)


@pytest.mark.parametrize("assets", [SINK, POSITIONS])
def test_of_a_day_whose_files_were_never_fetched_is_told_what_to_do(rooms: Rooms, assets: list[dg.AssetKey]) -> None:
    key = rooms.keys(DAY)[0]
    assert rooms.execute(one=key, assets=assets).success
    [record] = rooms.instance.fetch_observations(assets[0], limit=10).records
    observed = record.event_log_entry.asset_observation
    assert observed
    told = {name: value.value for name, value in observed.metadata.items()}
    assert (record.partition_key, told["estado"]) == (str(key), "ausente")
    assert str(told["motivo"]).startswith("não há ")
    assert "→" not in str(told["motivo"])
    assert told["o_que_fazer"] == "busque os arquivos: rode o job carteira_diaria para este fundo e dia"


def test_a_fund_without_rows_in_a_table_is_good_and_has_none(rooms: Rooms) -> None:
    rooms.execute(days=[DAY], assets=CHAIN)
    base = str(rooms.settings.qore_home / "frames")
    for table in POSITION_TABLES[1:]:
        loaded = FrameIOManager(base=base, warehouse=_in_run("")).load_input(_asking(rooms, positions_key(table)))
        counts = {key.fund: len(good.value) for key, good in loaded.good.items()}
        told = rooms.instance.fetch_materializations(positions_key(table), limit=10).records
        assert counts == {
            FundDay.parse(record.partition_key or "").fund: record.asset_materialization.metadata[
                "dagster/partition_row_count"
            ].value
            for record in told
            if record.asset_materialization
        }


@pytest.fixture
def read_table(rooms: Rooms) -> Callable[[str], pd.DataFrame]:
    """What an asset of somebody else's, downstream of a table, is given for the whole day."""

    def read(table: str) -> pd.DataFrame:
        seen: list[pd.DataFrame] = []

        @dg.asset(
            ins={"rows": dg.AssetIn(key=table_key(table))},
            partitions_def=rooms.partitions,
            backfill_policy=dg.BackfillPolicy.single_run(),
        )
        def report(rows: pd.DataFrame) -> None:
            seen.append(rows)

        ours = build_defs(settings=rooms.settings)
        dg.materialize(
            cast("list[Any]", [*(ours.assets or ()), report]),
            selection=[report],
            resources={**(ours.resources or {}), "io_manager": dg.mem_io_manager},
            instance=rooms.instance,
            tags=rooms.range_tags(DAY),
        )
        [frame] = seen
        return frame

    return read


def test_somebody_elses_asset_reads_a_table_as_decimals(
    rooms: Rooms, read_table: Callable[[str], pd.DataFrame]
) -> None:
    rooms.execute(days=DAYS[-2:], assets=CHAIN)
    frame = read_table("pos.pos_cota")
    held = rooms.rows("select fund, patliq from ctl.slice_load where date = %s order by fund", DAY)
    assert len(frame) == len(held) == 3
    assert set(frame["data_pos"]) == {DAY}
    assert sorted(frame["pl_fechamento"]) == sorted(patliq for _, patliq in held)
    assert all(isinstance(value, Decimal) for value in frame["pl_fechamento"])
