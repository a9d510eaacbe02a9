"""Check results as the UI's pages ask for them: one of each partition, with the difference to the cent."""

from decimal import Decimal

import dagster as dg

from qore_dagster.assets.keys import POSITIONS, SINK, positions_key, raw_key, table_key
from qore_dagster.model.cross_checks import CROSS_CHECKS, HELD_QUOTAS, PORTAL_QUOTA
from qore_dagster.model.file_type import FileType
from qore_dagster.partitions import SINGLE
from qore_dagster_tests.rooms_fixture import DAYS
from qore_dagster_tests.ui.conftest import Ui

_QUERY = """query($asset: AssetKeyInput!, $check: String!) {
    assetCheckExecutions(assetKey: $asset, checkName: $check, limit: 50) {
        status
        evaluation {
            partition success severity description
            metadataEntries { label ... on TextMetadataEntry { text } }
        }
    }
}"""


_STATUSES = """query($asset: AssetKeyInput!, $check: String!) {
    assetNodeOrError(assetKey: $asset) { ... on AssetNode {
        assetCheckOrError(checkName: $check) { ... on AssetCheck { partitionStatuses {
            ... on AssetCheckMultiPartitionStatuses { ranges {
                primaryDimStartKey primaryDimEndKey
                secondaryDim { ... on AssetCheckDefaultPartitionStatuses { succeededPartitions failedPartitions } }
            } }
        } } }
    } }
}"""


def test_the_page_of_a_check_shows_each_partition_with_difference_and_tolerance(ui: Ui) -> None:
    rooms, day = ui.rooms, DAYS[5]
    rooms.portal.add_fault("lacks_position", fund=rooms.funds[1].uuid, date=day)
    _, lacking, _ = rooms.keys(day)
    rooms.execute(days=[day], assets=[raw_key(FileType.XML_5_0), *POSITIONS])

    found = ui.ask(_QUERY, asset={"path": positions_key("portfolio").path}, check="total_assets")
    of_day = {
        evaluation["partition"]: (each["status"], evaluation)
        for each in found["assetCheckExecutions"]
        if (evaluation := each["evaluation"])["partition"].startswith(day.isoformat())
    }
    assert set(of_day) == {str(key) for key in rooms.keys(day)}
    for name, (status, evaluation) in of_day.items():
        metadata = {entry["label"]: entry["text"] for entry in evaluation["metadataEntries"]}
        broken = name == str(lacking)
        assert (status, evaluation["success"]) == (("FAILED", False) if broken else ("SUCCEEDED", True))
        assert abs(Decimal(metadata["diferenca"])) > Decimal(metadata["tolerancia"]) or not broken
        assert metadata["resultado"] == ("não confere" if broken else "confere")
        assert evaluation["description"]
    assert of_day[str(lacking)][1]["severity"] == "ERROR"


def test_the_partitions_of_a_check_are_coloured_by_the_results_of_the_latest_materialization(ui: Ui) -> None:
    rooms, day = ui.rooms, DAYS[6]
    rooms.portal.add_fault("lacks_position", fund=rooms.funds[1].uuid, date=day)
    holds, lacking, unreadable = rooms.keys(day)
    rooms.execute(days=[day], assets=[raw_key(FileType.XML_5_0), *POSITIONS])
    rooms.portal.add_fault("html", fund=rooms.funds[2].uuid, file_type=FileType.XML_5_0, date=day)
    rooms.execute(days=[day], assets=[raw_key(FileType.XML_5_0), *POSITIONS])
    assert _coloured(ui, str(day)) == ({holds.fund, unreadable.fund}, {lacking.fund})


def test_checks_beyond_one_portfolio_can_be_executed_again_alone(ui: Ui) -> None:
    rooms, day = ui.rooms, DAYS[1]
    wrong, *right = rooms.keys(day)
    rooms.execute(days=[day], assets=[raw_key(FileType.XML_5_0), *POSITIONS, *SINK])
    assert _coloured(ui, str(day), table_key("pos.pos_cota"), PORTAL_QUOTA) == (set(rooms.slugs), set())
    before = rooms.rows("select fund, max(run_id) from ctl.slice_load group by 1 order by 1")
    rooms.portal.add_fault("portal_quota_differs", fund=rooms.funds[0].uuid, date=day)

    checks = [dg.AssetCheckKey(table_key(f"pos.{check.table}"), check.name) for check in CROSS_CHECKS]
    run = ui.launch([], {SINGLE: str(wrong)}, checks)

    assert run.is_success
    assert _coloured(ui, str(day), table_key("pos.pos_cota"), PORTAL_QUOTA) == (
        {key.fund for key in right},
        {wrong.fund},
    )
    assert rooms.rows("select fund, max(run_id) from ctl.slice_load group by 1 order by 1") == before
    told = rooms.rows("select fund, check_name from ctl.reconciliation where run_id = %s", run.run_id)
    assert {check for fund, check in told if fund == wrong.fund} == {check.name for check in CROSS_CHECKS}
    assert {check for fund, check in told if fund != wrong.fund} == {HELD_QUOTAS}, "of who holds it"


_PORTFOLIO = positions_key("portfolio")


def _coloured(
    ui: Ui, day: str, asset: dg.AssetKey = _PORTFOLIO, check: str = "total_assets"
) -> tuple[set[str], set[str]]:
    """Funds whose check is green, and red, on a day."""
    node = ui.ask(_STATUSES, asset={"path": asset.path}, check=check)["assetNodeOrError"]
    for found in node["assetCheckOrError"]["partitionStatuses"]["ranges"]:
        if found["primaryDimStartKey"] <= day <= found["primaryDimEndKey"]:
            of_funds = found["secondaryDim"]
            return set(of_funds["succeededPartitions"]), set(of_funds["failedPartitions"])
    return set(), set()
