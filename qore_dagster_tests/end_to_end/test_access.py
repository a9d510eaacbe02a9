"""The Access file beside PostgreSQL, loaded by the command: the same rows, and neither disturbs the other."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from qore_dagster.access.backend import open_backend
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.tables import CONTROL
from qore_dagster.assets.keys import ACCESS, POSITIONS, SINK
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import fund_days
from qore_dagster_tests.access.dumping import dump
from qore_dagster_tests.access.loading import RENAMED, STEPS
from qore_dagster_tests.access.second_reader import rows_by_parser
from qore_dagster_tests.access.units import holding, unit
from qore_dagster_tests.end_to_end import stopped_in_access
from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.killing import wait_until
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform
from qore_dagster_tests.process_family import kill_all


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


def rows(path: Path) -> dict[str, list[str]]:
    """All rows but those that tell which run loaded what."""
    return {name: held for name, held in dump(path).items() if name != CONTROL.name}


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


SPAN = ("--from", LAST_DAY.isoformat(), "--to", LAST_DAY.isoformat())
SHOWN_DAY = f"{LAST_DAY:%d/%m/%Y}"


def shown(built: Platform) -> set[str]:
    """What Dagster shows of the day's partitions of the first and the last table."""
    funds = [fund for (fund,) in built.rows("select fund from ctl.slice_load")]
    keys = [str(FundDay(LAST_DAY, fund)) for fund in funds]
    with built.instance() as instance:
        partitions = fund_days(built.settings().qore_start_date)
        found = [instance.get_status_by_partition(asset, keys, partitions) or {} for asset in (ACCESS[0], ACCESS[-1])]
    return {status.value if status else "missing" for of in found for status in of.values()}


def test_a_lost_file_is_made_again_without_portal_raw_files_and_frames(built: Platform) -> None:
    assert built.run().code == 0
    path = the_file(built).path
    before = dump(path)
    path.unlink()
    for folder in ("raw", "frames"):
        shutil.rmtree(built.home / folder)
    asked = len(built.portal.requests())

    ran = built.qore("access", "rebuild", *SPAN)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{SHOWN_DAY}: fundos regravados 2, já iguais 0",
        f"[+] {path.name}, de {SHOWN_DAY} a {SHOWN_DAY}: fundos regravados 2, já iguais 0",
    ]
    assert dump(path) == before
    assert len(built.portal.requests()) == asked
    assert built.qore("access", "rebuild", *SPAN).out.startswith(f"{SHOWN_DAY}: fundos regravados 0, já iguais 2\n")
    assert shown(built) == {"MATERIALIZED"}


def test_what_a_run_could_not_load_is_repaired_and_dagster_shows_it(built: Platform) -> None:
    assert built.run().code == 0
    first, _ = versions(built)
    lock = the_file(built).path.with_suffix(".laccdb")
    lock.touch()
    built.portal.add_fault("replaced")
    assert built.run().code == 1
    assert shown(built) == {"FAILED"}

    refused = built.qore("access", "rebuild", *SPAN)
    assert refused.code == 1
    told = refused.err.splitlines()
    assert len(told) == 2
    for line, fund in zip(told, sorted(first), strict=True):
        assert line.startswith(f"[X] {fund} em {SHOWN_DAY}, Base Fundos.accdb: Base Fundos.accdb está aberto no Access")
        assert "feche-o" in line
    assert f"{SHOWN_DAY}: fundos regravados 0, já iguais 0, com falha 2" in refused.out

    lock.unlink()
    assert built.qore("access", "rebuild", *SPAN).code == 0
    postgres, access = versions(built)
    assert access == postgres != first
    assert shown(built) == {"MATERIALIZED"}
    made = len(runs(built))
    assert built.run().json["already_present"] == 8
    assert len(runs(built)) == made, "the next run has nothing to do in Access"


