"""Files in the store are whole or absent, whoever writes and dies meanwhile."""

import hashlib
import io
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest
from upath import UPath

from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.files import Downloaded
from qore_dagster.raw_store.partial import partial_name
from qore_dagster.raw_store.store import RawStore, RawStoreError, StoredFile

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

KEY = FundDay(date(2026, 11, 23), "zed-fip")
XML = FileType.XML_5_0
DATA = b"<Document>" + b"x" * 100_000 + b"</Document>"
SPAWN = multiprocessing.get_context("spawn")


def _writes(data: bytes) -> Callable[[BinaryIO], Downloaded]:
    def fetch(target: BinaryIO) -> Downloaded:
        target.write(data)
        return Downloaded(len(data), hashlib.sha256(data).hexdigest(), "zed.xml")

    return fetch


def _accept(_: Path) -> None:
    """Every file is good."""


def _keep(store: RawStore, data: bytes = DATA, key: FundDay = KEY) -> StoredFile:
    return store.receive(key, XML, _writes(data), verify=_accept)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(params=["folder", "file url", "object store"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> RawStore:
    """A store of each kind."""
    urls = {
        "folder": str(tmp_path / "raw"),
        "file url": (tmp_path / "raw").as_uri(),
        "object store": f"memory://{tmp_path.name}",
    }
    return RawStore(urls[request.param])


class TestEveryStore:
    """What holds for a folder and for an object store."""

    def test_a_file_comes_back_as_it_was(self, store: RawStore) -> None:
        kept = _keep(store)
        sha256 = hashlib.sha256(DATA).hexdigest()
        assert kept == StoredFile(f"xml_5_0/2026-11-23/zed-fip/{sha256[:16]}.xml", sha256, len(DATA), "zed.xml")
        assert store.read(kept.locator, kept.sha256) == DATA
        assert store.holds(kept.locator, kept.sha256)

    def test_defect_03_the_same_file_again_is_the_same_file(self, store: RawStore) -> None:
        assert _keep(store) == _keep(store)

    def test_another_content_stands_beside_and_nothing_is_overwritten(self, store: RawStore) -> None:
        first, second = _keep(store), _keep(store, b"<Document>corrected</Document>")
        assert first.locator != second.locator
        assert store.read(first.locator, first.sha256) == DATA

    def test_what_verification_refuses_is_not_kept(self, store: RawStore) -> None:
        seen: list[bytes] = []

        def refuse(path: Path) -> None:
            seen.append(path.read_bytes())
            raise QoreError("não é o arquivo", "rode de novo")

        with pytest.raises(QoreError, match="não é o arquivo"):
            store.receive(KEY, XML, _writes(DATA), verify=refuse)
        assert seen == [DATA]
        assert not store.holds(
            f"xml_5_0/2026-11-23/zed-fip/{hashlib.sha256(DATA).hexdigest()[:16]}.xml", hashlib.sha256(DATA).hexdigest()
        )

    def test_a_fetch_may_start_again(self, store: RawStore) -> None:
        def fetch(target: BinaryIO) -> Downloaded:
            target.write(b"half of someth")
            target.seek(0)
            target.truncate()
            return _writes(DATA)(target)

        kept = store.receive(KEY, XML, fetch, verify=_accept)
        assert store.read(kept.locator, kept.sha256) == DATA

    def test_a_changed_file_is_named(self, store: RawStore) -> None:
        kept = _keep(store)
        with pytest.raises(RawStoreError) as caught:
            store.read(kept.locator, "0" * 64)
        assert caught.value.fault.code == "raw_changed"
        assert kept.locator in caught.value.fault.reason

    def test_a_damaged_file_is_not_held_and_is_replaced(self, store: RawStore, tmp_path: Path) -> None:
        kept = _keep(store)
        places = [UPath(base) / kept.locator for base in (tmp_path / "raw", f"memory://{tmp_path.name}")]
        (damaged,) = [place for place in places if place.exists()]
        damaged.write_bytes(DATA[:-1] + bytes([DATA[-1] ^ 1]))  # of the same size
        assert not store.holds(kept.locator, kept.sha256)
        assert _keep(store) == kept
        assert store.read(kept.locator, kept.sha256) == DATA

    def test_a_missing_file_is_named(self, store: RawStore) -> None:
        with pytest.raises(RawStoreError) as caught:
            store.read("xml_5_0/2026-11-23/zed-fip/0123456789abcdef.xml", "0" * 64)
        assert caught.value.fault.code == "raw_gone"
        assert "0123456789abcdef.xml" in caught.value.fault.reason
        assert not store.holds("xml_5_0/2026-11-23/zed-fip/0123456789abcdef.xml", "0" * 64)

    @pytest.mark.parametrize("locator", ["../../etc/passwd", "/etc/passwd", "xml_5_0/../../x"])
    def test_defect_62_a_locator_cannot_leave_the_store(self, store: RawStore, locator: str) -> None:
        with pytest.raises(RawStoreError, match="fora da pasta"):
            store.read(locator, "0" * 64)

    @pytest.mark.parametrize("fund", ["../zed", "a/b", "a\\b", "C:", "", ".", "zed|fip", "zed "])
    def test_defect_62_a_fund_is_one_folder(self, store: RawStore, fund: str) -> None:
        with pytest.raises(RawStoreError, match="nome de pasta"):
            _keep(store, key=FundDay(KEY.date, fund))

    def test_defect_26_two_funds_never_share_a_file(self, store: RawStore) -> None:
        keys = [FundDay(KEY.date, fund) for fund in ("zed-fip", "zed-fidc")]
        first, second = (_keep(store, key=key) for key in keys)
        assert first.sha256 == second.sha256
        assert first.locator != second.locator


def _die_while_writing(base: str, told: "Connection[bytes, bytes]") -> None:
    """In a process of its own: begin a file and wait for the kill."""

    def fetch(target: BinaryIO) -> Downloaded:
        target.write(b"half")
        target.flush()
        told.send_bytes(b"begun")
        threading.Event().wait()
        raise AssertionError

    RawStore(base).receive(KEY, XML, fetch, verify=_accept)


def _write_at(base: str, barrier: Barrier, data: bytes) -> None:
    """In a process of its own: four threads write the same content at once."""

    def write(_: int) -> None:
        barrier.wait(30)
        _keep(RawStore(base), data)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))


