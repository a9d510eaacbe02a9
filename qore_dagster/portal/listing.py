"""Read one page of a fund's file listing, in every spelling that the portal is known or thought to use.

Belongs here: the tolerated key names, the checks of each entry. Does not: the page around them (`envelope`), asking for
pages (`client`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qore_dagster.model.file_type import FileType
from qore_dagster.portal.envelope import count, first_of, open_envelope
from qore_dagster.portal.errors import Unreadable
from qore_dagster.portal.files import PortalFile, plain_name
from qore_dagster.portal.shapes import fields_of, iso_date, shape

GUID_KEYS = ("guid", "id")
NAME_KEYS = ("nome", "nomeArquivo")
DATE_KEYS = ("data", "dataReferencia")

_PATH_SEGMENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ACTION = "abra um chamado com esta mensagem: o portal mudou a lista de arquivos; nada foi dado como inexistente"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing.

    Attributes:
        files: its entries, in the portal's order.
        last: whether the envelope says that no page follows; None where it says nothing.
        total: how many entries the whole listing has, where the envelope tells it.
    """

    files: tuple[PortalFile, ...]
    last: bool | None
    total: int | None


def read_page(body: Any, *, number: int, file_type: FileType, subject: str) -> Page:
    """Read a page of `fundos-posicao/{uuid}/arquivos`: a Spring page, or a bare array.

    Args:
        body: the decoded JSON.
        number: the page's number, from 0.
        file_type: what was asked for.
        subject: whose listing it is, for messages.

    Raises:
        Unreadable: there is no list of entries, or an entry lacks its id or an ISO date.
    """
    page = open_envelope(body, number=number)
    if page is None:
        raise Unreadable(f"{subject}: a resposta não tem uma lista de arquivos; veio {shape(body)}", _ACTION)
    return Page(_entries(page.entries, file_type, subject), page.last, page.total)


def path_segment(value: Any) -> str | None:
    """The id as it may stand in a URL's path; None for anything that could leave its place there."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if _PATH_SEGMENT.fullmatch(text) else None


def _entries(items: Sequence[Any], file_type: FileType, subject: str) -> tuple[PortalFile, ...]:
    return tuple(_entry(item, file_type, subject) for item in items)


def _entry(item: Any, file_type: FileType, subject: str) -> PortalFile:
    fields = fields_of(item)
    guid = path_segment(first_of(fields, GUID_KEYS))
    if guid is None:
        raise Unreadable(f"{subject}: um item da lista não tem identificador (guid); veio {shape(item)}", _ACTION)
    name = plain_name(str(first_of(fields, NAME_KEYS) or "")) or f"{guid}{file_type.extension}"
    return PortalFile(
        guid, name, _date(first_of(fields, DATE_KEYS), name, subject), count(fields.get("tamanho")) or None, file_type
    )


def _date(value: Any, name: str, subject: str) -> date:
    if (found := iso_date(value)) is None:
        raise Unreadable(
            f"{subject}: o arquivo {name} tem a data {str(value)[:40]!r}, que não é AAAA-MM-DD",
            _ACTION,
            code="bad_date",
        )
    return found