def test_only_in_access(built: Platform) -> None:
    assert built.run().code == 0
    one, other = sorted(versions(built)[0])
    with psycopg2.connect(built.warehouse) as connection, connection.cursor() as cursor:
        cursor.execute("delete from ctl.slice_load where fund = %s", (one,))
    connection.close()
    before = the_file(built).path.read_bytes()

    ran = built.qore("access", "rebuild", *SPAN)
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        f"{SHOWN_DAY}: fundos regravados 0, já iguais 1; só no Access: {one}",
    )
    named = built.qore("access", "rebuild", *SPAN, "--fund", other)
    assert (named.code, named.out.splitlines()[0]) == (0, f"{SHOWN_DAY}: fundos regravados 0, já iguais 1")
    unknown = built.qore("access", "rebuild", *SPAN, "--fund", "nada")
    assert (unknown.code, "fundo desconhecido: nada" in unknown.err) == (2, True)
    nothing = built.qore("access", "rebuild", "--from", "02/01/2020")
    assert nothing.code == 0
    assert "não tem nenhuma carteira carregada de 02/01/2020 a 02/01/2020" in nothing.out
    assert the_file(built).path.read_bytes() == before


def test_the_file_is_compacted_by_command(built: Platform) -> None:
    assert built.run().code == 0
    path = the_file(built).path
    access = the_file(built)
    lots = [holding(n, "GOVE", descricao="título " * 30) for n in range(1500)]
    for _ in range(2):
        assert access.load([unit("zebra", holdings=lots)]).good
    assert access.load([unit("zebra", version=2)]).good
    before, size = dump(path), path.stat().st_size

    path.with_suffix(".laccdb").touch()
    refused = built.qore("access", "compact")
    assert (refused.code, path.stat().st_size) == (1, size)
    assert "está aberto no Access" in refused.err

    path.with_suffix(".laccdb").unlink()
    ran = built.qore("access", "compact")
    assert (ran.code, ran.err) == (0, "")
    now = path.stat().st_size
    assert now < size / 2
    assert ran.out == f"[+] {path.name}: {megabytes(size)} antes, {megabytes(now)} depois\n"
    assert dump(path) == before
    assert built.run().json["already_present"] == 8


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB".replace(".", ",")


def test_wrong_use(platform: MakePlatform) -> None:
    built = platform(funds=1)
    for command in (("rebuild", *SPAN), ("compact",)):
        ran = built.qore("access", *command)
        assert (ran.code, "ACCESS_PATH" in ran.err) == (2, True)
    backwards = built.qore("access", "rebuild", "--from", "2026-01-07", "--to", "2026-01-06")
    assert (backwards.code, "anterior" in backwards.err) == (2, True)


@pytest.mark.parametrize("step", [0, 6, RENAMED], ids=lambda step: STEPS[step][0])
def test_a_run_killed_while_it_loads_access_is_made_up_for(built: Platform, tmp_path: Path, step: int) -> None:
    assert built.run().code == 0
    path, marker = the_file(built).path, tmp_path / "there"
    before = dump(path)
    built.portal.add_fault("replaced")
    command = (sys.executable, "-m", stopped_in_access.__name__, str(step), str(marker))
    alone = replace(built, extra={**built.extra, "QORE_EXECUTOR": "in_process"})

    with alone.start("run", "--date", LAST_DAY.isoformat(), "--json", command=command) as process:
        wait_until(marker.exists, f"the run never came to {STEPS[step][0]}")
        seen = dump(path)
        kill_all(process)

    assert (seen == before) == (step != RENAMED), "a reader sees the old file or the new one, whole"
    assert built.run().code == 0
    postgres, access = versions(built)
    assert access == postgres
    made_up_for = rows(path)
    assert {one.name for one in path.parent.glob(".*.accdb")} == set(), "nothing is left of the killed edit"
    path.unlink()
    assert built.run().code == 0
    assert rows(path) == made_up_for, "as an unbroken load of the same day makes it"
