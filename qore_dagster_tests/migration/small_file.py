"""Small Access files of a test's own: a few tables with a few rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.access_writer import DATE, DOUBLE, LONG, TEXT, writing

DAY = date(2025, 11, 19)
MOMENT = datetime(2025, 11, 19)  # noqa: DTZ001 - Access keeps no zone

CARTEIRAS = {"Id_Carteira": LONG, "Nome": TEXT, "de_para_qore": TEXT, "Tipo_Fundo": TEXT, "de_para_maps": TEXT}
CAIXA = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Moeda_Origem": TEXT, "Valor": DOUBLE}
COTA = {"Data": DATE, "Id_Carteira": LONG, "Cota_Fechamento": DOUBLE, "PL_Fechamento": DOUBLE,
        "Quantidade_Fechamento": DOUBLE}  # fmt: skip

Table = tuple[Mapping[str, str], Sequence[tuple[Any, ...]]]


def write(path: Path, **tables: Table) -> Path:
    """Write a file."""
    with writing(path) as file:
        for name, (columns, rows) in tables.items():
            file.table(name, columns, rows)
    return path
