"""A JSON body of unknown form: its fields, if any, and its keys and types, which an error can show without values.

Belongs here: looking without expecting. Does not: reading bodies (`listing`, `discovery`, `funds`).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

_FIELD_NAME = re.compile(r"[a-z_$][A-Za-z0-9_$]{0,40}")
_LONGEST = 600
_DEEPEST = 6
_TYPES: dict[type, str] = {
    str: "texto",
    bool: "sim/não",
    int: "número",
    Decimal: "número",
    float: "número",  # NaN and Infinity, which are no JSON and are read all the same
    type(None): "nulo",
}
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def fields_of(value: Any) -> Mapping[str, Any]:
    """The fields of a JSON object; of anything else, none."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def iso_date(value: Any) -> date | None:
    """A date written YYYY-MM-DD; None for anything else, 2026-02-30 among it."""
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def shape(body: Any) -> str:
    """Describe a JSON value: `{content: [{guid: texto, data: texto} × 50], last: sim/não}`.

    Keys that do not look like a field's name may themselves be values and are shown as `<chave>`.
    """
    text = _shape(body, 0)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _shape(value: Any, depth: int) -> str:
    if isinstance(value, (dict, list)) and depth >= _DEEPEST:
        return "…"
    if isinstance(value, dict):
        fields = fields_of(cast("Any", value)).items()
        parts = dict.fromkeys(f"{_key(key)}: {_shape(item, depth + 1)}" for key, item in fields)
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        parts = dict.fromkeys(_shape(item, depth + 1) for item in items)
        return "[" + " | ".join(parts) + (f" × {len(items)}" if items else "") + "]"
    return _TYPES[type(value)]


def _key(key: str) -> str:
    return key if _FIELD_NAME.fullmatch(key) else "<chave>"
