"""Putting a file into a folder: whole or not at all, never twice, never over another.

Belongs here: temporary names, versions, what other processes do meanwhile. Does not: what the file is called (`names`).

The content is written under a temporary name in the same folder, and made to last; then it gets its name in one step
that fails if somebody has that name already; who was too late looks again. Where a file cannot have two names, there
is no such step, and a lock stands in for it among the processes of one machine.
"""

import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from qore_dagster.archive.names import split_version, versioned
from qore_dagster.model.file_names import folded
from qore_dagster.raw_store.partial import partial_name, sweep_folder, sync_folder

_LOCK = ".qore.lock"
_TRIES = 100  # each but the last is lost to another process
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}
_Versions = dict[int, str]
"""Names of files by version."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a file lies.

    Attributes:
        path: the file.
        version: its version in the folder: 0 without suffix, 1 for ` (1)`.
        written: False when the same content lay there already.
    """

    path: Path
    version: int
    written: bool


class Placer:
    """Puts files into folders.

    What a folder holds is looked at once, however many files go there, and again when another process was quicker.
    """

    def __init__(self) -> None:
        self._seen: dict[Path, dict[tuple[str, str], _Versions]] = {}

    def place(self, data: bytes, base: Path, below: Sequence[str], name: str, extension: str) -> Placed:
        """Put a file into a folder, unless one of its versions there has the same content.

        Args:
            data: the content.
            base: must exist.
            below: folders below it, made when needed; names that are safe.
            name: without version and extension.
            extension: with its dot.

        Raises:
            OSError: it cannot be, in the folder that it names; nothing is left of the try.
        """
        folder = _made(base, below)
        partial = folder / partial_name()
        try:
            for left in reversed(range(_TRIES)):
                versions = self._versions(folder, name, extension)
                for version, there in sorted(versions.items()):
                    if _holds(folder / there, data):
                        return Placed(folder / there, version, written=False)
                version = max(versions, default=-1) + 1  # the newest has the highest, also where one was deleted
                target = folder / versioned(name, version, extension)
                if not partial.exists():
                    _write(partial, data)
                try:
                    _give_name(partial, target)
                except FileExistsError:
                    if not left:
                        raise
                    del self._seen[folder]
                    continue
                versions[version] = target.name
                with suppress(OSError):  # network drives refuse it
                    sync_folder(folder)
                return Placed(target, version, written=True)
            raise AssertionError("the last try returns or raises")
        except OSError as error:
            if error.filename == str(partial):  # our own name says nothing to who reads it
                error.filename, error.filename2 = str(folder), None
            raise
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)

    def _versions(self, folder: Path, name: str, extension: str) -> _Versions:
        if folder not in self._seen:
            sweep_folder(folder)
            self._seen[folder] = _look(folder)
        return self._seen[folder].setdefault(_key(name, extension), {})


def _look(folder: Path) -> dict[tuple[str, str], _Versions]:
    found: dict[tuple[str, str], _Versions] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            parts = split_version(entry.name)
            if parts is not None:
                base, version, extension = parts
                found.setdefault(_key(base, extension), {})[version] = entry.name
    return found


def _key(name: str, extension: str) -> tuple[str, str]:
    return folded(name), folded(extension)


def _made(base: Path, below: Sequence[str]) -> Path:
    if not base.is_dir():
        reason = errno.ENOTDIR if base.exists() else errno.ENOENT
        raise OSError(reason, os.strerror(reason), str(base))
    folder = base
    for name in below:
        folder /= name
        folder.mkdir(exist_ok=True)
    return folder


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file has this content; one that cannot be read is another."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(partial: Path, data: bytes) -> None:
    with partial.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _give_name(partial: Path, target: Path) -> None:
    """Name a finished file.

    Raises:
        FileExistsError: something has that name; nothing is changed.
    """
    if os.name == "nt":
        partial.rename(target)  # refuses there; elsewhere it would replace
        return
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_alone(partial, target)
    else:
        partial.unlink()


def _rename_alone(partial: Path, target: Path) -> None:
    """The same where a file cannot have two names (FAT, some network drives): one process of the machine at a time."""
    with FileLock(target.parent / _LOCK):
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "exists", str(target))
        partial.rename(target)
