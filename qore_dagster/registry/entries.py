"""The entries of a list that people keep: rows of a CSV, objects of a JSON array.

Belongs here: encodings, delimiters, headers, places. Does not: what the values mean (`importing`).
"""

import codecs
import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from qore_dagster.registry.changes import RegistryError

_DELIMITERS = ";,\t|"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        place: `linha 3` or `item 2`, for messages.
        values: by the column's or key's name in lower case, without accents, with `_` for anything else.
    """

    place: str
    values: Mapping[str, Any]


def read_entries(path: Path) -> list[Entry]:
    """Read a JSON array of objects, or a CSV with a header.

    A CSV may have `;`, `,`, tab or `|` between its cells; both may be in UTF-8, UTF-16 or Windows-1252.

    Raises:
        RegistryError: names the file, the line and what is wrong with it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"não pôde ser lido: {error.strerror}", "confira o caminho") from error
    if data.startswith(_ZIP):
        raise _unusable(path, "é uma planilha do Excel", "salve-a como CSV e importe o CSV")
    text = _decoded(data)
    return _json(text, path) if text.lstrip()[:1] in ("[", "{") else _csv(text, path)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _json(text: str, path: Path) -> list[Entry]:
    try:
        items: Any = json.loads(text)
    except ValueError as error:
        raise _unusable(path, f"não é um JSON válido: {error}") from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in cast("list[Any]", items)):
        raise _unusable(path, "não é uma lista de fundos", 'ela deve ser [{"nome": …, "url": …}, …]')
    return [
        Entry(f"item {number}", {_plain(key): value for key, value in item.items()})
        for number, item in enumerate(cast("list[dict[str, Any]]", items), start=1)
    ]


def _csv(text: str, path: Path) -> list[Entry]:
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [_plain(name) for name in next(rows, ())]
        return [
            Entry(f"linha {rows.line_num}", _cells(names, row, f"linha {rows.line_num}", path))
            for row in rows
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise _unusable(path, f"tem aspas ou células malformadas na linha {rows.line_num}: {error}") from None


def _cells(names: list[str], row: list[str], place: str, path: Path) -> dict[str, str]:
    if any(row[len(names) :]):
        raise RegistryError(
            f"{path}, {place}: há mais células do que o cabeçalho tem colunas",
            "ponha entre aspas o texto que contém o separador",
            code="import",
        )
    return dict(zip(names, row + [""] * (len(names) - len(row)), strict=False))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    ascii_only = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")


def _unusable(path: Path, why: str, action: str = "confira o arquivo") -> RegistryError:
    return RegistryError(f"o arquivo {path} {why}", action, code="import")
