"""The Access file beside PostgreSQL, loaded by the command: the same rows, and neither disturbs the other."""

from pathlib import Path

import pytest

from qore_dagster.access.backend import open_backend
from qore_dagster.access.database import AccessDatabase
from qore_dagster.assets.keys import ACCESS, POSITIONS, SINK
from qore_dagster.model.fund_day import FundDay
from qore_dagster_tests.access.second_reader import rows_by_parser
from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform


@pytest.fixture
def built(platform: MakePlatform, tmp_path: Path) -> Platform:
    """Two funds, and an Access file that is not made yet."""
    return platform(funds=2, ACCESS_PATH=tmp_path / "Base Fundos.accdb")


def the_file(built: Platform) -> AccessDatabase:
    database = open_backend(built.settings())
    assert database is not None
    return database


def versions(built: Platform) -> tuple[dict[str, int], dict[str, int]]:
    """Editions by fund, in PostgreSQL and in Access."""
    postgres = dict(built.rows("select fund, version from ctl.slice_load where sink = 'postgres'"))
    held = the_file(built).loaded([FundDay(LAST_DAY, fund) for fund in postgres])
    return postgres, {key.fund: one.version for key, one in held.items()}


def runs(built: Platform) -> list[set[str]]:
    """What each run was asked to make, oldest first."""
    with built.instance() as instance:
        return [{key.path[0] for key in run.asset_selection or ()} for run in reversed(list(instance.get_runs()))]


def test_both_sinks_hold_the_same_day(built: Platform) -> None:
    assert built.run().code == 0
    postgres, access = versions(built)
    assert postgres == access
    assert len(access) == 2

    worth = built.rows("select f.slug, p.pl_fechamento from pos.pos_cota p join cad.info_fundos f using (id_fundo)")
    quotas = rows_by_parser(the_file(built).path, "Cotas_Patrimonio_Qore")
    assert {row["FUNDO"]: row["PL Posição"] for row in quotas} == dict(worth)
    with built.instance() as instance:
        for asset in (ACCESS[0], SINK[-1]):
            assert len(instance.get_materialized_partitions(asset)) == 2

    assert built.run().json["already_present"] == 8
    assert len(runs(built)) == 1


def test_access_in_use_keeps_nothing_from_postgres_and_catches_up(built: Platform) -> None:
    assert built.run().code == 0
    first, _ = versions(built)
    lock = the_file(built).path.with_suffix(".laccdb")
    lock.touch()
    built.portal.add_fault("replaced")

    ran = built.run()

    assert ran.code == 1
    postgres, access = versions(built)
    assert access == first
    assert all(version > first[fund] for fund, version in postgres.items())
    told = [error for error in ran.json["errors"] if "aberto no Access" in str(error)]
    assert {error["fund"] for error in told} == set(postgres)

    lock.unlink()
    assert built.run().code == 0
    assert versions(built) == (postgres, postgres)
    assert runs(built)[-1] == {"access"}  # nothing was downloaded, read or loaded again


def test_the_same_edition_that_access_did_not_take_again_is_told_and_made_up_for(built: Platform) -> None:
    assert built.run().code == 0
    with built.instance() as instance:
        instance.wipe_assets([POSITIONS[0]])  # as after a kill: what is loaded is to be loaded again
    lock = the_file(built).path.with_suffix(".laccdb")
    lock.touch()

    ran = built.run()

    assert ran.code == 1
    assert {error["fund"] for error in ran.json["errors"]} == set(versions(built)[0])
    lock.unlink()
    assert built.run().code == 0
    assert runs(built)[-1] == {"access"}


def test_a_backup_put_back_is_brought_up_to_date(built: Platform) -> None:
    assert built.run().code == 0
    path = the_file(built).path
    path.unlink()
    assert built.run().code == 0
    postgres, access = versions(built)
    assert postgres == access
    assert runs(built)[-1] == {"access"}


def test_without_a_path_there_is_no_access(platform: MakePlatform) -> None:
    built = platform(funds=1)
    assert built.run().code == 0
    assert not any("access" in made for made in runs(built))
