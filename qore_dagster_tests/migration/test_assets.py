"""The migration in Dagster: its assets and its job, from the settings to the events."""

from pathlib import Path

import dagster as dg
import pytest

from benchmarks.old_database import name
from qore_dagster.assets.keys import MIGRATED, migrated_key
from qore_dagster.automation.jobs import MIGRATION
from qore_dagster.definitions import build_defs
from qore_dagster.settings import load_settings
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, MOMENT, write


@pytest.fixture
def home(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose settings lead to the warehouse."""
    monkeypatch.setenv("QORE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POSTGRES_URI", warehouse.uri)
    return tmp_path


def _run(path: Path) -> dg.ExecuteInProcessResult:
    defs = build_defs(settings=load_settings(access_migration_path=path))
    with dg.DagsterInstance.ephemeral() as instance:
        return defs.resolve_job_def(MIGRATION).execute_in_process(instance=instance, raise_on_error=False)


def _materialized(done: dg.ExecuteInProcessResult) -> dict[dg.AssetKey, dict[str, object]]:
    events = (event.step_materialization_data.materialization for event in done.get_asset_materialization_events())
    return {one.asset_key: {label: value.value for label, value in one.metadata.items()} for one in events}


def test_a_whole_file_is_migrated_and_every_table_is_an_asset(home: Path, warehouse: Warehouse, old_file: Path) -> None:
    done = _run(old_file)
    assert done.success
    seen = _materialized(done)
    assert set(seen) == set(MIGRATED)
    cash = seen[migrated_key("Caixa_Qore")]
    assert cash["linhas"] == int(str(cash["dagster/row_count"])) + int(str(cash["quarentena"]))
    assert (cash["diferenca"], cash["tolerancia"]) == ("0.00000000", "0.00500000")
    assert f"QORE `{name(2)} (1)`: 2" in str(cash["nomes_a_mapear"])
    assert warehouse.rows("SELECT count(*) FROM pos.pos_caixa WHERE run_id = 'migracao:Caixa_Qore'") == [
        (cash["dagster/row_count"],)
    ]


def test_a_table_that_fails_makes_the_run_red_and_the_others_are_there(home: Path, warehouse: Warehouse) -> None:
    path = write(home / "antiga.accdb", Caixa_Qore=({"N": "LONG"}, [(1,)]), DIAS_UTEIS=({"DATA": "SHORT_DATE_TIME"},
                 [(MOMENT,)]))  # fmt: skip
    done = _run(path)
    assert not done.success
    assert set(_materialized(done)) == {migrated_key("DIAS_UTEIS")}
    (failure,) = (event for event in done.all_events if event.is_step_failure)
    assert "Caixa_Qore não tem a coluna" in str(failure.step_failure_data.user_failure_data)


def test_without_a_file_there_are_no_such_assets(tmp_path: Path) -> None:
    defs = build_defs(settings=load_settings(qore_home=tmp_path))
    assert MIGRATION not in {job.name for job in defs.resolve_all_job_defs()}
    assert not set(MIGRATED) & {spec.key for spec in defs.resolve_all_asset_specs()}


def test_the_file_is_told_apart_from_the_one_that_is_loaded(home: Path, warehouse: Warehouse) -> None:
    path = write(home / "antiga.accdb", Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]))
    settings = load_settings(access_migration_path=path)
    assert (settings.access_migration_path, settings.access_path) == (path, None)
    assert _run(path).success
