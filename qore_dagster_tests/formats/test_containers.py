"""Folders and ZIPs: every report in them, none that endangers, and no name that is followed."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from qore_dagster.formats.containers import reports_in
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster_tests.formats.conftest import GALGO


def archive(path: Path, **members: bytes) -> Path:
    """A ZIP with these members; `__` stands for `/`, `_up_` for `..`."""
    with ZipFile(path, "w", ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name.replace("_up_", "..").replace("__", "/"), data)
    return path


def test_a_folder_gives_its_files_by_name_and_hides_the_hidden(tmp_path: Path) -> None:
    for name in ("b.xml", "a/c.xml", ".git/x.xml", "a/.oculto"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = [(entry.name, entry.read()) for entry in reports_in(tmp_path) if isinstance(entry, ReportFile)]
    assert found == [("a/c.xml", b"a/c.xml"), ("b.xml", b"b.xml")]


def test_defect_62_a_name_from_a_zip_is_shown_and_never_followed(tmp_path: Path) -> None:
    path = archive(tmp_path / "lote.zip", _up___up__fora=b"1", __abs=b"2", sub__a=b"3")
    before = sorted(tmp_path.parent.rglob("*"))
    found = {entry.name: entry.read() for entry in reports_in(path) if isinstance(entry, ReportFile)}
    assert set(found.values()) == {b"1", b"2", b"3"}
    assert all(name.startswith("lote.zip!") for name in found)
    assert sorted(tmp_path.parent.rglob("*")) == before, "nothing is extracted"


def test_a_workbook_is_a_file_and_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with ZipFile(path, "w") as opened:
        opened.writestr("xl/workbook.xml", b"")
    (entry,) = reports_in(path)
    assert isinstance(entry, ReportFile)
    assert entry.name == "x.xlsx"


def test_a_bomb_is_refused_and_the_other_members_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "lote.zip", bomba=b"0" * 300_000_000, bom=GALGO.read_bytes())
    good, bomb = reports_in(path)
    assert isinstance(good, ReportFile)
    assert good.read() == GALGO.read_bytes()
    assert isinstance(bomb, FormatError)
    assert "cresceria" in bomb.fault.reason


def test_a_broken_zip_or_member_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = archive(tmp_path / "lote.zip", a=b"x" * 5000, b=b"y")
    data = bytearray(path.read_bytes())
    (tmp_path / "cortado.zip").write_bytes(data[: len(data) // 2])
    (entry,) = reports_in(tmp_path / "cortado.zip")
    assert isinstance(entry, FormatError)
    place = data.index(b"a", 30) + 3
    data[place] ^= 0xFF
    (tmp_path / "trocado.zip").write_bytes(data)
    found = list(reports_in(tmp_path / "trocado.zip"))
    assert [type(entry) for entry in found] == [FormatError, ReportFile]


def test_reports_are_read_as_often_as_needed() -> None:
    file = ReportFile.of_bytes("a", b"abc")
    assert (file.read(), file.read(), file.head, file.size) == (b"abc", b"abc", b"abc", 3)
    assert isinstance(file.opened(), io.BytesIO)
