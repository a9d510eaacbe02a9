"""Imported by the server that step processes are forked from: all that a step needs, so that a step imports nothing.

Belongs here: imports, and the definitions with their repository built. Does not: anything that opens a connection or
starts a thread, as neither survives a fork. Not to be imported by anything else.

The modules of Dagster that a step imports as it goes are private, and named here for speed only. Where Dagster moves
one, the server of processes goes on without a word, and each step imports all of it, later;
`qore_dagster_tests/instance/test_preload.py` imports this module and fails then.
"""

import contextlib
import gc
import importlib
import os

import dagster

_MODULES = (
    "dagster._core.executor.multiprocess",
    "dagster._core.instance.factory",
    "dagster._core.secrets.env_file",
    "dagster._core.storage.root",
    "dagster._core.storage.sqlite_storage",  # looked at by every instance, used by none of ours
    "dagster._core.system_config.composite_descent",
    "dagster._core.utility_ops",
    "dagster._utils.test.definitions",
    "multiprocessing.popen_forkserver",
    "multiprocessing.queues",
    "multiprocessing.synchronize",
    "psycopg2.extras",
    "upath.implementations.local",
    "qore_dagster.cli",  # a forked process runs the `qore` script again, up to its main
    "qore_dagster.instance.storage",
    "qore_dagster.instance.compute_logs",
    "qore_dagster.instance.launcher",
    "qore_dagster.model.schemas",
    "qore_dagster.warehouse.address",
)

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # or importing numpy starts a thread for every core

for _name in _MODULES:
    importlib.import_module(_name)

with contextlib.suppress(Exception):  # the command builds them too and says what is wrong; a step would say so again
    _definitions = importlib.import_module("qore_dagster.definitions")
    dagster.reconstructable(_definitions.day_job).get_definition()  # kept by Dagster for whoever asks for the same job

gc.collect()
gc.freeze()  # what is here now stays shared by all step processes: their collections do not touch it
