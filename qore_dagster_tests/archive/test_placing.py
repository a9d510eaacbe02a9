"""Files in the archive are whole or absent, once, and never over another, whoever writes and dies meanwhile."""

import errno
import multiprocessing
import os
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from qore_dagster.archive.placing import Placed, Placer

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

NAME, XML = "19.11 - Carteira XML - FIP ZED", ".xml"
A, B, C = b"<a>1</a>", b"<b>2</b>", b"<c>3</c>"  # of one size
SPAWN = multiprocessing.get_context("spawn")


def put(base: Path, data: bytes, *, year: str = "2026", placer: Placer | None = None) -> Placed:
    """Place a file as a step does."""
    return (placer or Placer()).place(data, base, ("XML", year), NAME, XML)


def held(base: Path, year: str = "2026") -> dict[str, bytes]:
    """The files of the folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in (base / "XML" / year).iterdir()}


class TestVersions:
    """A rerun writes nothing, a correction stands beside."""

    def test_defect_03_the_same_file_again_is_the_same_file(self, tmp_path: Path) -> None:
        first = put(tmp_path, A)
        before = first.path.stat()
        assert first == Placed(tmp_path / "XML" / "2026" / f"{NAME}.xml", 0, written=True)
        for placer in (Placer(), Placer()):
            assert put(tmp_path, A, placer=placer) == Placed(first.path, 0, written=False)
        assert (first.path.stat().st_ino, first.path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert held(tmp_path) == {f"{NAME}.xml": A}

    def test_corrections_are_numbered_and_each_is_found_again(self, tmp_path: Path) -> None:
        assert [put(tmp_path, data).version for data in (A, B, C)] == [0, 1, 2]
        assert held(tmp_path) == {f"{NAME}.xml": A, f"{NAME} (1).xml": B, f"{NAME} (2).xml": C}
        assert [(put(tmp_path, data).version, put(tmp_path, data).written) for data in (B, A, C)] == [
            (1, False),
            (0, False),
            (2, False),
        ]
        assert len(held(tmp_path)) == 3

    def test_defect_06_the_same_day_of_another_year_is_another_file(self, tmp_path: Path) -> None:
        assert [put(tmp_path, data, year=year).version for data, year in ((A, "2025"), (B, "2026"))] == [0, 0]
        assert (held(tmp_path, "2025"), held(tmp_path)) == ({f"{NAME}.xml": A}, {f"{NAME}.xml": B})

    def test_the_newest_has_the_highest_number_also_where_one_was_deleted(self, tmp_path: Path) -> None:
        put(tmp_path, A)
        put(tmp_path, B).path.rename(tmp_path / "elsewhere")
        put(tmp_path, C).path.rename(tmp_path / "XML" / "2026" / f"{NAME} (7).xml")
        (tmp_path / "XML" / "2026" / f"{NAME}.xml").unlink()
        assert put(tmp_path, B).path.name == f"{NAME} (8).xml"

    def test_what_people_have_already_is_taken_for_what_it_is(self, tmp_path: Path) -> None:
        folder = tmp_path / "XML" / "2026"
        folder.mkdir(parents=True)
        (folder / f"{NAME.upper()}.XML").write_bytes(A)  # the old system's, or a person's
        (folder / f"{NAME} (1).pdf").write_bytes(A)
        (folder / "notas").write_bytes(b"")
        (folder / f"{NAME} (1).xml").mkdir()
        assert put(tmp_path, A).path.name == f"{NAME.upper()}.XML"
        assert put(tmp_path, B).path.name == f"{NAME} (2).xml"

    def test_one_look_at_a_folder_serves_many_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        placer, looks, scan = Placer(), list[object](), os.scandir
        monkeypatch.setattr(os, "scandir", lambda folder: (looks.append(folder), scan(folder))[1])
        placer.place(A, tmp_path, ("X",), "first", XML)
        assert looks
        looks.clear()
        placed = [placer.place(data, tmp_path, ("X",), f"{n}", XML) for n in range(20) for data in (A, B, A)]
        assert [(p.version, p.written) for p in placed] == [(0, True), (1, True), (0, False)] * 20
        assert looks == []

    def test_an_earlier_look_is_no_promise(self, tmp_path: Path) -> None:
        slow = Placer()
        slow.place(A, tmp_path, ("XML", "2026"), "other", XML)
        put(tmp_path, A)
        put(tmp_path, B)
        assert put(tmp_path, B, placer=slow) == Placed(tmp_path / "XML" / "2026" / f"{NAME} (1).xml", 1, written=False)
        assert put(tmp_path, C, placer=slow).version == 2
        assert len(held(tmp_path)) == 4


class TestFolders:
    """What cannot be written is told, and nothing is left of the try."""

    def test_a_base_that_is_not_there_is_never_made(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError) as caught:
            put(tmp_path / "unmounted", A)
        assert caught.value.filename == str(tmp_path / "unmounted")
        assert list(tmp_path.iterdir()) == []

    def test_a_file_where_a_folder_should_be_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "XML").write_bytes(b"a file")
        with pytest.raises(FileExistsError) as caught:
            put(tmp_path, A)
        assert caught.value.filename == str(tmp_path / "XML")
        with pytest.raises(NotADirectoryError):
            put(tmp_path / "XML", A)

    def test_the_folder_is_told_and_never_our_temporary_name(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="too long") as caught:
            Placer().place(A, tmp_path, ("XML",), "X" * 300, XML)
        assert (caught.value.filename, caught.value.filename2) == (str(tmp_path / "XML"), None)

    def test_a_full_disk_leaves_nothing(self, tmp_path: Path) -> None:
        child = SPAWN.Process(target=_write_within, args=(tmp_path, 1000, b"x" * 5000))
        child.start()
        child.join(60)
        assert child.exitcode == errno.EFBIG
        assert held(tmp_path) == {}


def _write_within(base: Path, most: int, data: bytes) -> None:
    """In a process of its own, that may write files of so many bytes only: end with the error's number."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        put(base, data)
    except OSError as error:
        os._exit(error.errno or 1)


