"""How the portal puts its answers: Spring's bodies and page envelope, and the headers seen on the real one.

Belongs here: shapes. Does not: what is in them (`app`), or answers spoilt on purpose (`broken_answers`).
Source: the captured exchanges of the portal; the error bodies are documented only.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from qore_dagster.model.file_type import FileType

HEADERS = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "0",
    "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-XSS-Protection": "0",
    "Server": "nginx/1.28.0",
}
EXPOSED = {"Access-Control-Expose-Headers": "x-suggested-filename"}
CONTENT_TYPES = {
    FileType.XML_5_0: "application/xml",
    FileType.XML_4_01: "application/xml",
    FileType.CARTEIRA_EXCEL: "application/vnd.ms-excel",
    FileType.CARTEIRA_PDF: "application/pdf",
}
_DECIMAL = re.compile(r'"decimal:([^"]+)"')


def json_answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON with the portal's headers; a Decimal becomes a number with exactly its digits."""
    text = _DECIMAL.sub(r"\1", json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_json_value))
    return Response(text.encode(), status, {**HEADERS, **(headers or {}), "Content-Type": "application/json"})


def _json_value(value: object) -> str:
    # json.dumps has no way to put a number that is no float: the quotes are taken off afterwards.
    return f"decimal:{value:f}" if isinstance(value, Decimal) else str(value)


def error(
    status: int,
    path: str,
    message: str = "",
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Spring's error body.

    Args:
        status: HTTP status.
        path: of the request.
        message: for people.
        fields: what is wrong per field, of a body or query that does not validate.
        headers: on top of the usual ones.
    """
    body: dict[str, Any] = {
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "status": status,
        "error": HTTPStatus(status).phrase,
        "message": message or HTTPStatus(status).phrase,
        "path": path,
    }
    if fields:
        body["fields"] = [{"field": field, "message": text} for field, text in fields.items()]
    return json_answer(body, status, headers)


def page(content: Sequence[object], *, number: int, size: int, total: int) -> dict[str, Any]:
    """Spring Data's page envelope; `number` counts from 0."""
    pages = -(-total // size)
    sort = {"sorted": False, "unsorted": True}
    return {
        "content": content,
        "pageable": {"pageNumber": number, "pageSize": size, "sort": sort},
        "totalElements": total,
        "totalPages": pages,
        "size": size,
        "number": number,
        "sort": sort,
        "numberOfElements": len(content),
        "first": number == 0,
        "last": number >= pages - 1,
        "empty": not content,
    }


def file_answer(data: bytes, name: str, file_type: FileType, headers: Mapping[str, str]) -> Response:
    """A file's bytes under the name that the portal proposes."""
    return Response(
        data,
        headers={
            **HEADERS,
            **EXPOSED,
            **headers,
            "X-Suggested-Filename": name,
            "Content-Type": CONTENT_TYPES[file_type],
        },
    )
