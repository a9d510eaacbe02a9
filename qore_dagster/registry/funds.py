"""A fund as the platform knows it.

Belongs here: the record. Does not: where it is kept (`store`), how it is matched with the portal's list (`matching`),
how people choose what is wanted of it (`choices`).
"""

from dataclasses import dataclass

from qore_dagster.model.file_type import FileType


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund of the registry.

    Two things decide whether its files are asked for, and neither changes the other: the portal's list (`listed`,
    which only a synchronisation changes) and people (`wanted` and `types`, which only `qore funds import` changes). So
    a fund that a person switched off stays off while the portal lists it, leaves the list and returns to it.

    Attributes:
        slug: key of its partitions; made once, unique, never changed.
        uuid: the portal's id, lower case with hyphens.
        cnpj: 14 characters; None until the portal tells it.
        nome: full legal name, for display.
        nome_curto: short name of the portal's list, for display.
        listed: whether the portal's latest list has it.
        wanted: whether people want it; False once somebody has switched it off.
        types: the file types wanted of it.
        position: its place in the order of keys, from 1; the active ones stand in one stretch, after the others.
        successor: slug of the fund that it was merged into, if it was.
        filing_name: the fund in the names of its archived files; unique. None until the registry has given it one.
        filing_folder: its folder below the archive's root, with `/`, as people chose it; None: the filing name.
        former_filing_names: what its archived files were called before; no other fund is given one of them.
    """

    slug: str
    uuid: str
    cnpj: str | None
    nome: str
    nome_curto: str
    listed: bool
    wanted: bool
    types: tuple[FileType, ...]
    position: int
    successor: str | None = None
    filing_name: str | None = None
    filing_folder: str | None = None
    former_filing_names: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether its files are asked for: listed, and wanted."""
        return self.listed and self.wanted
