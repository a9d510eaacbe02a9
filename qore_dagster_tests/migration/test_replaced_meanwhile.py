"""A file that is replaced while it is read: no row may bear the hash of another file."""

import os
from pathlib import Path

import pytest

from benchmarks.old_database import name
from qore_dagster.migration.errors import MigrationError
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, MOMENT, write


@pytest.mark.parametrize("moment", ["passos", "ler"])
def test_nothing_is_loaded_and_what_was_staged_is_read_anew(warehouse: Warehouse, tmp_path: Path, moment: str) -> None:
    path, newer, older = (tmp_path / f"{one}.accdb" for one in ("antiga", "nova", "velha"))
    write(path, Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]))
    write(newer, Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 2.0)]))
    os.link(path, older)

    def told(what: str, _table: str, _rows: int) -> None:
        if what == moment and newer.exists():
            newer.replace(path)

    with pytest.raises(MigrationError, match=r"antiga\.accdb mudou enquanto era lido"):
        warehouse.migrate(path, told=told)
    assert warehouse.rows("SELECT count(*) FROM pos.pos_caixa") == [(0,)]
    assert warehouse.rows("SELECT count(*) FROM ctl.migrated_source") == [(0,)]
    assert warehouse.migrate(path).exit_code == 0
    assert warehouse.rows("SELECT saldo_fechamento FROM pos.pos_caixa") == [(2,)]
    assert warehouse.migrate(older).exit_code == 0
    assert warehouse.rows("SELECT saldo_fechamento FROM pos.pos_caixa") == [(1,)]
