"""A page of anything that the portal lists: its entries, and whether another page follows.

Belongs here: Spring's page envelope in every spelling that the portal is known or thought to use. Does not: what an
entry is (`listing`, `quotas`), asking for pages (`client`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from qore_dagster.portal.shapes import fields_of

ENTRIES_KEYS = ("content", "items", "data")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One page.

    Attributes:
        entries: as they came.
        last: whether the envelope says that no page follows; None where it says nothing.
        total: how many entries the whole list has, where the envelope tells it.
    """

    entries: Sequence[Any]
    last: bool | None
    total: int | None


def open_envelope(body: Any, *, number: int) -> Envelope | None:
    """A Spring page, or a bare array; None where the body has no list of entries.

    Args:
        body: the decoded JSON.
        number: the page's number, from 0.
    """
    if isinstance(body, list):
        return Envelope(cast("Sequence[Any]", body), None, None)
    fields = fields_of(body)
    entries = next((fields[key] for key in ENTRIES_KEYS if isinstance(fields.get(key), list)), None)
    return None if entries is None else Envelope(entries, _is_last(fields, number), count(fields.get("totalElements")))


def count(value: Any) -> int | None:
    """A whole number from 0; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def first_of(fields: Mapping[str, Any], keys: Sequence[str]) -> Any:
    """The first value that is there, by any of its names."""
    return next((fields[key] for key in keys if fields.get(key) not in (None, "")), None)


def _is_last(fields: Mapping[str, Any], number: int) -> bool | None:
    """Combine what the envelope says; where it contradicts itself, the page is not the last."""
    said: list[bool] = []
    if isinstance(last := fields.get("last"), bool):
        said.append(last)
    if (pages := count(fields.get("totalPages"))) is not None:
        said.append(number + 1 >= pages)
    return all(said) if said else None
