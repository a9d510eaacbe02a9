"""An `.xlsx` (or `.xlsm`) to sheets of typed cells, in one pass over each part.

Belongs here: what the parts of the format hold. Does not: the archive (`workbook_package`), `.xls` (`workbook_xls`).

Of libraries that read the format, those that are quick say of a cell with an error, and of a formula that was never
calculated, that it is empty: a quantity lost without a word. Hence a reader of our own, of the few elements that
matter.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles), 18.18.11 (types of
cells), 22.9.2.19 (characters by number).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from posixpath import join, normpath

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.signatures import BINARY_WORKBOOK, WORKBOOK
from qore_dagster.formats.workbook_cells import (
    UNCALCULATED,
    Bounds,
    Cell,
    CellError,
    Sheet,
    SheetMaker,
    number_in,
    tidy,
)
from qore_dagster.formats.workbook_dates import EPOCH, EPOCH_1904, day_of, is_date_format
from qore_dagster.formats.workbook_package import Package, Walk

_RELATIONS = "xl/_rels/workbook.xml.rels"
_WORKSHEET, _SHARED, _STYLES = "/worksheet", "/sharedStrings", "/styles"  # how the types of relationships end
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f]")
_YES = frozenset({"1", "true"})


def read_xlsx(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """All worksheets, in order.

    Raises:
        FormatError: damaged, no workbook, or beyond the bounds.
    """
    package = Package(data, file_name)
    if WORKBOOK not in package:
        raise FormatError(
            "o arquivo é uma planilha binária (.xlsb)" if BINARY_WORKBOOK in package else "o ZIP não traz uma planilha",
            "abra-o no Excel e salve-o como .xlsx",
            file=file_name,
        )
    book = package.walk(WORKBOOK, _Book())
    relations = package.walk(_RELATIONS, _Relations())
    targets = relations.of_type(_WORKSHEET)
    named = [(name, hidden, targets[at]) for name, hidden, at in book.sheets if targets.get(at, "") in package]
    bounds = Bounds(file_name)
    bounds.admit_sheets(len(named))
    texts = package.walk(relations.first(_SHARED), _SharedTexts()).texts
    dates = package.walk(relations.first(_STYLES), _Styles()).dates
    sheets: list[Sheet] = []
    for name, hidden, target in named:
        walk = package.walk(target, _Cells(SheetMaker(bounds), texts, dates, book.epoch))
        sheets.append(Sheet(name, hidden, walk.sheet.lines(), book.epoch))
    return tuple(sheets)


def _local(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


class _Book(Walk):
    """The sheets, each with the id of its part, and the calendar."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.epoch = EPOCH

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "sheet":
            # `r:id` is in either of the standard's two namespaces.
            part = next((attributes[key] for key in attributes if key.endswith("}id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), hidden, part))
        elif name == "workbookPr" and attributes.get("date1904") in _YES:
            self.epoch = EPOCH_1904


class _Relations(Walk):
    """The workbook's parts by what they are to it; their names are the writer's choice."""

    def __init__(self) -> None:
        self._targets: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if _local(tag) == "Relationship":
            target = normpath(join("/xl", attributes.get("Target", ""))).lstrip("/")
            self._targets.append((attributes.get("Type", ""), attributes.get("Id", ""), target))

    def of_type(self, ending: str) -> dict[str, str]:
        """Names of all parts of a type, by id: worksheets are one, charts another."""
        return {part: target for kind, part, target in self._targets if kind.endswith(ending)}

    def first(self, ending: str) -> str:
        """Name of the only part of a type; empty where there is none."""
        return next(iter(self.of_type(ending).values()), "")


class _Styles(Walk):
    """Which cell styles show a day."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self._codes: dict[int, str] = {}
        self._style = -1
        self._within = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "numFmt":
            self._codes[_index(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self._style += 1
            number = _index(attributes.get("numFmtId"))
            if is_date_format(number, self._codes.get(number)):
                self.dates.add(self._style)

    def end(self, tag: str) -> None:
        if _local(tag) == "cellXfs":
            self._within = False


class _Texts(Walk):
    """Text in `t` elements, without how it is pronounced."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._taking = False
        self._spoken = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - lxml calls so
        name = _local(tag)
        if name == "rPh":
            self._spoken += 1
        self._taking = name == "t" and not self._spoken

    def data(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        self._taking = False
        if _local(tag) == "rPh":
            self._spoken -= 1


class _SharedTexts(_Texts):
    """Texts that cells point at."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str | None] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if _local(tag) == "si":
            self.texts.append(_text("".join(self._pieces)))
            self._pieces.clear()


class _Cells(_Texts):
    """The cells of one sheet."""

    def __init__(self, sheet: SheetMaker, texts: Sequence[str | None], dates: set[int], epoch: date) -> None:
        super().__init__()
        self.sheet = sheet
        self._texts, self._dates, self._epoch = texts, dates, epoch
        self._row = self._column = -1
        self._kind = self._style = ""
        self._formula = self._valued = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag[tag.rfind("}") + 1 :]
        if name == "c":
            self._at(attributes.get("r", ""))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._formula = self._valued = self._taking = False
            self._pieces.clear()
        elif name == "v":
            self._valued = self._taking = True
        elif name == "f":
            self._formula, self._taking = True, False
        elif name == "row":
            number = attributes.get("r", "")
            self._row, self._column = (int(number) - 1 if _WHOLE.fullmatch(number) else self._row + 1), -1
        else:
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        name = tag[tag.rfind("}") + 1 :]
        if name == "c":
            self.sheet.put(self._row, self._column, self._cell("".join(self._pieces)))
        elif name == "v":
            self._taking = False
        else:
            super().end(tag)

    def _at(self, place: str) -> None:
        found = _PLACE.fullmatch(place)
        if found is None:
            self._column += 1
            return
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        self._row, self._column = int(found[2]) - 1, column - 1

    def _cell(self, text: str) -> Cell:
        kind = self._kind
        if kind == "inlineStr" or (kind == "str" and self._valued):
            return _text(text)
        text = text.strip()
        if not text:
            return CellError(UNCALCULATED) if self._formula else None
        if kind == "s":
            at = _index(text)
            return self._texts[at] if 0 <= at < len(self._texts) else CellError("texto que não está no arquivo")
        if kind == "e":
            return CellError(f"erro {text}")
        if kind == "b":
            return text in _YES
        return _iso_day(text) if kind == "d" else self._number(text)

    def _number(self, text: str) -> Cell:
        number = number_in(text)
        if isinstance(number, Decimal) and _index(self._style) in self._dates:
            return day_of(number, self._epoch) or number
        return number


def _text(text: str) -> str | None:
    """A stored text as people see it: `_x000D_` is the character of that number; control characters are blanks."""
    if "_x" in text:
        told = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        told = told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two numbers may be one character
        text = _CONTROL.sub(" ", told)
    return tidy(text)


def _iso_day(text: str) -> Cell:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return CellError(f"data inválida: {text[:40]}")


def _index(text: str | None) -> int:
    """A number that counts from 0; -1 where there is none."""
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdecimal() else -1  # noqa: PLR2004