def _no_links(*_: object, **__: object) -> None:
    """As on FAT and some network drives."""
    raise OSError(errno.EOPNOTSUPP, "no links here")


def _slowly(path: Path) -> bool:
    """Whether something is there; then others have time to be quicker."""
    found = path.is_symlink() or path.exists()
    time.sleep(0.005)
    return found


def _place_many(base: Path, barrier: Barrier, number: int, links: bool) -> None:
    """In a process of its own: the files of ten names, a correction of each, and one content of this process's own."""
    if not links:
        os.link = _no_links
        os.path.lexists = _slowly
    placer = Placer()
    for n in range(10):
        barrier.wait(60)
        for data in (A, B, b"<own>%d</own>" % number):
            placer.place(data, base, ("XML", "2026"), f"{n:02}", XML)


class TestManyProcesses:
    """Six at once, each with the same files and with one of its own."""

    @pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
    def test_defect_50_six_processes_lose_nothing_and_repeat_nothing(self, tmp_path: Path, *, links: bool) -> None:
        barrier = SPAWN.Barrier(6)
        processes = [SPAWN.Process(target=_place_many, args=(tmp_path, barrier, n, links)) for n in range(6)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(180)
        assert [process.exitcode for process in processes] == [0] * 6
        files = {name: data for name, data in held(tmp_path).items() if name != ".qore.lock"}
        wanted = sorted([A, B, *(b"<own>%d</own>" % n for n in range(6))])
        for n in range(10):
            versions = {name: data for name, data in files.items() if name.startswith(f"{n:02}")}
            assert sorted(versions.values()) == wanted
            assert set(versions) == {f"{n:02}.xml", *(f"{n:02} ({version}).xml" for version in range(1, 8))}
        assert len(files) == 80


def _die(base: Path, told: "Connection[bytes, bytes]", after: str) -> None:
    """In a process of its own: come as far as told and wait for the kill."""

    def wait(*_: object) -> None:
        told.send_bytes(b"there")
        Event().wait()

    def linked(source: Path, target: Path) -> None:
        link(source, target)
        wait()

    link: Callable[..., None] = os.link
    os.link = wait if after == "written" else linked
    put(base, A)


class TestKills:
    """A process that dies leaves no half file, and what it left is swept by the next."""

    @pytest.mark.parametrize(("after", "seen"), [("written", {}), ("named", {f"{NAME}.xml": A})])
    def test_defect_50_a_kill_between_write_and_name_leaves_no_half_file(
        self, after: str, seen: dict[str, bytes], tmp_path: Path
    ) -> None:
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=_die, args=(tmp_path, theirs, after))
        process.start()
        theirs.close()  # a process that ends early ends the waiting too
        assert ours.recv_bytes() == b"there"
        process.kill()
        process.join()
        left = held(tmp_path)
        assert {name: data for name, data in left.items() if not name.startswith(".")} == seen
        assert len(left) == len(seen) + 1
        assert put(tmp_path, A).written is (after == "written")
        assert held(tmp_path) == {f"{NAME}.xml": A}
