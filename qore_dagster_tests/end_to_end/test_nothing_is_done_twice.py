"""What is there is not fetched, read or loaded again; a correction costs just its own fund."""

from typing import Any

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.model.file_type import FileType
from qore_dagster.warehouse.slices import SINK_TABLES
from qore_dagster_tests.end_to_end.agreement import materializations
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform


def _runs(built: Platform) -> int:
    with built.instance() as instance:
        return instance.get_runs_count()


def _downloads(built: Platform) -> list[str]:
    return [call["path"] for call in built.portal.requests()["log"] if "/download" in call["path"]]


def _rows_as_they_lie(built: Platform) -> dict[str, list[tuple[Any, ...]]]:
    """The place and the writing transaction of every loaded row, by fund: they tell a row that was written again."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in SINK_TABLES:
        for slug, *place in built.rows(
            f"select slug, p.tableoid::regclass::text, p.ctid::text, p.xmin::text"
            f" from {table} p join cad.info_fundos using (id_fundo) order by 2, 3"
        ):
            found.setdefault(slug, []).append(tuple(place))
    return found


def test_defect_55_a_second_run_does_nothing_and_a_correction_costs_its_own_fund(corrected: Platform) -> None:
    corrected.portal.clear_faults()  # the portal has what is loaded, byte for byte
    corrected.portal.forget_requests()
    runs, rows = _runs(corrected), _rows_as_they_lie(corrected)
    assert len(rows) == 2

    again = corrected.run()

    assert again.code == 0, again.err
    assert again.json["already_present"] == again.json["tasks_total"] == 2 * len(FileType)
    assert _runs(corrected) == runs
    assert _downloads(corrected) == []
    assert _rows_as_they_lie(corrected) == rows

    (unchanged, _), (one, its_uuid) = corrected.rows("select slug, uuid::text from ctl.fund order by position")
    corrected.portal.add_fault("replaced", fund=its_uuid, file_type=FileType.XML_5_0)

    third = corrected.run()

    assert third.code == 0, third.err
    assert _runs(corrected) == runs + 1
    assert len(_downloads(corrected)) == 1
    now = _rows_as_they_lie(corrected)
    assert now[unchanged] == rows[unchanged]
    assert set(now[one]).isdisjoint(rows[one])
    with corrected.instance() as instance:
        for asset in (raw_key(FileType.XML_5_0), *POSITIONS, *SINK):
            twice = [(key, version) for key, version in materializations(instance, asset) if version > 1]
            assert twice == [(f"{LAST_DAY.isoformat()}|{one}", 2)], asset
            assert len(materializations(instance, asset)) == 3
