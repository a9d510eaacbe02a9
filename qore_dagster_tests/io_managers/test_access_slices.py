"""Slices of the Access file as a downstream step is given them."""

from pathlib import Path

import dagster as dg

from qore_dagster.assets.keys import access_key
from qore_dagster.io_managers import AccessSliceIOManager
from qore_dagster.partitions import fund_days
from qore_dagster.resources import AccessResource
from qore_dagster_tests.access.units import DAY, unit


def test_the_rows_of_the_partitions_asked_for(tmp_path: Path) -> None:
    access = AccessResource(path=str(tmp_path / "base.accdb"), backend="jackcess")
    access.open().load([unit("alfa"), unit("beta"), unit("gama")])
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("fund", ["alfa", "beta", "gama"])
        context = dg.build_input_context(
            asset_key=access_key("Renda_Variável_Qore"),
            asset_partition_key_range=dg.PartitionKeyRange(f"{DAY}|alfa", f"{DAY}|beta"),
            asset_partitions_def=fund_days(DAY.replace(month=1, day=2)),
            instance=instance,
        )
        frame = AccessSliceIOManager(access=access).load_input(context)
    assert frame["FUNDO"].tolist() == ["alfa", "beta"]
    assert frame["codigo"].tolist() == ["XYZ5", "XYZ5"]
