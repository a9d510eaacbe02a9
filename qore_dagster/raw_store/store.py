"""The store: `<type>/<YYYY-MM-DD>/<fund>/<first 16 of the sha256><extension>` below a folder or an object-store URL.

No file is overwritten but a damaged one by itself, and nobody looks for "the latest": who wants a file has its locator
and hash from the ledger.
Belongs here: receiving, reading, sweeping. Does not: verifying what is inside; the caller gives that as a function.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from upath import UPath

from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.files import Downloaded
from qore_dagster.raw_store.partial import partial_name, sweep_folder, sync_folder

_SAFE_FUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # a folder's name on every system
_HASH_IN_NAME = 16
_TRIES = 100
_DISK = "confira o espaço em disco e as permissões da pasta (QORE_HOME ou QORE_RAW_URL) e rode de novo"


class RawStoreError(QoreError):
    """A raw file could not be kept, or is not what was kept."""

    code = "raw_store"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store.

    Attributes:
        locator: its path below the store's base, with `/`.
        sha256: hash of its bytes, lower-case hex.
        size: bytes.
        suggested_name: the name that the portal proposed; None where it proposed none.
    """

    locator: str
    sha256: str
    size: int
    suggested_name: str | None


class RawStore:
    """Raw files under one base; safe for many threads and processes at once.

    Args:
        base_url: a folder, or a URL that fsspec knows (`s3://…`, `memory://…`).
    """

    def __init__(self, base_url: str) -> None:
        base = UPath(base_url)
        self._local = Path(base.path).absolute() if base.protocol in {"", "file", "local"} else None
        self._base = base

    def receive(
        self,
        key: FundDay,
        file_type: FileType,
        fetch: Callable[[BinaryIO], Downloaded],
        *,
        verify: Callable[[Path], None],
    ) -> StoredFile:
        """Fetch a file and keep it, whole and verified, or leave nothing.

        Args:
            key: whose file, and of which day.
            file_type: its form.
            fetch: writes it into an open binary file and says what it wrote.
            verify: raises if the file at a path is not what it should be.

        Raises:
            RawStoreError: it cannot be written.
            QoreError: what `fetch` and `verify` raise.
        """
        if not _SAFE_FUND.fullmatch(key.fund):
            raise RawStoreError(
                f"o fundo {key.fund!r} não pode ser nome de pasta",
                "corrija o cadastro do fundo (`qore funds`)",
                code="bad_slug",
            )
        folder = PurePosixPath(file_type.slug, key.date.isoformat(), key.fund)
        try:
            if self._local:
                return _receive_local(self._local, folder, file_type.extension, fetch, verify)
            return self._receive_remote(folder, file_type.extension, fetch, verify)
        except OSError as error:
            raise RawStoreError(
                f"o arquivo {file_type.label} de {key.date} do fundo {key.fund} não pôde ser gravado em "
                f"{folder}: {error.strerror or type(error).__name__}",
                _DISK,
                code="raw_write",
            ) from error

    def read(self, locator: str, sha256: str) -> bytes:
        """The bytes of a file, checked against their hash.

        Args:
            locator: from `StoredFile`.
            sha256: the hash that it must have.

        Raises:
            RawStoreError: it is gone, cannot be read, or is not what was kept.
        """
        again = "rode a data de novo, para que ele seja baixado outra vez"
        try:
            data = self._at(locator).read_bytes()
        except FileNotFoundError:
            raise RawStoreError(
                f"o arquivo bruto {locator} não está mais onde foi guardado", again, code="raw_gone"
            ) from None
        except OSError as error:
            raise RawStoreError(
                f"o arquivo bruto {locator} não pôde ser lido: {error.strerror or type(error).__name__}",
                _DISK,
                code="raw_read",
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise RawStoreError(
                f"o arquivo bruto {locator} foi alterado depois de guardado (o hash não confere)",
                again,
                code="raw_changed",
            )
        return data

    def holds(self, locator: str, sha256: str) -> bool:
        """Whether the very file stands there; one that cannot be read, or is not what was kept, does not."""
        return _holds(self._at(locator), sha256)

    def sweep(self) -> int:
        """Delete what dead processes left half-written in a local store, and empty folders; returns how many files.

        They do no harm: nothing reads them, and `receive` sweeps the folder that it writes to.
        """
        if not self._local:
            return 0
        folders = list(self._local.glob("*/*/*"))
        swept = sum(map(sweep_folder, folders))
        for folder in folders:
            _remove_empty(folder)
        return swept

    def _at(self, locator: str) -> Path | UPath:
        path = PurePosixPath(locator)
        if path.is_absolute() or ".." in path.parts:
            raise RawStoreError(
                f"o endereço {locator!r} aponta para fora da pasta de arquivos brutos",
                "abra um chamado com esta mensagem",
                code="raw_locator",
            )
        return self._local / path if self._local else self._base / locator

    def _receive_remote(
        self,
        folder: PurePosixPath,
        extension: str,
        fetch: Callable[[BinaryIO], Downloaded],
        verify: Callable[[Path], None],
    ) -> StoredFile:
        """Through a local temporary file, since a try that fails must be taken back: object stores cannot."""
        with tempfile.TemporaryDirectory(prefix="qore-") as here:
            local = Path(here) / f"file{extension}"
            with local.open("w+b") as file:
                got = fetch(file)
            verify(local)
            stored = _stored(folder, extension, got)
            target = self._base / stored.locator
            if not _holds(target, got.sha256):
                partial = target.parent / partial_name()
                target.parent.mkdir(parents=True, exist_ok=True)
                with local.open("rb") as source, partial.open("wb") as sink:
                    shutil.copyfileobj(source, sink)
                target.fs.mv(partial.path, target.path)  # pyright: ignore[reportUnknownMemberType] - fsspec is untyped
        return stored


def _receive_local(
    base: Path,
    folder: PurePosixPath,
    extension: str,
    fetch: Callable[[BinaryIO], Downloaded],
    verify: Callable[[Path], None],
) -> StoredFile:
    home = base / folder
    sweep_folder(home)
    partial = home / partial_name()
    try:
        with _opened(partial) as file:
            got = fetch(file)
            file.flush()
            verify(partial)
            os.fsync(file.fileno())
        stored = _stored(folder, extension, got)
        target = base / stored.locator
        if _holds(target, got.sha256):  # an orphan of a kill, or another process was first
            partial.unlink()
        else:
            partial.replace(target)
            sync_folder(home)
    except BaseException:
        partial.unlink(missing_ok=True)
        _remove_empty(home)
        raise
    return stored


def _opened(partial: Path) -> BinaryIO:
    """Open a new file for writing; its folder is made, again if somebody whose try failed has just removed it."""
    for left in reversed(range(_TRIES)):
        try:
            partial.parent.mkdir(parents=True, exist_ok=True)
            return partial.open("x+b")
        except (FileNotFoundError, FileExistsError):  # mkdir sees a folder that is gone when it looks again
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _remove_empty(home: Path) -> None:
    """Take away the folders of a try that failed, from the fund's to the type's, as far as nothing is in them."""
    with suppress(OSError):
        for folder in (home, home.parent, home.parent.parent):
            folder.rmdir()


def _stored(folder: PurePosixPath, extension: str, got: Downloaded) -> StoredFile:
    locator = folder / f"{got.sha256[:_HASH_IN_NAME]}{extension}"
    return StoredFile(locator.as_posix(), got.sha256, got.size, got.suggested_name)


def _holds(path: Path | UPath, sha256: str) -> bool:
    """Whether the very file stands there; one that cannot be read, or is not what was kept, does not."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False
