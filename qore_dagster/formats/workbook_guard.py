"""An .xlsx before it is read: an archive of bounded size, sheets of bounded extent, and the cells that have no value.

Belongs here: limits against archives that unpack to more than a report ever has, and what the reader of workbooks does
not tell: cells with an error and formulas that were never calculated. Does not: reading (`workbook`).

Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.18.11 (cell types); part 2 (the package).
"""

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from typing import TypeVar

from lxml import etree

from qore_dagster.formats.errors import FormatError

UNCALCULATED = "fórmula sem valor calculado"
ROWS, COLUMNS, CELLS = 50_000, 500, 2_000_000  # a portfolio has some hundreds of rows and 17 columns
_MEMBERS = 500
_UNPACKED = 50_000_000  # bytes of all members together
_TEXT = 50_000_000  # characters of all cells: one shared text may stand in many of them
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedStrings.xml"
_KEPT = re.compile(r"(?:\[Content_Types\]|_rels/.*|xl/.*)\.(?:xml|rels)", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_PARTS = frozenset({"v", "f", "is"})
_SMALLER = "confira se é mesmo um relatório de carteira"

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A workbook that may be read.

    Attributes:
        data: the archive made anew of the members that matter, not compressed: what was measured is what is read.
        without_value: by sheet name, why a cell has no value, by row and column from 0.
    """

    data: bytes
    without_value: dict[str, dict[Place, str]] = field(default_factory=dict[str, dict[Place, str]])


def guarded(data: bytes, *, file_name: str) -> Guarded:
    """Unpack, measure and survey an .xlsx.

    Raises:
        FormatError: no archive, damaged, no workbook, XML that is none, or beyond a limit.
    """
    members = _members(data, file_name)
    try:
        shared = _read(members.get(_SHARED, b""), _Lengths()).found
        extents = {
            name: _read(content, _Extent(shared))
            for name, content in members.items()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        }
        sheets = _sheets(members)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"planilha com XML malformado: {error}", file=file_name) from None
    if any(extent.beyond for extent in extents.values()):
        raise FormatError(
            f"a planilha passa de {ROWS} linhas, {COLUMNS} colunas, {CELLS} células ou {_TEXT} letras",
            _SMALLER,
            file=file_name,
        )
    without_value = {name: extents[member].without_value for name, member in sheets.items() if member in extents}
    return Guarded(_stored(members), without_value)


def _members(data: bytes, file_name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MEMBERS or sum(entry.file_size for entry in entries) > _UNPACKED:
                raise FormatError(
                    f"a planilha descompactada passa de {_UNPACKED // 1_000_000} MB ou de {_MEMBERS} partes",
                    _SMALLER,
                    file=file_name,
                )
            members = {entry.filename: archive.read(entry) for entry in entries if _KEPT.fullmatch(entry.filename)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise FormatError(f"arquivo .xlsx danificado ou incompleto ({error})", file=file_name) from None
    if _WORKBOOK not in members:
        raise FormatError("o arquivo compactado não é uma planilha .xlsx (falta xl/workbook.xml)", file=file_name)
    if any(b"<!DOCTYPE" in content or b"<!ENTITY" in content for content in members.values()):
        raise FormatError(
            "a planilha traz DOCTYPE ou entidades no XML, que são recusados por segurança", file=file_name
        )
    return members


def _stored(members: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _sheets(members: dict[str, bytes]) -> dict[str, str]:
    """The member that holds each sheet, by the sheet's name."""
    relations = _read(members.get(_RELATIONS, b""), _Attributes("Relationship")).found
    targets = {one.get("Id", ""): normpath(join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
    sheets = _read(members[_WORKBOOK], _Attributes("sheet")).found
    # `r:id` is in either of the standard's two namespaces.
    ids = {one.get("name", ""): next((one[key] for key in one if key.endswith("}id")), "") for one in sheets}
    return {name: targets.get(relation, "") for name, relation in ids.items()}


class _Ignored:
    """What every walk over a member's elements has; no tree is built, for one may be thirty times its text."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""

    def data(self, text: str) -> None:
        """Text, maybe in pieces."""

    def end(self, tag: str) -> None:
        """An element closes."""

    def close(self) -> None:
        """The document ends."""


_Walk = TypeVar("_Walk", bound=_Ignored)


def _read(content: bytes, walk: _Walk) -> _Walk:
    if content:
        parser = etree.XMLParser(
            target=walk,  # pyright: ignore[reportArgumentType] - all that lxml calls is there
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        etree.fromstring(content, parser=parser)
    return walk


class _Attributes(_Ignored):
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.found: list[dict[str, str]] = []
        self._name = name

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep its attributes."""
        if tag.rpartition("}")[2] == self._name:
            self.found.append(dict(attributes))


class _Lengths(_Ignored):
    """How long each shared text is."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - lxml calls so
        """A shared text opens."""
        if tag.endswith("}si"):
            self.found.append(0)

    def data(self, text: str) -> None:
        """Add to it."""
        if self.found:
            self.found[-1] += len(text)


class _Extent(_Ignored):
    """How far a sheet reaches, and which cells have an error or a formula but no value.

    Attributes:
        beyond: it reaches beyond a limit; the rest was not looked at.
        without_value: why, by row and column from 0.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        self.beyond = False
        self.without_value: dict[Place, str] = {}
        self._lengths = lengths
        self._row = self._column = -1
        self._rows = self._columns = self._text = 0
        self._kind = self._part = self._value = ""
        self._parts: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or a part of one."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        elif name == "c":
            self._column += 1
            self._kind, self._value, self._parts = attributes.get("t", "n"), "", set()
            place = _PLACE.fullmatch(attributes.get("r", ""))
            if place:
                self._row, self._column = int(place[2]) - 1, _column(place[1])
        elif name in _PARTS:
            self._part = name
            self._parts.add(name)

    def data(self, text: str) -> None:
        """The text of a part."""
        if self._part == "v":
            self._value += text

    def end(self, tag: str) -> None:
        """A cell is complete."""
        self._part = ""
        if tag.endswith("}c") and self._parts and not self.beyond:
            self._measure()

    def _measure(self) -> None:
        value = self._value.strip()
        self._rows, self._columns = max(self._rows, self._row + 1), max(self._columns, self._column + 1)
        if self._kind == "e":
            self.without_value[self._row, self._column] = f"erro {value or '?'}"
        elif "f" in self._parts and not value and self._kind != "str":
            self.without_value[self._row, self._column] = UNCALCULATED
        elif self._kind == "s" and value.isascii() and value.isdecimal() and int(value) < len(self._lengths):
            self._text += self._lengths[int(value)]
        self.beyond = (
            self._rows > ROWS or self._columns > COLUMNS or self._rows * self._columns > CELLS or self._text > _TEXT
        )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
