"""Which folders the settings name, and what goes to each.

Belongs here: the table of destinations. Does not: names below them (`names`), writing (`placing`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qore_dagster.archive.names import Layout, fund_folders, year_folder
from qore_dagster.model.file_type import FileType
from qore_dagster.settings import Settings


@dataclass(frozen=True, slots=True)
class Destination:
    """A place for the files of a type.

    Attributes:
        base: the folder that the settings name. It must exist: a network drive that is not there is never made up.
        own: the folder below it that is this destination's, made when needed; empty if `base` is it.
        layout: the folders below that.
    """

    base: Path
    own: tuple[str, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where a destination is by default, and how it is laid out."""

    setting: str
    default: tuple[str, ...]
    layout: Layout


_ROOT = "qore_archive"
_FUNDS = _Rule(_ROOT, (), fund_folders)
_MONITORING = _Rule("qore_archive_monitoring", ("Monitoramento",), year_folder)
_EXCEL = _Rule("qore_archive_excel", ("Excel",), year_folder)
_XML = _Rule("qore_archive_xml", ("XML",), year_folder)
_RULES: Mapping[FileType, tuple[_Rule, ...]] = {
    FileType.XML_5_0: (_XML,),
    FileType.XML_4_01: (_XML,),
    FileType.CARTEIRA_EXCEL: (_EXCEL,),
    FileType.CARTEIRA_PDF: (_FUNDS, _MONITORING),
}


def destinations(settings: Settings) -> dict[FileType, tuple[Destination, ...]]:
    """The places of each file type, the first one first; a type without any is not archived and not in it."""
    found = {file_type: tuple(_found(rules, settings)) for file_type, rules in _RULES.items()}
    return {file_type: places for file_type, places in found.items() if places}


def _found(rules: tuple[_Rule, ...], settings: Settings) -> list[Destination]:
    root: str = getattr(settings, _ROOT)
    places: list[Destination] = []
    for rule in rules:
        chosen: str = getattr(settings, rule.setting)
        if chosen:
            places.append(Destination(Path(chosen), (), rule.layout))
        elif root:
            places.append(Destination(Path(root), rule.default, rule.layout))
    return places
