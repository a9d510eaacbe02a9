"""What an archive step does with each file, and what it says when it cannot."""

from dataclasses import replace
from pathlib import Path

import pytest

from qore_dagster.archive.destinations import destinations
from qore_dagster.intake.archiving import Archived, Archivist
from qore_dagster.intake.fetch import Intake, RawFile, fetch
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.settings import load_settings

PDF, XML = FileType.CARTEIRA_PDF, FileType.XML_5_0


@pytest.fixture
def files(intake: Intake, keys: list[FundDay]) -> Batch[RawFile]:
    """The PDFs of the day."""
    return fetch(intake, keys, PDF, request=None)


def archivist(intake: Intake, root: Path, **folders: str) -> Archivist:
    """An archivist of PDFs."""
    settings = load_settings(_env_file=None, qore_archive=str(root), **folders)
    return Archivist(intake.store, intake.funds, PDF, destinations(settings)[PDF])


def archive(intake: Intake, root: Path, files: Batch[RawFile], **folders: str) -> Batch[Archived]:
    """Archive PDFs, of which none was archived before."""
    return archivist(intake, root, **folders).archive(files, {})


def test_each_file_lies_in_both_places(intake: Intake, root: Path, files: Batch[RawFile]) -> None:
    done = archive(intake, root, files)
    assert set(done.good) == set(files.good)
    for key, good in done.good.items():
        raw = intake.store.read(files.good[key].value.locator, files.good[key].value.sha256)
        first, monitoring = good.value.copies
        assert first.path.is_relative_to(root / str(intake.funds[key.fund].filing_name) / "06. Carteiras")
        assert monitoring.path.parent == root / "Monitoramento" / "2026"
        assert first.path.read_bytes() == monitoring.path.read_bytes() == raw


def test_a_second_place_that_fails_fails_the_file_and_the_next_try_needs_that_only(
    intake: Intake, root: Path, files: Batch[RawFile]
) -> None:
    missing = root / "monitor"
    failed = archive(intake, root, files, qore_archive_monitoring=str(missing))
    assert set(failed.failed) == set(files.good)
    for key, fault in failed.failed.items():
        for text in (str(key), files.good[key].value.name, "PDF", "a pasta não existe", str(missing)):
            assert text in fault.reason
        assert "unidade de rede" in fault.action
        assert fault.code == "archive"
    assert not missing.exists()
    missing.mkdir()
    done = archive(intake, root, files, qore_archive_monitoring=str(missing))
    assert [[copy.written for copy in good.value.copies] for good in done.good.values()] == [[False, True]] * 3


def test_what_is_missing_or_failed_before_stays_so(intake: Intake, root: Path, files: Batch[RawFile]) -> None:
    first, second, third = files.good
    fault = Fault("http_500", "o portal falhou", "rode de novo")
    files.fail(first, fault)
    files.miss(second, "o portal ainda não tem o arquivo")
    done = archive(intake, root, files)
    assert (done.failed, done.missing) == ({first: fault}, {second: "o portal ainda não tem o arquivo"})
    assert set(done.good) == {third}


def test_an_older_version_is_not_put_behind_a_newer_one(intake: Intake, root: Path, files: Batch[RawFile]) -> None:
    late, *others = files.good
    done = archivist(intake, root).archive(files, {late: 2, others[0]: 1})
    assert set(done.good) == set(others)
    assert "versão 2, mais nova" in done.missing[late]


def test_a_raw_file_that_is_gone_is_named(intake: Intake, root: Path, files: Batch[RawFile]) -> None:
    gone, *others = files.good
    file = files.good[gone].value
    files.succeed(gone, replace(file, locator=f"{file.locator}x"), 1)
    done = archive(intake, root, files)
    assert set(done.good) == set(others)
    for text in (str(gone), file.name, "não está mais onde foi guardado"):
        assert text in done.failed[gone].reason


def test_a_fund_with_a_hostile_folder_costs_itself_only(intake: Intake, root: Path, files: Batch[RawFile]) -> None:
    hostile, *others = files.good
    funds = {**intake.funds, hostile.fund: replace(intake.funds[hostile.fund], filing_folder="../fora")}
    done = replace(archivist(intake, root), funds=funds).archive(files, {})
    assert set(done.good) == set(others)
    assert "'..' não pode ser nome de pasta" in done.failed[hostile].reason
    assert "qore funds import" in done.failed[hostile].action
    assert not (root.parent / "fora").exists()


def test_two_xml_types_of_one_day_stand_side_by_side(intake: Intake, root: Path, keys: list[FundDay]) -> None:
    places = destinations(load_settings(_env_file=None, qore_archive_xml=str(root)))
    for of_type in (XML, FileType.XML_4_01):
        got = fetch(intake, keys, of_type, request=None)
        done = Archivist(intake.store, intake.funds, of_type, places[of_type]).archive(got, {})
        assert {good.value.copies[0].version for good in done.good.values()} == {0}
    assert len(list((root / "2026").iterdir())) == 6
