"""A day is complete only when its files lie in the archive, where that is on; no file is downloaded for it twice."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, archive_key, raw_key
from qore_dagster.automation.requests import asset_selection, run_config
from qore_dagster.definitions import day_job
from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.automation.conftest import Ask
from qore_dagster_tests.automation.test_requests import downloads, execute, observed
from qore_dagster_tests.rooms_fixture import DAYS, EVERY, Rooms, open_rooms

DAY = DAYS[-1]
NEW_YEARS = DAYS[2:4]
"""31 December and 2 January."""
ARCHIVE = tuple(map(archive_key, FileType))
PDF, XML = FileType.CARTEIRA_PDF, FileType.XML_5_0


@pytest.fixture
def rooms(
    tmp_path: Path, root: Path, small_portal: RunningPortal, postgres: Lease, migrated_template: str
) -> Iterator[Rooms]:
    """Rooms with an archive."""
    with open_rooms(tmp_path, small_portal, postgres, migrated_template, QORE_ARCHIVE=str(root)) as opened:
        yield opened


def archived(root: Path) -> dict[str, str]:
    """Hash by path of all that lies in the archive, hidden files too."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def expected(rooms: Rooms, *days: date) -> dict[str, str]:
    """The same, of all files of these days in their first version, from the ledger."""
    rows = rooms.rows(
        "select type, date, filing_name, sha256 from ctl.file_version join ctl.fund on slug = fund where version = 1"
    )
    found: dict[str, str] = {}
    for kind, day, fund, sha256 in rows:
        if day not in days:
            continue
        month = {1: "01 - Janeiro", 12: "12 - Dezembro"}[day.month]
        names = {
            "XML_5_0": [f"XML/{day.year}/{day:%d.%m} - Carteira XML - {fund}.xml"],
            "XML_4_01": [f"XML/{day.year}/{day:%d.%m} - Carteira XML 4.01 - {fund}.xml"],
            "CARTEIRA_EXCEL": [f"Excel/{day.year}/{day:%d.%m} - Carteira Excel - {fund}.xlsx"],
            "CARTEIRA_PDF": [
                f"{fund}/06. Carteiras/{day.year}/{month}/{day:%d.%m} - Carteira Diaria - {fund}.pdf",
                f"Monitoramento/{day.year}/{day:%d.%m} - Carteira Diaria - {fund}.pdf",
            ],
        }[kind]
        found |= {name: str(sha256) for name in names}
    return found


def test_a_day_is_archived_in_the_run_that_loads_it_and_then_there_is_nothing_to_do(
    rooms: Rooms, ask: Ask, root: Path
) -> None:
    request = ask(NEW_YEARS)
    [whole] = request.rectangles
    assert set(asset_selection(whole)) == {*EVERY, *ARCHIVE}
    [result] = execute(rooms, request)
    assert result.success
    there = archived(root)
    assert there == expected(rooms, *NEW_YEARS)
    assert len(there) == 2 * 3 * 5
    for asset in ARCHIVE:
        assert set(rooms.shown(asset, rooms.keys(*NEW_YEARS)).values()) == {"MATERIALIZED"}

    assert ask(NEW_YEARS).rectangles == ()
    assert rooms.execute(days=NEW_YEARS, assets=[*EVERY, *ARCHIVE]).success
    assert archived(root) == there, "a rerun writes nothing"
    assert downloads(rooms) == 24


