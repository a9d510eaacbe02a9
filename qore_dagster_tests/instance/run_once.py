"""Execute the small day in this process: `run_once URL FOLDER [STEP TO KILL]`."""

import sys
from pathlib import Path

import dagster as dg
import yaml

from qore_dagster_tests.instance.small_day import KILL, WHOLE, job

if __name__ == "__main__":
    url, folder, kill = sys.argv[1:]
    storage = {
        "module": "qore_dagster.instance.storage",
        "class": "QoreStorage",
        "config": {"url": url, "batched": True},
    }
    config = {"telemetry": {"enabled": False}, "storage": {"custom": storage}}
    (Path(folder) / "dagster.yaml").write_text(yaml.safe_dump(config))
    with dg.DagsterInstance.from_config(folder) as instance:
        dg.execute_job(job("in_process"), instance, tags=WHOLE | {KILL: kill}, raise_on_error=False)
