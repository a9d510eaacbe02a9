"""An Access file that is only ever replaced whole: locked against other writers, copied, edited, renamed into place.

Belongs here: the lock, the copy, who else has the file, how big it may become. Does not: what is written (`database`).

The steps of an edit, each of which leaves the old file whole if the process dies in it, but the last, which leaves the
new one whole: copy · edit · sync · rename.
"""

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from qore_dagster.access.errors import AccessError, AccessFullError, AccessInUseError

_GIB = 1 << 30

_LOCK_FILES = {".mdb": ".ldb", ".accdb": ".laccdb"}
"""What Access keeps beside a file while somebody has it open, by the file's suffix."""

_PATIENCE = 600.0  # seconds to wait for another writer: the longest load, and some


def beside_open_file(path: Path) -> Path:
    """What is there as long as somebody has a file open in Access, and sometimes longer."""
    return path.with_suffix(_LOCK_FILES.get(path.suffix.lower(), ".laccdb"))


@dataclass(frozen=True, slots=True)
class Limits:
    """How big the file may become, in bytes.

    Attributes:
        warn: from here on every load warns.
        stop: no load makes it bigger than this; Access itself stops at 2 GiB, and damages the file there.
    """

    warn: int = _GIB * 3 // 2
    stop: int = _GIB * 19 // 10


class SafeFile:
    """The one file.

    Args:
        path: `.accdb` or `.mdb`; need not be there.
        limits: how big it may become.
        patience: seconds to wait for another writer.

    Raises:
        AccessError: the name ends otherwise.
    """

    def __init__(self, path: Path, limits: Limits, *, patience: float = _PATIENCE) -> None:
        self.path = path.expanduser().resolve()  # a link stays one: what it points to is replaced
        if self.path.suffix.lower() not in _LOCK_FILES:
            raise AccessError(f"{path.name} não é um arquivo .accdb nem .mdb", "corrija ACCESS_PATH")
        self.limits = limits
        self._lock = FileLock(self._beside(".lock"), timeout=patience, is_singleton=False)

    @property
    def exists(self) -> bool:
        """Whether there is a file yet; one without a byte, as a failed copy leaves it, is none.

        Raises:
            AccessError: its folder does not let itself be looked into.
        """
        try:
            return self.path.stat().st_size > 0
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise self._out_of_reach(error) from None

    @contextmanager
    def locked(self) -> Generator[None]:
        """Keep other writers out; a lock of the system's, which dies with its process.

        Raises:
            AccessInUseError: another writer does not end.
            AccessError: the folder cannot be made, or does not let a file be made in it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:  # an OSError as well
            raise AccessInUseError(
                f"outra carga está gravando {self.path.name} há mais de {self._lock.timeout:.0f} segundos",
                "espere que termine e rode de novo",
            ) from None
        except OSError as error:
            raise self._out_of_reach(error) from None
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def edited(self, fill: Callable[[Path], None], *, grows: bool = True) -> Generator[Path]:
        """A new file to write to, which becomes the file when the block ends well; within `locked`.

        Args:
            fill: what is in the new file to begin with: `copy_or`, mostly.
            grows: whether the edit adds anything; one that does not may leave a file that is too big.

        Raises:
            AccessInUseError: Access has the file open, or changed it meanwhile.
            AccessFullError: the new file has become too big.
        """
        self.refuse_if_open()
        new, before = self._new_name(), self._state()
        new.unlink(missing_ok=True)  # of a process that died
        try:
            fill(new)
            yield new
            if grows:
                self._refuse_if_full(new)
            _sync(new)
            self.refuse_if_open()
            if self._state() != before:
                raise AccessInUseError(f"{self.path.name} mudou durante a carga", "rode de novo")
            self._put_in_place(new)
        finally:
            new.unlink(missing_ok=True)

    def copy_or(self, make: Callable[[Path], None]) -> Callable[[Path], None]:
        """How a new file begins that is to replace this one: as its copy; as `make` has it where there is none yet."""

        def fill(new: Path) -> None:
            if not self.exists:
                make(new)
                return
            shutil.copyfile(self.path, new)
            shutil.copymode(self.path, new)

        return fill

    def refuse_if_open(self) -> None:
        """Raise `AccessInUseError` while Access has the file open."""
        beside = beside_open_file(self.path)
        if beside.exists():
            raise AccessInUseError(
                f"{self.path.name} está aberto no Access (existe {beside.name})",
                f"feche-o em todas as máquinas e rode de novo; se ninguém o tem aberto, apague {beside.name}",
            )

    def warning(self) -> str | None:
        """What to say of the file's size; None while there is nothing to say, or the file is out of reach."""
        size = 0
        with suppress(OSError):
            size = self.path.stat().st_size
        if size < self.limits.warn:
            return None
        return (
            f"{self.path.name} tem {size / _GIB:.2f} GB e as cargas param em {self.limits.stop / _GIB:.2f} GB: "
            "compacte-o (`qore access compact`), ou leve os anos antigos para outro arquivo"
        )

    def _out_of_reach(self, error: OSError) -> AccessError:
        return AccessError(
            f"{self.path.name} não pode ser lido nem gravado na pasta {self.path.parent}: {error.strerror or error}",
            "confira a pasta de ACCESS_PATH e as permissões, e rode de novo",
        )

    def _refuse_if_full(self, new: Path) -> None:
        size = new.stat().st_size
        if size > self.limits.stop:
            raise AccessFullError(
                f"com esta carga {self.path.name} teria {size / _GIB:.2f} GB, perto demais do limite de 2 GB do Access",
                "nada foi gravado no Access; compacte o arquivo (`qore access compact`), ou leve os anos antigos para "
                "outro, e rode de novo",
            )

    def _put_in_place(self, new: Path) -> None:
        try:
            os.replace(new, self.path)  # noqa: PTH105 - the step that tests stop at, by this name
        except PermissionError as error:  # Windows, while any program has the file open
            raise AccessInUseError(
                f"{self.path.name} está aberto em outro programa e não pode ser trocado: {error.strerror}",
                "feche-o e rode de novo",
            ) from None
        if os.name != "nt":
            _sync_folder(self.path.parent)

    def _state(self) -> tuple[int, int, int] | None:
        with suppress(FileNotFoundError):
            told = self.path.stat()
            return told.st_ino, told.st_size, told.st_mtime_ns
        return None

    def _new_name(self) -> Path:
        """The one name of new files: whoever has the lock may take it."""
        return self.path.with_name(f".{self.path.stem}.novo{self.path.suffix}")

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(f".{self.path.name}{ending}")


def _sync(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
