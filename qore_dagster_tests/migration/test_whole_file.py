"""A whole old database, with all its dirt, through the real engine into a real PostgreSQL."""

from pathlib import Path

from benchmarks.old_database import COUNTS, PLANTED, name
from qore_dagster.migration.result import Notice, Result
from qore_dagster.migration.sources import SOURCES
from qore_dagster_tests.migration.conftest import Warehouse

_DEPENDS_ON_SCALE = "outra_fonte"


def test_every_row_is_accounted_for_per_table_and_per_fund(warehouse: Warehouse, old_file: Path) -> None:
    result = warehouse.migrate(old_file)
    assert [one.table for one in result.sources] == [source.table for source in SOURCES]
    assert all(one.found and one.failure is None for one in result.sources), result
    for one, source in zip(result.sources, SOURCES, strict=True):
        assert one.overall is not None
        assert one.overall.rows > 0
        assert (one.balanced, one.table) == (True, source.table)
        assert sum(one.reasons.values()) == one.overall.quarantined
        if source.has_fund:
            assert sum(fund.rows for fund in one.funds) == one.overall.rows
            assert sum(fund.total or 0 for fund in one.funds) == one.overall.total
    planted = {one.table: one.reasons for one in PLANTED}
    for one in result.sources:
        seen = {reason: rows for reason, rows in one.reasons.items() if reason != _DEPENDS_ON_SCALE}
        assert seen == planted.get(one.table, {}), one.table
    assert {one.table: one.notices for one in result.sources if one.notices} == {
        "BriTech_Cotistas": (Notice("CPF_CNPJ", 1, ("o dígito verificador não confere",)),)
    }
    assert result.exit_code == 1  # cells that do not read, conflicts, and so on


def test_tables_that_are_not_migrated_are_told_with_their_rows(warehouse: Warehouse, old_file: Path) -> None:
    others = dict(warehouse.migrate(old_file).others)
    assert set(others) == {"CPR_Lancamentos", "JCOT", "Fundos_Qore", "Rentabilidade_Qore"}
    assert others["JCOT"] == round(COUNTS["JCOT"] / 200)


def test_names_that_no_fund_bears_are_listed_and_never_guessed(warehouse: Warehouse, old_file: Path) -> None:
    result = warehouse.migrate(old_file)
    assert [(one.system, one.name, one.rows) for one in result.unresolved] == [
        ("QORE", f"{name(2)} (1)", 2),
        ("BRITECH", "9999", 1),
        ("QORE", name(3).removeprefix("FIP "), 1),
        ("QORE", f"{name(2)} - OBS: reprocessado", 1),
        ("QORE", "FIM QUE NÃO HÁ", 1),
    ]
    assert not [slug for (slug,) in warehouse.rows("SELECT slug FROM cad.info_fundos") if "(1)" in slug]


def test_what_was_migrated_can_be_told_apart(warehouse: Warehouse, old_file: Path) -> None:
    warehouse.migrate(old_file)
    for source in SOURCES:
        if source.landing is not None:
            marked = warehouse.rows(
                f"""SELECT DISTINCT run_id, version, arquivo, situacao_conciliacao
                    FROM {source.target} WHERE run_id = %s""",
                source.mark,
            )
            rows = [(source.mark, 0, old_file.name, "not_verifiable")]
            assert marked in ([], rows)  # a source may give way to a preferred one wholly
    assert warehouse.rows("SELECT DISTINCT fonte FROM cad.info_cpr") == [("0 migracao",)]


def test_again_is_the_same(warehouse: Warehouse, old_file: Path) -> None:
    first = warehouse.migrate(old_file)
    before = warehouse.dump()
    second = warehouse.migrate(old_file)
    assert warehouse.dump() == before
    assert _told(second) == _told(first)


def test_a_rehearsal_tells_the_same_and_writes_nothing(warehouse: Warehouse, old_file: Path) -> None:
    before, tables = warehouse.dump(), _tables(warehouse)
    rehearsed = warehouse.migrate(old_file, rehearsal=True)
    assert warehouse.dump() == before
    assert _tables(warehouse) == tables
    assert warehouse.rows("SELECT count(*) FROM ctl.migrated_source") == [(0,)]
    assert rehearsed.rehearsal
    assert _told(warehouse.migrate(old_file)) == _told(rehearsed)


def test_a_rehearsal_after_a_migration_changes_nothing(warehouse: Warehouse, old_file: Path) -> None:
    warehouse.migrate(old_file)
    before = warehouse.dump()
    warehouse.migrate(old_file, rehearsal=True)
    assert warehouse.dump() == before


def _told(result: Result) -> object:
    return result.sources, result.others, result.unresolved


def _tables(warehouse: Warehouse) -> list[tuple[str]]:
    return warehouse.rows(
        """SELECT relnamespace::regnamespace || '.' || relname FROM pg_class
           WHERE relkind IN ('r', 'p') AND relpersistence = 'p' ORDER BY 1"""
    )
