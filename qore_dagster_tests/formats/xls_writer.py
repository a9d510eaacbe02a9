"""Writes the smallest .xls there can be: one sheet of texts, numbers, dates, booleans and errors.

From [MS-XLS] (BIFF8 records) and [MS-CFB] (the compound file); the project has no other writer of this format.
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

_SECTOR, _FREE, _END, _FAT, _NONE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_BOF, _EOF, _CODEPAGE, _XF, _BOUNDSHEET = 0x0809, 0x000A, 0x0042, 0x00E0, 0x0085
_DIMENSIONS, _NUMBER, _LABEL, _BOOLERR = 0x0200, 0x0203, 0x0204, 0x0205
_GENERAL_XF, _DATE_XF, _DATE_FORMAT = 0, 1, 14
_EPOCH = date(1899, 12, 30).toordinal()
ERRORS = {"#REF!": 0x17, "#N/A": 0x2A}


def xls(rows: Sequence[Sequence[object]], name: str = "Carteira") -> bytes:
    """The file; a text of `ERRORS` becomes a cell with that error."""
    return _compound(_workbook(rows, name))


def _workbook(rows: Sequence[Sequence[object]], name: str) -> bytes:
    label = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    xfs = b"".join(_record(_XF, struct.pack("<HH16x", 0, number)) for number in (0, _DATE_FORMAT))
    start = _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + _record(_CODEPAGE, b"\xb0\x04") + xfs
    offset = len(start) + 4 + 6 + len(label) + 4
    book = start + _record(_BOUNDSHEET, struct.pack("<IBB", offset, 0, 0) + label) + _record(_EOF, b"")
    width = max((len(row) for row in rows), default=0)
    sheet = _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += _record(_DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    cells = (_cell(row, column, value) for row, values in enumerate(rows) for column, value in enumerate(values))
    return book + sheet + b"".join(cells) + _record(_EOF, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HH", row, column)
    if value is None:
        return b""
    if isinstance(value, bool):
        return _record(_BOOLERR, place + struct.pack("<HBB", _GENERAL_XF, value, 0))
    if isinstance(value, str):
        if value in ERRORS:
            return _record(_BOOLERR, place + struct.pack("<HBB", _GENERAL_XF, ERRORS[value], 1))
        text = value.encode("utf-16-le")
        return _record(_LABEL, place + struct.pack("<HHB", _GENERAL_XF, len(text) // 2, 1) + text)
    if isinstance(value, date):
        return _record(_NUMBER, place + struct.pack("<Hd", _DATE_XF, value.toordinal() - _EPOCH))
    assert isinstance(value, Decimal | int | float)
    return _record(_NUMBER, place + struct.pack("<Hd", _GENERAL_XF, float(value)))


def _compound(stream: bytes) -> bytes:
    """One stream, `Workbook`, long enough to stand in sectors of its own."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    fats = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    chain = [*range(1, sectors), _END, _END, *[_FAT] * fats]  # stream, directory, the table itself
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(fats * _SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _NONE, 0, len(stream))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, sectors, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    places = _packed([sectors + 1 + number for number in range(fats)], 109)
    return header + places + stream.ljust(sectors * _SECTOR, b"\0") + directory.ljust(_SECTOR, b"\0") + table


def _packed(numbers: Iterable[int], length: int) -> bytes:
    found = list(numbers)
    return struct.pack(f"<{length}I", *found, *[_FREE] * (length - len(found)))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", len(text), kind, 1, _NONE, _NONE, child, 0, start, size
    )
