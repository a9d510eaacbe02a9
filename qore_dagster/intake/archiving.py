"""Raw files of one type put where people look for them.

Belongs here: what an archive step does. Does not: names and folders (`archive`), what Dagster is told (`assets`,
`io_managers`).
"""

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qore_dagster.archive.destinations import Destination
from qore_dagster.archive.errors import ArchiveError
from qore_dagster.archive.names import base_name
from qore_dagster.archive.placing import Placed, Placer
from qore_dagster.intake.fetch import RawFile
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.raw_store.store import RawStore
from qore_dagster.registry.funds import Fund

_WHY = {
    errno.ENOENT: "a pasta não existe",
    errno.ENOTDIR: "há um arquivo onde deveria haver uma pasta",
    errno.EEXIST: "há um arquivo onde deveria haver uma pasta",
    errno.EACCES: "sem permissão de escrita",
    errno.EPERM: "sem permissão de escrita",
    errno.EROFS: "a unidade é somente leitura",
    errno.ENOSPC: "o disco está cheio",
    errno.ENAMETOOLONG: "o caminho é longo demais",
}
_ACTION = (
    "confira se a pasta existe, se a unidade de rede está conectada e se há espaço e permissão de escrita; depois rode "
    "a data de novo: o arquivo não será baixado outra vez"
)


@dataclass(frozen=True, slots=True)
class Archived:
    """A raw file where people look for it.

    Attributes:
        file: the raw file.
        copies: where it lies, one a destination, the first destination first.
    """

    file: RawFile
    copies: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Archivist:
    """What an archive step works with.

    Attributes:
        store: where the raw files are.
        funds: the registry by slug.
        file_type: the type that is archived.
        destinations: where to, at least one.
    """

    store: RawStore
    funds: Mapping[str, Fund]
    file_type: FileType
    destinations: Sequence[Destination]

    def archive(self, files: Batch[RawFile], newest: Mapping[FundDay, int]) -> Batch[Archived]:
        """Put each good file into all its destinations.

        Args:
            files: the raw files; what failed or is missing stays so.
            newest: the version archived last, per key; an older one is not put behind it, where it would pass for a
                correction.

        Returns:
            Where each lies. A fault of one file names fund, date, file and folder, and stays that file's.
        """
        current = Batch(dict(files.good), dict(files.failed), dict(files.missing))
        for key, good in files.good.items():
            if good.version < newest.get(key, 0):
                current.miss(key, f"já está arquivada a versão {newest[key]}, mais nova do que esta ({good.version})")
        placer = Placer()

        def place(key: FundDay, file: RawFile) -> Archived:
            return self._place(key, file, placer)

        return current.map(place, doing=f"arquivar o {self.file_type.label}")

    def _place(self, key: FundDay, file: RawFile, placer: Placer) -> Archived:
        what = f"{key}: o arquivo {file.name} ({self.file_type.label}) não pôde ser arquivado"
        try:
            fund = self.funds[key.fund]
            name = base_name(key.date, self.file_type, fund)
            folders = [(place.base, (*place.own, *place.layout(key.date, fund))) for place in self.destinations]
            data = self.store.read(file.locator, file.sha256)
        except QoreError as error:
            error.fault = replace(error.fault, reason=f"{what}: {error.fault.reason}")
            raise
        copies: list[Placed] = []
        for base, below in folders:
            try:
                copies.append(placer.place(data, base, below, name, self.file_type.extension))
            except OSError as error:
                why = _WHY.get(error.errno or 0, error.strerror or type(error).__name__)
                folder = error.filename or Path(base, *below)
                raise ArchiveError(f"{what}: {why}: {folder}", _ACTION) from error
        return Archived(file, tuple(copies))
