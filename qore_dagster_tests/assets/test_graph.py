"""The graph is the one that `graph.txt` shows, and everything in it says what it is."""

from pathlib import Path

import dagster as dg
import pytest

from qore_dagster.assets.keys import ACCESS, RAW
from qore_dagster.automation.jobs import DAY
from qore_dagster.definitions import build_defs
from qore_dagster.settings import Settings, load_settings
from qore_dagster_tests.assets.graph_text import TEXT, graph_text


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    """The definitions with every setting at its default."""
    return build_defs(settings=Settings.model_construct())


def test_the_graph_is_the_one_written_down(defs: dg.Definitions) -> None:
    assert graph_text(defs) == TEXT.read_text(encoding="utf-8"), (
        "if the change is meant, run `python -m qore_dagster_tests.assets.graph_text` and read the diff"
    )


def test_everything_says_what_it_is(defs: dg.Definitions) -> None:
    for spec in defs.resolve_all_asset_specs():
        name = spec.key.to_user_string()
        assert (spec.description or "").endswith("."), name
        assert spec.kinds, name
        assert spec.owners == ["team:backoffice"], name
    for check in defs.resolve_asset_graph().asset_check_keys:
        assert defs.resolve_asset_graph().get_check_spec(check).description, check
    for named in (*defs.resolve_all_job_defs(), *(defs.sensors or ()), *(defs.schedules or ())):
        assert named.name.startswith("__") or named.description, named.name


def test_the_archive_is_in_the_graph_where_it_has_a_folder() -> None:
    settings = Settings.model_construct(qore_archive_xml="/srv/xml", qore_archive_excel="/srv/excel")
    graph = graph_text(build_defs(settings=settings))
    archived = [line.split()[0] for line in graph.splitlines() if line.startswith("archive/")]
    assert archived == ["archive/carteira_excel", "archive/xml_4_01", "archive/xml_5_0"]
    test_everything_says_what_it_is(build_defs(settings=settings))
    assert "    <- raw/xml_5_0\n" in graph
    assert "archive/" not in graph_text(build_defs(settings=Settings.model_construct()))


def test_an_access_file_adds_its_tables_and_changes_nothing_else(defs: dg.Definitions, tmp_path: Path) -> None:
    more = build_defs(settings=load_settings(access_path=tmp_path / "base.accdb", qore_home=tmp_path))
    assert {spec.key for spec in more.resolve_all_asset_specs()} - {
        spec.key for spec in defs.resolve_all_asset_specs()
    } == set(ACCESS)
    assert set(more.resolve_job_def(DAY).asset_layer.executable_asset_keys) >= set(ACCESS)
    test_everything_says_what_it_is(more)
    test_every_column_of_every_table_is_explained(more)


def test_every_column_of_every_table_is_explained(defs: dg.Definitions) -> None:
    for spec in defs.resolve_all_asset_specs():
        schema = spec.metadata.get("dagster/column_schema")
        if spec.key in RAW or spec.group_name == "registry":
            continue
        assert isinstance(schema, dg.TableSchema), spec.key
        assert all(column.description for column in schema.columns), spec.key