def test_what_dagster_shows_of_an_archived_file(rooms: Rooms, root: Path) -> None:
    rooms.execute(days=[DAY], assets=[raw_key(PDF), archive_key(PDF)], mode="multiprocess")
    [*records] = rooms.instance.fetch_materializations(archive_key(PDF), limit=10).records
    shown = {r.partition_key: r.asset_materialization.metadata for r in records if r.asset_materialization}
    assert set(shown) == set(map(str, rooms.keys(DAY)))
    for key in rooms.keys(DAY):
        metadata = {name: entry.value for name, entry in shown[str(key)].items()}
        fund = rooms.warehouse.funds()[key.fund].filing_name
        name = f"{DAY:%d.%m} - Carteira Diaria - {fund}.pdf"
        assert metadata["local"] == f"{root}/{fund}/06. Carteiras/2026/01 - Janeiro/{name}"
        assert metadata["copia_1"] == f"{root}/Monitoramento/2026/{name}"
        path = Path(str(metadata["local"]))
        assert metadata["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (metadata["versao"], metadata["sufixo"], metadata["gravado_nesta_execucao"]) == (1, "", True)


def test_a_correction_stands_beside_what_was_there(rooms: Rooms, ask: Ask, root: Path) -> None:
    execute(rooms, ask())
    before = archived(root)
    rooms.portal.add_fault("replaced", fund=rooms.funds[2].uuid, file_type=PDF)
    [one] = ask().rectangles
    assert asset_selection(one) == [raw_key(PDF), archive_key(PDF)]
    assert run_config(one) == {"execution": {"config": {"mode": "in_process"}}}
    execute(rooms, ask())
    added = {path: sha256 for path, sha256 in archived(root).items() if path not in before}
    assert {path: archived(root)[path] for path in before} == before
    assert (
        sorted(path.rsplit("/", 1)[-1] for path in added)
        == [f"{DAY:%d.%m} - Carteira Diaria - {rooms.warehouse.funds()[rooms.slugs[2]].filing_name} (1).pdf"] * 2
    )
    assert len(set(added.values())) == 1
    assert ask().rectangles == ()


def test_a_folder_that_cannot_be_written_costs_its_own_files_only(rooms: Rooms, ask: Ask, root: Path) -> None:
    blocked, *others = rooms.keys(DAY)
    (root / str(rooms.funds[0].filing_name)).write_bytes(b"a file where the fund's folder should be")
    (root / "XML").write_bytes(b"a file where the folder should be")
    [result] = execute(rooms, ask())

    assert not result.success
    assert rooms.rows("select count(*) from ctl.slice_load") == [(3,)], "the database load goes on"
    assert rooms.shown(archive_key(PDF), rooms.keys(DAY)) == {
        blocked: "FAILED",
        **dict.fromkeys(others, "MATERIALIZED"),
    }
    assert rooms.materializations(archive_key(XML)) == []
    assert len(rooms.materializations(archive_key(FileType.CARTEIRA_EXCEL))) == 3
    [(key, why)] = observed(rooms, archive_key(PDF))
    assert key == blocked
    for text in (str(blocked), "PDF", ".pdf", str(root / str(rooms.funds[0].filing_name)), "há um arquivo onde"):
        assert text in str(why)
    failed = {event.step_key for event in result.get_step_failure_events()}
    assert failed == {"archive__carteira_pdf", "archive__xml_5_0", "archive__xml_4_01"}

    (root / str(rooms.funds[0].filing_name)).unlink()
    (root / "XML").unlink()
    request = ask()
    assert {asset for part in request.rectangles for asset in asset_selection(part)} == {
        archive_key(file_type) for file_type in (PDF, XML, FileType.XML_4_01)
    }
    rooms.portal.forget_requests()
    assert all(result.success for result in execute(rooms, request))
    assert archived(root) == expected(rooms, DAY)
    assert downloads(rooms) == 0
    assert ask().rectangles == ()


def test_an_archive_that_is_switched_on_later_takes_what_is_there(rooms: Rooms, ask: Ask, root: Path) -> None:
    rooms.execute(days=[DAY], assets=EVERY)
    request = ask()
    [late] = request.rectangles
    assert asset_selection(late) == list(ARCHIVE)
    rooms.portal.forget_requests()
    execute(rooms, request)
    there = archived(root)
    assert there == expected(rooms, DAY)

    rooms.instance.wipe_assets(list(ARCHIVE))  # as after a kill between the last file and its event
    execute(rooms, ask())
    assert archived(root) == there
    assert ask().rectangles == ()
    assert downloads(rooms) == 0


def test_what_another_run_archives_is_left_to_it(rooms: Rooms, ask: Ask) -> None:
    rooms.execute(days=[DAY], assets=EVERY)
    rooms.instance.create_run_for_job(
        day_job(),
        tags=rooms.range_tags(DAY),
        asset_selection=frozenset(ARCHIVE),
        status=dg.DagsterRunStatus.STARTED,
    )
    request = ask()
    assert request.rectangles == ()
    assert request.running == {(key, file_type) for key in rooms.keys(DAY) for file_type in FileType}


def test_a_file_that_is_not_there_or_not_fetched_says_so_on_its_archive_too(rooms: Rooms, ask: Ask, root: Path) -> None:
    broken, late, good = rooms.keys(DAY)
    rooms.portal.add_fault("html", fund=rooms.funds[0].uuid, file_type=PDF)
    rooms.portal.add_fault("late", fund=rooms.funds[1].uuid, file_type=PDF)
    results = execute(rooms, ask())
    told = dict(observed(rooms, archive_key(PDF)))
    assert set(told) == {broken, late}
    assert told[late] == "o portal ainda não tem o arquivo"
    assert str(broken) in str(told[broken])
    assert rooms.materializations(archive_key(PDF)) == [str(good)]
    red = {event.step_key for result in results for event in result.get_step_failure_events()}
    assert red == {"raw__carteira_pdf"}, "the archive's step did all that it could"
    assert not list(root.rglob(".*")), "nothing temporary is left"


def test_positions_and_tables_are_not_made_again_for_the_archive(rooms: Rooms, ask: Ask) -> None:
    (Path(rooms.settings.qore_archive) / "XML").write_bytes(b"a file where the folder should be")
    execute(rooms, ask())
    execute(rooms, ask())
    for asset in (*POSITIONS, *SINK):
        assert len(rooms.materializations(asset)) == 3, asset
