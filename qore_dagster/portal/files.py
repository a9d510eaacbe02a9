"""A file as the portal lists and delivers it.

Belongs here: the entry of a listing, what a download gave, and making a name that the portal chose harmless. Does not:
reading a listing (`listing`), keeping bytes (`raw_store`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qore_dagster.model.file_type import FileType

_LONGEST_NAME = 150
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # what Windows refuses in a name, besides the separators
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PortalFile:
    """One entry of a fund's listing.

    Attributes:
        guid: the portal's id of the file.
        name: the name the portal gives it, made plain; shown to people, never used as a path or for its date.
        date: the reference date, from the listing's own field.
        size: bytes, where the listing tells them.
        file_type: which form of the portfolio it is.
    """

    guid: str
    name: str
    date: date
    size: int | None
    file_type: FileType


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What was written by a download.

    Attributes:
        size: bytes.
        sha256: their hash, lower-case hex.
        suggested_name: the name of `X-Suggested-Filename`, made plain; None where the portal sent none.
    """

    size: int
    sha256: str
    suggested_name: str | None


def plain_name(text: str) -> str:
    """Reduce a name that came from outside to a harmless file name; empty if nothing is left of it.

    Folders, drive letters, control and formatting characters and whatever Windows refuses are dropped; the extension
    survives the cut to 150 characters.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", text))[-1]
    printable = "".join(char for char in last if not unicodedata.category(char).startswith("C"))
    name = _FORBIDDEN.sub("", printable).strip().strip(".").strip()
    if len(name) > _LONGEST_NAME:
        stem, dot, extension = name.rpartition(".")
        keep = _LONGEST_NAME - len(dot + extension)
        name = f"{stem[:keep]}{dot}{extension}" if stem and keep > 0 else name[:_LONGEST_NAME]
    return f"_{name}" if _DEVICE.match(name) else name


def first_of_each_day(files: Iterable[PortalFile]) -> dict[date, PortalFile]:
    """Choose one file a day: the one listed first, since the portal lists the newest first."""
    chosen: dict[date, PortalFile] = {}
    for file in files:
        chosen.setdefault(file.date, file)
    return chosen
