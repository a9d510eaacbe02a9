"""A load that is killed leaves the file whole: the old one, or the new one; the next load ends as an unbroken one."""

from pathlib import Path

import pytest

from qore_dagster.access.database import AccessDatabase
from qore_dagster_tests.access.dumping import dump
from qore_dagster_tests.access.loading import RENAMED, STEPS, kill_at
from qore_dagster_tests.access.units import holding, unit

NAMES = [name for name, *_ in STEPS]


@pytest.mark.parametrize("step", range(len(STEPS)), ids=NAMES)
def test_kill_then_load_again(real: AccessDatabase, tmp_path: Path, step: int) -> None:
    old = [unit(f"fundo-{place}") for place in range(3)]
    new = [unit(f"fundo-{place}", version=2, holdings=[holding(1, "SHAR")]) for place in range(4)]
    real.load(old)
    before = dump(real.path)
    unbroken_path = tmp_path / "unbroken.accdb"
    unbroken_path.write_bytes(real.path.read_bytes())
    AccessDatabase(unbroken_path, real._engine).load(new)
    unbroken = dump(unbroken_path)

    kill_at(step, real.path, new)

    assert dump(real.path) == (unbroken if step == RENAMED else before)
    assert len(real.load(new).good) == len(new)
    assert dump(real.path) == unbroken
    assert {one.name for one in tmp_path.iterdir() if one.suffix != ".lock"} == {real.path.name, unbroken_path.name}


def test_a_kill_before_there_is_a_file_leaves_none(real: AccessDatabase) -> None:
    kill_at(6, real.path, [unit()])
    assert not real.path.exists()
    assert real.load([unit()]).good
