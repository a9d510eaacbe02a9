"""`qore run` with an archive: what a scheduler learns of it, and what people find."""

from pathlib import Path

from qore_dagster.model.file_type import FileType
from qore_dagster_tests.end_to_end.conftest import MakePlatform


def _archived(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_a_drive_that_is_not_there_fails_its_files_and_the_next_run_archives_them(
    platform: MakePlatform, tmp_path: Path
) -> None:
    root, drive = tmp_path / "documentos", tmp_path / "rede"
    root.mkdir()
    built = platform(funds=2, QORE_ARCHIVE=str(root), QORE_ARCHIVE_XML=str(drive))

    first = built.run()

    assert first.code == 1
    assert built.rows("select count(*) from ctl.slice_load") == [(2,)]
    assert {error["type"] for error in first.json["errors"]} == {"xml_5_0", "xml_4_01"}
    for error in first.json["errors"]:
        assert error["fund"] in error["reason"]
        assert str(drive) in error["reason"]
        assert "unidade de rede" in error["action"]
        assert error["reason"] in first.err
    assert first.json["seconds"]["archive"] > 0
    assert not drive.exists()
    assert len(_archived(root)) == 2 * 3

    drive.mkdir()
    built.portal.forget_requests()
    second = built.run()

    assert second.code == 0, second.err
    assert second.json["processed"] == second.json["tasks_total"] == 2 * len(FileType)
    assert built.portal.requests()["endpoints"].get("download", 0) == 0
    assert len(_archived(drive)) == 4
    assert "Nada a baixar" in second.err

    third = built.run()
    assert third.code == 0
    assert third.json["already_present"] == third.json["tasks_total"]
    assert (len(_archived(root)), len(_archived(drive))) == (6, 4)