class TestFolder:
    """What only a folder can promise."""

    @pytest.fixture
    def base(self, tmp_path: Path) -> Path:
        """The store's folder."""
        return tmp_path / "raw"

    def test_a_failed_fetch_leaves_nothing(self, base: Path) -> None:
        def fail(target: BinaryIO) -> Downloaded:
            target.write(b"half")
            raise QoreError("cortado", "rode de novo")

        with pytest.raises(QoreError, match="cortado"):
            RawStore(str(base)).receive(KEY, XML, fail, verify=_accept)
        assert _files(base) == []

    def test_defect_58_failed_fetches_leave_no_empty_folder_and_disturb_no_good_one(self, base: Path) -> None:
        store = RawStore(str(base))

        def refuse(_: Path) -> None:
            raise QoreError("não é o arquivo", "rode de novo")

        def fail(number: int) -> None:
            with pytest.raises(QoreError, match="não é o arquivo"):
                store.receive(KEY, XML, _writes(b"<html>%d" % number), verify=refuse)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(fail, range(200)))
        assert list(base.iterdir()) == []
        with ThreadPoolExecutor(8) as pool:
            failed = pool.map(fail, range(200))
            kept = [pool.submit(_keep, store, b"<Document>%d" % number) for number in range(200)]
            list(failed)
        assert len({file.result().locator for file in kept}) == len(_files(base)) == 200

    def test_a_disk_that_refuses_is_told(self, base: Path) -> None:
        base.write_bytes(b"a file where the folder should be")
        with pytest.raises(RawStoreError) as caught:
            _keep(RawStore(str(base)))
        assert caught.value.fault.code == "raw_write"
        assert all(part in str(caught.value) for part in ("zed-fip", "2026-11-23", "XML 5.0", "QORE_HOME"))

    def test_defect_50_a_killed_writer_leaves_what_the_next_one_sweeps(self, base: Path) -> None:
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=_die_while_writing, args=(str(base), theirs))
        process.start()
        assert ours.recv_bytes() == b"begun"
        store = RawStore(str(base))
        assert store.sweep() == 0  # its writer lives
        process.kill()
        process.join()
        assert len(_files(base)) == 1
        kept = _keep(store)
        assert _files(base) == [kept.locator]

    def test_what_dead_processes_left_is_swept(self, base: Path) -> None:
        kept = _keep(RawStore(str(base)))
        folder = (base / kept.locator).parent
        host, _, rest = partial_name().removeprefix(".").split("-", 2)
        (folder / f".{host}-{os.getpid()}-1-00000000.part").write_bytes(b"of an earlier process with this id")
        (folder / f".{host}-999999999-1-00000000.part").write_bytes(b"of a process that is gone")
        (folder / ".00000000-1-1-00000000.part").write_bytes(b"of another machine, fresh")
        old = folder / ".00000000-1-1-11111111.part"
        old.write_bytes(b"of another machine, old")
        os.utime(old, (0, 0))
        (folder / f".{host}-{os.getpid()}-{rest}").write_bytes(b"ours")
        (folder / "notes.part").write_bytes(b"not ours at all")
        assert RawStore(str(base)).sweep() == 3
        assert len(_files(base)) == 4

    def test_an_orphan_of_a_kill_is_adopted(self, base: Path) -> None:
        store = RawStore(str(base))
        kept = _keep(store)
        before = (base / kept.locator).stat()
        assert _keep(store) == kept
        assert (base / kept.locator).stat().st_ino == before.st_ino

    def test_a_file_that_rotted_on_disk_is_replaced_by_a_good_one(self, base: Path) -> None:
        store = RawStore(str(base))
        kept = _keep(store)
        (base / kept.locator).write_bytes(b"rotten")
        with pytest.raises(RawStoreError, match="alterado"):
            store.read(kept.locator, kept.sha256)
        assert _keep(store) == kept
        assert store.read(kept.locator, kept.sha256) == DATA

    def test_defect_50_many_threads_and_processes_may_write_the_same_file(self, base: Path) -> None:
        barrier = SPAWN.Barrier(8)
        processes = [SPAWN.Process(target=_write_at, args=(str(base), barrier, DATA)) for _ in range(2)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0, 0]
        (locator,) = _files(base)
        assert (base / locator).read_bytes() == DATA

    def test_a_file_is_streamed_and_never_whole_in_memory(self, base: Path) -> None:
        positions: list[int] = []

        def fetch(target: BinaryIO) -> Downloaded:
            assert not isinstance(target, io.BytesIO)
            for _ in range(3):
                target.write(b"x" * 65_536)
                positions.append(target.tell())
            return Downloaded(3 * 65_536, hashlib.sha256(b"x" * 3 * 65_536).hexdigest(), None)

        kept = RawStore(str(base)).receive(KEY, XML, fetch, verify=_accept)
        assert positions == [65_536, 131_072, 196_608]
        assert kept.suggested_name is None
