"""The assembler: small, open to replacement, and without a trace when imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

from qore_dagster import definitions
from qore_dagster.definitions import build_defs
from qore_dagster.resources import QoreResource, WarehouseResource
from qore_dagster.settings import load_settings
from qore_dagster_tests.isolation import OURS

LOADED = """
import json, threading, psutil
import qore_dagster.definitions
built = qore_dagster.definitions.defs()
me = psutil.Process()
print(json.dumps({
    "jobs": sorted(job.name for job in built.resolve_all_job_defs() if not job.name.startswith("__")),
    "threads": [thread.name for thread in threading.enumerate()],
    "connections": len(me.net_connections()),
    "children": [child.name() for child in me.children()],
}))
"""


def test_the_assembler_is_under_sixty_lines() -> None:
    assert len(Path(definitions.__file__).read_text(encoding="utf-8").splitlines()) < 60


def test_loading_the_definitions_leaves_nothing_open_and_writes_nothing(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**clean, "QORE_HOME": str(tmp_path / "home"), "OPENBLAS_NUM_THREADS": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "jobs": ["cadastro", "carteira_diaria", "limpeza"],
        "threads": ["MainThread"],
        "connections": 0,
        "children": [],
    }
    assert list(tmp_path.iterdir()) == []


def test_a_resource_given_replaces_ours_everywhere(tmp_path: Path) -> None:
    class OtherWarehouse(WarehouseResource):
        """Somebody else's."""

    settings = load_settings(qore_home=tmp_path, qore_workers=4)
    other = OtherWarehouse()
    ours, theirs = build_defs(settings=settings), build_defs(settings=settings, resources={"warehouse": other, "x": 1})
    assert isinstance((qore := (ours.resources or {})["qore"]), QoreResource)
    assert qore.workers == 4
    assert theirs.resources is not None
    assert theirs.resources["warehouse"] is other
    assert theirs.resources["x"] == 1
    for io_manager in ("raw_files", "frames", "postgres_slices"):
        assert isinstance(theirs.resources[io_manager].warehouse, OtherWarehouse)
    assert type(theirs.resources["qore"]) is QoreResource
