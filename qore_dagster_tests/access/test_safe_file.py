"""The file is replaced whole or not at all, and by one writer at a time."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from qore_dagster.access import safe_file
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.errors import AccessError, AccessInUseError
from qore_dagster.access.jackcess import JackcessEngine
from qore_dagster.access.safe_file import Limits, SafeFile
from qore_dagster.model.fund_day import FundDay
from qore_dagster_tests.access.conftest import Played
from qore_dagster_tests.access.units import DAY, unit

ALFA = FundDay(DAY, "alfa")
_NOBODY = 65534


@pytest.fixture
def file(path: Path) -> SafeFile:
    """A file with something in it."""
    path.write_bytes(b"old")
    return SafeFile(path, Limits(), patience=0)


def write(file: SafeFile, content: bytes, before_the_end: Callable[[Path], object] = str) -> None:
    """Replace the file; something may happen to it when the new one is written and not yet in its place."""
    with file.locked(), file.edited(file.copy_or(Path.touch)) as new:
        new.write_bytes(content)
        before_the_end(file.path)


def beside(path: Path) -> list[str]:
    """What stands in the folder, the lock apart."""
    return sorted(one.name for one in path.parent.iterdir() if one.suffix != ".lock")


def test_the_new_file_begins_as_the_old_one(file: SafeFile) -> None:
    with file.locked(), file.edited(file.copy_or(Path.touch)) as new:
        assert new.read_bytes() == b"old"
        assert new.suffix == ".accdb"  # engines go by it
        new.write_bytes(b"new")
        assert file.path.read_bytes() == b"old"
    assert file.path.read_bytes() == b"new"
    assert beside(file.path) == ["Base Fundos.accdb"]


def test_a_fault_leaves_the_old_file_and_nothing_else(file: SafeFile) -> None:
    with pytest.raises(ZeroDivisionError):
        write(file, b"half", before_the_end=lambda _: 1 // 0)
    assert file.path.read_bytes() == b"old"
    assert beside(file.path) == ["Base Fundos.accdb"]
    write(file, b"new")  # and the lock was given back


def test_what_a_dead_process_left_is_no_hindrance(file: SafeFile) -> None:
    file._new_name().write_bytes(b"half of something")
    write(file, b"new")
    assert beside(file.path) == ["Base Fundos.accdb"]


@pytest.mark.parametrize(("name", "lock"), [("b.accdb", "b.laccdb"), ("b.mdb", "b.ldb"), ("B.ACCDB", "B.laccdb")])
def test_a_file_that_access_has_open_is_left_alone(tmp_path: Path, name: str, lock: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    (tmp_path / lock).touch()
    with pytest.raises(AccessInUseError, match=f"aberto no Access.*{lock}.*feche-o em todas as máquinas"):
        write(SafeFile(path, Limits()), b"new")
    assert path.read_bytes() == b"old"
    (tmp_path / lock).unlink()
    write(SafeFile(path, Limits()), b"new")


def open_in_access(path: Path) -> None:
    path.with_suffix(".laccdb").touch()


def edit_in_access(path: Path) -> None:
    path.write_bytes(b"a user's own row")


@pytest.mark.parametrize("meanwhile", [open_in_access, edit_in_access])
def test_a_user_who_comes_during_a_load_loses_nothing(file: SafeFile, meanwhile: Callable[[Path], None]) -> None:
    with pytest.raises(AccessInUseError):
        write(file, b"new", before_the_end=meanwhile)
    assert file.path.read_bytes() in {b"old", b"a user's own row"}


def test_a_load_while_access_has_the_file_says_so_of_each_fund(database: AccessDatabase) -> None:
    database.load([unit()])
    before = database.path.read_bytes()
    database.path.with_suffix(".laccdb").touch()
    done = database.load([unit(version=2), unit("beta")])
    assert {fault.code for fault in done.failed.values()} == {"access_in_use"}
    assert set(done.failed) == {ALFA, FundDay(DAY, "beta")}
    assert database.path.read_bytes() == before


def test_one_writer_at_a_time(file: SafeFile) -> None:
    other = SafeFile(file.path, Limits(), patience=0.05)
    with (
        file.locked(),
        pytest.raises(AccessInUseError, match=r"outra carga está gravando Base Fundos\.accdb"),
        other.locked(),
    ):
        pass
    with other.locked():
        pass


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path, played: Played) -> None:
    target, link = tmp_path / "real.accdb", tmp_path / "link.accdb"
    AccessDatabase(target, played.engine).load([unit()])
    target.chmod(0o640)
    link.symlink_to(target)
    assert AccessDatabase(link, played.engine).load([unit("beta")]).good
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert len(AccessDatabase(target, played.engine).loaded([ALFA, FundDay(DAY, "beta")])) == 2


def test_other_files_are_not_touched(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match=r"não é um arquivo .accdb nem .mdb"):
        SafeFile(tmp_path / "base.xlsx", Limits())


def test_a_file_that_windows_will_not_replace_is_in_use(file: SafeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Acesso negado")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(AccessInUseError, match="aberto em outro programa"):
        write(file, b"new")
    assert file.path.read_bytes() == b"old"


def test_bytes_are_on_disk_before_the_name_is(file: SafeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def replaced(*names: Path) -> None:
        order.append("rename")
        replace(*names)

    monkeypatch.setattr(safe_file.os, "fsync", synced)
    monkeypatch.setattr(safe_file.os, "replace", replaced)
    write(file, b"new")
    assert order == ["file", "rename", "folder"]


def test_a_folder_that_cannot_be_made_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "arquivo").touch()
    database = AccessDatabase(tmp_path / "arquivo" / "pasta" / "Base.accdb", JackcessEngine())
    fault = database.load([unit("alfa", DAY)]).failed[ALFA]
    assert (fault.code, database.warning()) == ("access", None)
    assert str(tmp_path / "arquivo" / "pasta") in fault.reason
    assert "confira a pasta de ACCESS_PATH e as permissões" in fault.action


@pytest.fixture
def folder_of_a_user() -> Iterator[Path]:
    """A folder of somebody to whom not everything is allowed, as whom this process works meanwhile."""
    with TemporaryDirectory(prefix="qore-") as name:  # where all may pass, which pytest's own folders let nobody
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, _NOBODY, -1)
        os.seteuid(_NOBODY)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="its permissions are others")
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_folder_that_must_not_be_written_is_named_with_the_setting(folder_of_a_user: Path, mode: int) -> None:
    folder_of_a_user.chmod(mode)
    fault = AccessDatabase(folder_of_a_user / "Base.accdb", JackcessEngine()).load([unit("alfa", DAY)]).failed[ALFA]
    folder_of_a_user.chmod(0o700)
    assert (fault.code, str(folder_of_a_user) in fault.reason) == ("access", True)
    assert "confira a pasta de ACCESS_PATH e as permissões" in fault.action
