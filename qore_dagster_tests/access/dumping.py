"""All that a file holds of the platform's tables, in an order that no load influences."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qore_dagster.access.tables import TABLES
from qore_dagster_tests.access.second_reader import rows_by_parser

_WHEN = "Carregado_Em"


def dump(path: Path, read: Callable[[Path, str], list[dict[str, Any]]] = rows_by_parser) -> dict[str, list[str]]:
    """Per table its rows as sorted text; the moment of the load apart."""
    return {
        name: sorted(repr({key: value for key, value in row.items() if key != _WHEN}) for row in read(path, name))
        for name in TABLES
    }
